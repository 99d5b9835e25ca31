"""BLT: the form of Hill, Wichmann and Woodall (The Computer Journal 30, 1987), with what OpenSTV and OpaVote added.

    4 2                 four options, two seats
    -2                  the second option has withdrawn
    6 4 1=3 0           six ballots: the fourth first, then the first and the third as equals
    1 2 - 3 0           the second rank left blank
    1 0                 a blank ballot
    0
    "Diane" "Bob"       names, each in straight double quotes or a single word, then the title
    # to the end of a line is a comment

A weight is a whole number: so many equal ballots. Line ends are free where every ballot ends in 0.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from conference.tally.ballots import Rank, Ranking
from conference.tally.election import MOST_OPTIONS, Election
from conference.tally.expect import BadFile
from conference.tally.forms.written import no_rolls, on_one_line, only_one_box, papers

FORM = "BLT"
TOKEN = re.compile(r'[ \t\r\f\v]+|\n|#[^\n]*|"[^"\n]*"|[^\s"#]+|.')
RANK = re.compile(r"[0-9]{1,9}(=[0-9]{1,9})*|-")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    where: str


def read(content: str) -> Election:
    """The election in a BLT text. Raises `BadFile`."""
    return _quickly(content) or _Reader(content).election()


def write(election: Election) -> Iterator[str]:
    """The lines of an election. Raises `Unheld` before the first."""
    only_one_box(election, FORM)
    no_rolls(election, FORM)
    names = [f'"{on_one_line(name, FORM, chr(34))}"' for name in election.options]
    title = f'"{on_one_line(election.title or "", FORM, chr(34))}"'
    yield f"{len(names)} {election.seats}"
    if election.withdrawn:
        yield " ".join(f"-{place + 1}" for place in sorted(election.withdrawn))
    for ranking, count in papers(election):
        ranks = ("=".join(str(option + 1) for option in rank) or "-" for rank in ranking)
        yield " ".join((str(count), *ranks, "0"))
    yield "0"
    yield from names
    yield title


def _quickly(content: str) -> Election | None:
    """The usual file, a line for each ballot, read by lines: there may be a million. None where it is any other,
    or has a fault, which only the careful reader can name."""
    lines = content.split("\n")
    try:
        end = lines.index("0")
    except ValueError:
        return None
    start = 1 + (len(lines) > 1 and lines[1].startswith("-"))
    rest = _Reader("\n".join([*lines[:start], *lines[end:]]))
    try:
        frame = rest.election()
    except BadFile:
        return None
    ranks, box = _Ranks(len(frame.options)), dict[Ranking, int]()
    for line, times in Counter(lines[start:end]).items():
        weight, *marks = line.split(" ")
        if not (weight.isascii() and weight.isdigit() and len(weight) < 10 and marks and marks.pop() == "0"):
            return None
        try:
            ranking = tuple([ranks[mark] for mark in marks])
        except KeyError:
            return None
        box[ranking] = box.get(ranking, 0) + times * int(weight)
    if frame.boxes or not all(box.values()):
        return None
    return replace(frame, boxes={None: box} if box else {})


class _Ranks(dict[str, Rank]):
    """The ranks that marks stand for, each read once. A fault is a missing key."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __missing__(self, mark: str) -> Rank:
        rank = tuple(sorted(int(each) - 1 for each in mark.split("=") if each != "-")) if RANK.fullmatch(mark) else None
        if rank is None or len(set(rank)) < len(rank) or any(not 0 <= option < self._size for option in rank):
            raise KeyError(mark)
        self[mark] = rank
        return rank


class _Reader:
    """Reads token by token, and knows where each stands."""

    def __init__(self, content: str) -> None:
        self._tokens = _tokens(content)
        self._here = next(self._tokens)

    def election(self) -> Election:
        size = self._whole("the number of options", 1, MOST_OPTIONS)
        seats = self._whole("the number of seats", 1)
        withdrawn = self._withdrawn(size)
        box: dict[Ranking, int] = {}
        while (weight := self._whole("a ballot's weight, or 0 after the last ballot", 0)) != 0:
            ranking = self._ranking(size)
            box[ranking] = box.get(ranking, 0) + weight
        options = self._names(size)
        title = self._quoted("the title in double quotes") if self._here.text else ""
        while self._here.text:  # a source and a comment, in some programs' files
            self._quoted("nothing more, or a remark in double quotes")
        return Election(options, {None: box} if box else {}, seats, title or None, withdrawn)

    def _next(self) -> _Token:
        token, self._here = self._here, next(self._tokens, self._here)
        return token

    def _whole(self, expected: str, least: int, most: int | None = None) -> int:
        token = self._next()
        usual = token.text.isascii() and token.text.isdigit() and len(token.text) < 10
        if not usual or int(token.text) < least or (most is not None and int(token.text) > most):
            limits = f" (a whole number from {least} to {most})" if most is not None else " (a whole number)"
            raise BadFile(token.where, expected + limits, token.text or "the end of the file")
        return int(token.text)

    def _withdrawn(self, size: int) -> frozenset[int]:
        gone: set[int] = set()
        while re.fullmatch(r"-[0-9]{1,9}", self._here.text):
            token = self._next()
            if not 1 <= int(token.text[1:]) <= size or int(token.text[1:]) - 1 in gone:
                raise BadFile(token.where, f"each withdrawn option once, -1 to -{size}", token.text)
            gone.add(int(token.text[1:]) - 1)
            if len(gone) == size:
                raise BadFile(token.where, "at least one option that still stands", token.text)
        return frozenset(gone)

    def _ranking(self, size: int) -> Ranking:
        ranks: list[Rank] = []
        while (token := self._next()).text != "0":
            if not RANK.fullmatch(token.text):
                expected = f'an option from 1 to {size}, equals as "1=2", "-" for a rank left blank, or 0 to end'
                raise BadFile(token.where, expected, token.text or "the end of the file")
            rank = tuple(sorted(int(each) - 1 for each in token.text.split("=") if each != "-"))
            if any(not 0 <= option < size for option in rank):
                raise BadFile(token.where, f"options from 1 to {size}", token.text)
            if len(set(rank)) < len(rank):
                raise BadFile(token.where, "every option once in a rank", token.text)
            ranks.append(rank)
        return tuple(ranks)

    def _names(self, size: int) -> tuple[str, ...]:
        names: list[str] = []
        for number in range(1, size + 1):
            where = self._here.where
            name = self._quoted(f"the name of option {number} in double quotes")
            if not name.strip() or name in names:
                raise BadFile(where, "a name for every option, each once", name)
            names.append(name)
        return tuple(names)

    def _quoted(self, expected: str) -> str:
        token = self._next()
        if token.text.startswith('"') and token.text.endswith('"') and len(token.text) > 1:
            return token.text[1:-1]
        if not token.text or token.text.startswith('"'):
            raise BadFile(token.where, expected, token.text or "the end of the file")
        return token.text


def _tokens(content: str) -> Iterator[_Token]:
    """Everything but blanks and comments, and an empty token at the end."""
    line, began = 1, 0
    for found in TOKEN.finditer(content):
        text = found[0]
        if text == "\n":
            line, began = line + 1, found.end()
        elif not text.isspace() and not text.startswith("#"):
            yield _Token(text, f"line {line}, column {found.start() - began + 1}")
    yield _Token("", f"line {line}, column {len(content) - began + 1}")
