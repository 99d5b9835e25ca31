"""Rehearsing a rule set: ballots that are made up, by a number or by hand, and never kept.

A number always makes the same ballots, so that a rehearsal can be shown to others by its address.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conference.core.errors import Refused
from conference.core.words import N_
from conference.rulebook.rules import EQUAL_RANKS, KEEP, Kind, Method, RuleSet

Ranking = tuple[tuple[str, ...], ...]
Lines = Sequence[tuple[str, Ranking | None, int]]
"""Delegation, ranking (None: on the roll and absent), how many."""

MOST_BALLOTS: Final = 10_000
MOST_LINES: Final = 60
MOST_OPTIONS: Final = 12
LARGEST_SEED: Final = 9_999
ABSENT: Final = frozenset({"absent", "ausente"})
WITHOUT: Final = ("A", "B", "C")
"""Made-up delegations where the conference has none yet."""
_OPTION = re.compile(r"\w[\w-]{0,15}")
_LINE = re.compile(r"(\d{1,5})\s+([A-Z0-9]{1,8})\s*:\s*(.*)")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one delegation is made to answer, and how many of it are on the roll."""

    yes: int
    no: int
    abstain: int
    roll: int

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain


TOLD: Final = {
    1: (Figures(11, 2, 1, 15), Figures(3, 8, 1, 13), -1),  # a majority, and the last delegation against it
    2: (Figures(9, 4, 1, 15), Figures(1, 0, 12, 14), 0),  # the first delegation abstains but for one
    3: (Figures(4, 1, 0, 18), Figures(0, 0, 0, 12), -1),  # few came, of the last delegation nobody
    4: (Figures(6, 6, 0, 12), Figures(6, 6, 0, 12), 0),  # as many no as yes
}
"""What the first numbers show: the answers of every delegation but one, those of that one, and its place."""


def answers(codes: Sequence[str], seed: int) -> dict[str, Figures]:
    """Answers to a yes or no: the first numbers show what matters (see `TOLD`), the rest are drawn."""
    if seed in TOLD:
        usual, odd, place = TOLD[seed]
        return dict.fromkeys(codes, usual) | {codes[place]: odd}
    drawn = random.Random(seed)  # noqa: S311 -- made-up ballots, the same for everybody who asks for this number
    return {code: _drawn(drawn) for code in codes}


def _drawn(drawn: random.Random) -> Figures:
    yes, no, abstain = (drawn.randint(0, most) for most in (14, 12, 5))
    return Figures(yes, no, abstain, yes + no + abstain + drawn.randint(0, 4))


def options(rule_set: RuleSet) -> tuple[str, ...]:
    """The options of a made-up ballot: three texts and keeping the text, or more people than seats."""
    if Kind.CHOICE in rule_set.kinds:
        return ("A", "B", "C", KEEP)
    return tuple("ABCDEFGHIJ"[: min(rule_set.seats + 3, 10)])


def ballots(rule_set: RuleSet, codes: Sequence[str], seed: int) -> str:
    """Ballots as lines to be read by `read`."""
    drawn = random.Random(seed)  # noqa: S311 -- made-up ballots, the same for everybody who asks for this number
    listed = options(rule_set)
    lines = []
    for code in codes:
        for _ in range(3):
            order = drawn.sample(listed, drawn.randint(2, len(listed)))
            lines.append(f"{drawn.randint(1, 9)} {code}: {_written(order, rule_set.method, drawn)}")
        lines.append(f"{drawn.randint(1, 3)} {code}: absent")
    return "\n".join(lines)


def _written(order: Sequence[str], method: Method, drawn: random.Random) -> str:
    if method is Method.APPROVAL:
        return " = ".join(order)
    signs = [" = " if method in EQUAL_RANKS and drawn.random() < 0.2 else " > " for _ in order[1:]]
    return order[0] + "".join(sign + option for sign, option in zip(signs, order[1:], strict=True))


def read(text: str, method: Method, codes: Sequence[str]) -> Lines:
    """Lines such as `3 CA: A > B = C > keep`. Raises `Refused` with the number of the line that cannot be read."""
    written = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(written) > MOST_LINES:
        raise Refused("many-lines", N_("A rehearsal takes at most %(most)s lines."), most=MOST_LINES)
    found = [_line(number, line, method, codes) for number, line in written]
    if not any(ranking for _, ranking, _ in found):
        raise Refused(
            "no-ballots",
            N_("There is no ballot here. Write a line such as “3 %(delegation)s: A > B”."),
            delegation=codes[0],
        )
    if sum(many for _, _, many in found) > MOST_BALLOTS:
        raise Refused("many-ballots", N_("A rehearsal takes at most %(most)s ballots."), most=MOST_BALLOTS)
    if len(named(found)) > MOST_OPTIONS:
        raise Refused("many-options", N_("A rehearsal takes at most %(most)s options."), most=MOST_OPTIONS)
    return found


def named(lines: Lines) -> tuple[str, ...]:
    """Every option that some line names, in order."""
    return tuple(sorted({option for _, ranking, _ in lines for rank in ranking or () for option in rank}))


def _line(number: int, line: str, method: Method, codes: Sequence[str]) -> tuple[str, Ranking | None, int]:
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise Refused(
            "no-line",
            N_(
                "Line %(line)s cannot be read: write how many, the code of the delegation, a colon and the order, such "
                "as “3 %(delegation)s: A > B”."
            ),
            line=number,
            delegation=codes[0],
        )
    many, code, order = int(parts[1]), parts[2], parts[3].strip()
    if code not in codes:
        raise Refused(
            "no-delegation",
            N_("Line %(line)s: there is no delegation “%(delegation)s”. There are these: %(codes)s."),
            line=number,
            delegation=code,
            codes=list(codes),
        )
    if order.lower() in ABSENT:
        return code, None, many
    return code, _ranking(number, order, method), many


def _ranking(number: int, order: str, method: Method) -> Ranking:
    ranking = tuple(tuple(sorted(option.strip() for option in rank.split("="))) for rank in order.split(">"))
    listed = [option for rank in ranking for option in rank]
    for option in listed:
        if not _OPTION.fullmatch(option):
            raise Refused(
                "no-option",
                N_("Line %(line)s: “%(option)s” is no option. Between > and = stands a letter or a word."),
                line=number,
                option=option[:40],
            )
    if len(set(listed)) < len(listed):
        raise Refused("named-twice", N_("Line %(line)s names the same option twice."), line=number)
    if method is Method.APPROVAL and len(ranking) > 1:
        raise Refused(
            "ranked",
            N_("Line %(line)s: approved options are not in an order. Write = between them."),
            line=number,
        )
    if method not in EQUAL_RANKS and any(len(rank) > 1 for rank in ranking):
        raise Refused(
            "equal-ranks",
            N_("Line %(line)s: by these rules each place takes one option, so = cannot stand there."),
            line=number,
        )
    return ranking


def roll(lines: Lines, codes: Sequence[str]) -> Mapping[str, int]:
    """How many of each delegation are on the roll: those who cast, and those who are absent."""
    return {code: sum(many for delegation, _, many in lines if delegation == code) for code in codes}
