"""Naming and releasing rapporteurs; writing the working copy; presenting a version; objecting and answering."""

from conference.rapporteur.commands import records as records  # it tells the translators' rooms what the units are
from conference.rapporteur.commands.naming import name, release
from conference.rapporteur.commands.objecting import answer, object_to, take_back
from conference.rapporteur.commands.presenting import present
from conference.rapporteur.commands.writing import add_point, change_point, choose_posts, move_up, remove_point

__all__ = [
    "add_point", "answer", "change_point", "choose_posts", "move_up", "name", "object_to", "present", "release",
    "remove_point", "take_back",
]  # fmt: skip
