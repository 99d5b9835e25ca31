"""Ballots that are alike on the wire: whoever sees only how long a request or a page is learns nothing of the choice.

Every ballot of a vote sends the same fields with values of one width, and a page that says what was chosen is filled up
to one length. Such a page is sent as it stands: how far it can be compressed would tell as much as its length.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape
from starlette.responses import Response

FILLS: Final = "-"
SENTENCES: Final = 2_048
OF_AN_OPTION: Final = 256
"""Room for the sentences around the options, and for what stands around each of them."""


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the values of one vote's ballots are: an answer, and a rank."""

    answer: int
    rank: int

    def of_answer(self, key: str) -> str:
        """An answer as forms carry it; "" where none is given yet."""
        return key.ljust(self.answer, FILLS) if key else ""

    def of_rank(self, rank: int) -> str:
        """A rank as forms carry it; zeros stand for none."""
        return f"{rank:0{self.rank}}"


def widths(options: Sequence[str]) -> Widths:
    """The widths of a ballot with these options."""
    return Widths(max(map(len, options)), len(str(len(options))))


def answer_of(typed: str) -> str:
    """The answer that a form carries."""
    return typed.rstrip(FILLS)


def filled_up(said: Markup, words: Iterable[str]) -> Markup:
    """What a page says of a choice, with a comment behind it that makes it as long as whatever else could have been
    chosen among options with these words."""
    room = SENTENCES + sum(OF_AN_OPTION + len(escape(each).encode()) for each in words)
    length = len(said.encode())
    wanted = room * (length // room + 1)
    return said + Markup("<!--{}-->").format("." * (wanted - length))


def as_it_stands(answer: Response) -> Response:
    """Ask everything on the way to leave the page uncompressed."""
    answer.headers["Cache-Control"] = "private, no-store, no-transform"
    answer.headers["Content-Encoding"] = "identity"
    return answer


def values(form: Mapping[str, str], ranks: Mapping[str, int], options: Sequence[str]) -> dict[str, str]:
    """What was filled in, for the next step: every field of the ballot, each of its one width."""
    wide = widths(options)
    answer = wide.of_answer(answer_of(form.get("answer", "")))
    named = {f"rank-{key}": wide.of_rank(ranks[key]) for key in options}
    return ({"answer": answer} if answer else named) | {"revision": form.get("revision", "")}
