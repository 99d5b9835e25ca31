"""What the address of a plank's page asks for: which amendments stand in the margin, which are shown in the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from conference.amendments.rules import TITLE, WHOLE, code, number_of
from conference.text.labels import block_of, is_block_id
from conference.text.words import BadText

AT_MOST: Final = 60
"""Amendments that an address can name one by one; `show=all` has no such end."""
_BARE: Final = re.compile(r"[0-9]{1,6}[a-z]{0,8}")


class Needs(StrEnum):
    """Which amendments stand in the margin."""

    VOTE = "vote"
    MINE = "mine"
    DELEGATION = "delegation"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """`block`: only the amendments to this passage. `show`: numbers of those shown in the text; `every`: all that stand
    in the margin. `clean`: the text as it would read, without marks. `at`: the passage whose page is wanted."""

    needs: Needs = Needs.VOTE
    block: str = ""
    show: tuple[int, ...] = ()
    every: bool = False
    clean: bool = False
    at: str = ""

    @property
    def shows(self) -> bool:
        return self.every or bool(self.show)

    @property
    def query(self) -> str:
        """The same as an address, "" where nothing special is asked for. Only this module's own words are in it."""
        shown = "all" if self.every else ",".join(code(each) for each in self.show)
        told = {
            "needs": "" if self.needs is Needs.VOTE else self.needs.value, "block": self.block, "show": shown,
            "view": "clean" if self.clean else "", "at": self.at,
        }  # fmt: skip
        written = urlencode({name: value for name, value in told.items() if value}, safe=",")
        return f"?{written}" if written else ""

    def needing(self, needs: str) -> str:
        """The address with another filter."""
        return replace(self, needs=Needs(needs), block="", at=self.at or self.block).query

    def on(self, block: str, needs: str = "") -> str:
        """The address with the amendments to one passage alone, or to all of them (`""`)."""
        return replace(self, block=block, needs=Needs(needs or self.needs), at="" if block else self.block).query

    def showing(self, *numbers: int) -> str:
        """The address with these amendments in the text and no others."""
        return replace(self, show=numbers, every=False).query

    def all_shown(self) -> str:
        return replace(self, show=(), every=True).query

    def none_shown(self) -> str:
        return replace(self, show=(), every=False, clean=False).query

    def marked(self) -> str:
        return replace(self, clean=False).query

    def cleaned(self) -> str:
        return replace(self, clean=True).query

    def going(self, at: str) -> str:
        """The address of the page that has this passage."""
        return replace(self, at=at, block="").query


def asked(given: QueryParams) -> Asked:
    """What the parameters ask for; what makes no sense is as if it were not there."""
    needs = given.get("needs", "")
    chosen = [part for value in given.getlist("show") for part in value[:2_000].split(",")]
    numbers = [number for part in chosen if (number := number_of(part.strip())) is not None]
    return Asked(
        needs=Needs(needs) if needs in tuple(Needs) else Needs.VOTE,
        block=_block(given.get("block", "")),
        show=_once(numbers),
        every="all" in chosen,
        clean=given.get("view") == "clean",
        at=_label(given.get("at", "")),
    )


def _once(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))[:AT_MOST]


def _block(written: str) -> str:
    """`p12` for what people write: p12, P12, 12."""
    name = written.strip().lower()[:24]
    if name in (TITLE, WHOLE):
        return name
    name = f"p{name}" if _BARE.fullmatch(name) else name
    return name if is_block_id(name) else ""


def _label(written: str) -> str:
    name = written[:32]
    return name if block_in(name) else ""


def block_in(label: str) -> str:
    """The block that a passage's name leads to: itself, or that of a sentence; "" for any other name."""
    if is_block_id(label):
        return label
    try:
        return block_of(label)
    except BadText:
        return ""
