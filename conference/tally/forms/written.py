"""What writing shares: the refusal of what a form cannot hold, and names that fit on a line."""

from collections.abc import Iterator
from unicodedata import category

from conference.tally.ballots import Ranking
from conference.tally.election import Election


class Unheld(ValueError):
    """Something in the election that the form cannot hold; the message is a whole sentence."""


def only_one_box(election: Election, form: str) -> None:
    """Refuse delegations where the form has no place for them."""
    named = [name for name in election.boxes if name is not None]
    if named or election.groups:
        raise Unheld(f"{form} cannot say which delegation a ballot comes from.")


def nobody_withdrawn(election: Election, form: str) -> None:
    """Refuse withdrawals where the form has no place for them: another program would count for them."""
    if election.withdrawn:
        names = ", ".join(election.options[place] for place in sorted(election.withdrawn))
        raise Unheld(f"{form} cannot say that an option has withdrawn: {names}.")


def no_rolls(election: Election, form: str) -> None:
    """Refuse rolls and presence where the form has no place for them: a quorum could not be counted again."""
    for group in election.groups:
        if group.roll is not None or group.present is not None or group.total_only:
            raise Unheld(f"{form} holds the delegations' ballots, not how many are entitled or present: {group.name}.")


def one_seat(election: Election, form: str) -> None:
    """Refuse several seats where the form has no place for their number."""
    if election.seats > 1:
        raise Unheld(f"{form} cannot say how many seats there are: {election.seats}.")


def every_option_once(election: Election, form: str) -> None:
    """Refuse papers that name an option twice."""
    for ranking, _ in papers(election):
        named = [option for rank in ranking for option in rank]
        for option in named:
            if named.count(option) > 1:
                raise Unheld(f"{form} cannot hold a ballot that names an option twice: {election.options[option]}.")


def no_blank_ranks(election: Election, form: str) -> None:
    """Refuse ranks left blank before a rank that is used."""
    for ranking, _ in papers(election):
        if not all(without_tail(ranking)):
            raise Unheld(f"{form} cannot hold a ballot with a rank left blank before a later one.")


def on_one_line(name: str, form: str, never: str) -> str:
    """The name, if it has none of the characters that the form cannot hold."""
    for character in name:
        if character in never or not (character.isprintable() or category(character) == "Zs"):
            shown = character if character.isprintable() else f"U+{ord(character):04X}"
            raise Unheld(f"{form} cannot hold the character {shown} in a name: {name!r}.")
    return name


def papers(election: Election) -> Iterator[tuple[Ranking, int]]:
    """Every kind of paper with its number."""
    for box in election.boxes.values():
        yield from box.items()


def without_tail(ranking: Ranking) -> Ranking:
    """The ranking without blank ranks at its end, which say nothing under any method."""
    length = len(ranking)
    while length and not ranking[length - 1]:
        length -= 1
    return ranking[:length]
