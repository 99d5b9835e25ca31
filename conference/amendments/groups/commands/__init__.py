"""What is done about amendments that touch each other: marking alternatives, ordering votes, settling overlaps, and
following a text that changed (`following`, with `applying`)."""

from conference.amendments.groups.commands.confirming import confirm
from conference.amendments.groups.commands.following import catch_up, follow
from conference.amendments.groups.commands.marking import end, mark
from conference.amendments.groups.commands.ordering import choose_order

__all__ = ["catch_up", "choose_order", "confirm", "end", "follow", "mark"]
