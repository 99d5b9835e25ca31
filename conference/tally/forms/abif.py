"""ABIF, the aggregated ballot information format (github.com/electorama/abif, grammar 0.31).

    {title: "Where to meet"}        one piece of metadata a line
    =mtl:[Montréal, QC]             a token and the name that it stands for
    42:mtl>[Ciudad Juárez]=det      so many ballots: > is above, = is level
    3*mtl/5,det/2                   or with scores, the higher the better
    # a comment

Of the metadata, `title` (or `description`), `seats` and `tally_method` "IRV" or "approval" are understood; the rest is
kept as notes. A blank ballot is a line that ends after its number.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conference.tally.ballots import Rank, Ranking
from conference.tally.election import MOST_OPTIONS, Election, Method
from conference.tally.expect import BadFile
from conference.tally.forms.written import (
    every_option_once,
    no_blank_ranks,
    no_rolls,
    nobody_withdrawn,
    on_one_line,
    only_one_box,
    papers,
    without_tail,
)

FORM = "ABIF"
BARE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
NAME = re.compile(r'\[([^\[\]\n]+)\]|"((?:[^"\\\n]|\\.)*)"|([A-Za-z][A-Za-z0-9_-]*)')
METADATA = re.compile(r'\{\s*("(?:[^"\\]|\\.)*"|\w+)\s*:\s*("(?:[^"\\]|\\.)*"|[-+.\w]+)\s*\}\s*(#.*)?')
COUNT = re.compile(r"\s*([0-9]{1,12})\s*[:*]")
SCORE = re.compile(r"\s*/\s*([0-9]{1,9})")
SEPARATOR = re.compile(r"\s*([>=,])\s*")
END = re.compile(r"\s*(#.*)?$")
METHODS = {"irv": Method.IRV, "approval": Method.APPROVAL}
NAMES = {Method.IRV: "IRV", Method.APPROVAL: "approval"}


def read(content: str) -> Election:
    """The election in an ABIF text. Raises `BadFile`."""
    reader = _Reader()
    for number, line in enumerate(content.split("\n"), 1):
        reader.line(line, number)
    return reader.election()


def write(election: Election) -> Iterator[str]:
    """The lines of an election. Raises `Unheld` before the first."""
    only_one_box(election, FORM)
    no_rolls(election, FORM)
    nobody_withdrawn(election, FORM)
    no_blank_ranks(election, FORM)
    every_option_once(election, FORM)
    bare = all(BARE.fullmatch(name) for name in election.options)
    tokens = election.options if bare else _tokens(election.options)
    names = [_quoted(name) for name in election.options]
    if election.title is not None:
        yield f"{{title: {json.dumps(on_one_line(election.title, FORM, ''), ensure_ascii=False)}}}"
    if election.seats > 1:
        yield f"{{seats: {election.seats}}}"
    if election.method in NAMES:
        yield f'{{tally_method: "{NAMES[election.method]}"}}'
    for token, name in zip(tokens, names, strict=True):
        yield f"={token}:{name}"
    for ranking, count in papers(election):
        ranks = ("=".join(tokens[option] for option in rank) for rank in without_tail(ranking))
        yield f"{count}:{'>'.join(ranks)}"


def _tokens(names: Sequence[str]) -> list[str]:
    """c1, c2 and so on, with as many letters as keep them apart from every name."""
    letters = "c"
    while any(name.startswith(letters) for name in names):
        letters += "c"
    return [f"{letters}{number}" for number in range(1, len(names) + 1)]


def _quoted(name: str) -> str:
    on_one_line(name, FORM, "")
    bracketed = name == name.strip() and not {"[", "]"} & set(name)
    return f"[{name}]" if bracketed else json.dumps(name, ensure_ascii=False)


@dataclass(slots=True)
class _Reader:
    """Everything read so far. `tokens` and `names`: what a ballot may call an option, with the option's index."""

    options: list[str] = field(default_factory=list)
    tokens: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    declared: bool = False
    metadata: dict[str, object] = field(default_factory=dict)
    box: dict[Ranking, int] = field(default_factory=dict)
    seen: dict[str, Ranking] = field(default_factory=dict)

    def line(self, line: str, number: int) -> None:
        found = COUNT.match(line)
        if found:
            self._ballots(line, number, found)
        elif ("#" in line and not line.split("#", 1)[0].strip()) or not line.strip():
            return
        elif line.lstrip().startswith("{"):
            self._metadata(line, number)
        else:
            self._declaration(line, number)

    def election(self) -> Election:
        if not self.options:
            raise BadFile("file", "at least one option, in a line such as =a:[Name] or 3:a>b")
        notes = dict(self.metadata)
        seats, title = notes.pop("seats", 1), notes.pop("title", None) or notes.pop("description", None)
        if not isinstance(seats, int) or isinstance(seats, bool) or seats < 1:
            raise BadFile("file", "a whole number of seats in the metadata", seats)
        said = notes.get("tally_method")
        method = METHODS.get(said.lower()) if isinstance(said, str) else None
        if method is not None:
            del notes["tally_method"]
        kept = {"metadata": notes} if notes else {}
        boxes: Mapping[str | None, Mapping[Ranking, int]] = {None: self.box} if self.box else {}
        return Election(
            tuple(self.options), boxes, seats, None if title is None else str(title), method=method, notes=kept
        )

    def _metadata(self, line: str, number: int) -> None:
        found = METADATA.fullmatch(line.strip())
        try:
            if found is None:
                raise ValueError
            key = json.loads(found[1]) if found[1].startswith('"') else found[1]
            value = json.loads(found[2])
        except ValueError:
            expected = 'one piece of metadata, such as {title: "Where to meet"}'
            raise BadFile(_place(line, number, len(line) - len(line.lstrip())), expected, line.strip()) from None
        if key in self.metadata:
            raise BadFile(_place(line, number, 0), "every key of the metadata once", key)
        self.metadata[key] = value

    def _declaration(self, line: str, number: int) -> None:
        start = re.match(r"\s*=?\s*", line)
        at = start.end() if start else 0
        token, at = self._name(line, number, at)
        colon = re.compile(r"\s*:\s*").match(line, at)
        if colon is None:
            expected = '":" after the token of an option, or a line such as 3:a>b with the number of ballots first'
            raise BadFile(_place(line, number, at), expected, _rest(line, at))
        name, after = self._name(line, number, colon.end())
        if not END.match(line, after):
            raise BadFile(_place(line, number, after), "the end of the line", _rest(line, after))
        if token in self.tokens or name in self.names:
            raise BadFile(_place(line, number, at), "every option declared once, before the ballots", name)
        self.tokens[token] = self._new(name, line, number, at)
        self.declared = True

    def _new(self, name: str, line: str, number: int, at: int) -> int:
        if len(self.options) == MOST_OPTIONS:
            raise BadFile(_place(line, number, at), f"at most {MOST_OPTIONS} options", name)
        self.names[name] = len(self.options)
        self.options.append(name)
        return self.names[name]

    def _name(self, line: str, number: int, at: int) -> tuple[str, int]:
        """A bare, bracketed or quoted name, and where it ends."""
        found = NAME.match(line, at)
        if found is None:
            expected = "an option: letters and digits, or its name in [square brackets]"
            raise BadFile(_place(line, number, at), expected, _rest(line, at))
        if found[2] is None:
            name = (found[1] or found[3]).strip()
        else:
            try:
                name = json.loads(found[0])
            except ValueError:
                raise BadFile(_place(line, number, at), "a name in double quotes", found[0]) from None
        if not name.strip():
            raise BadFile(_place(line, number, at), "a name that is not empty", found[0])
        return name, found.end()

    def _ballots(self, line: str, number: int, found: re.Match[str]) -> None:
        count = int(found[1])
        if not count:
            raise BadFile(_place(line, number, found.start(1)), "a number of ballots of at least 1", found[1])
        body = line[found.end() :]
        ranking = self.seen.get(body)
        if ranking is None:
            ranking = self.seen[body] = self._simple(body) or self._preferences(line, number, found.end())
        self.box[ranking] = self.box.get(ranking, 0) + count

    def _simple(self, body: str) -> Ranking | None:
        """Known tokens in strict order, the usual line; None for any other."""
        try:
            line = [self.tokens[token] for token in body.strip().split(">")]
        except KeyError:
            return None
        return tuple([(option,) for option in line]) if len(set(line)) == len(line) else None

    def _preferences(self, line: str, number: int, at: int) -> Ranking:
        if END.match(line, at):
            return ()
        items: list[tuple[int, int | None]] = []
        ranks: list[list[int]] = [[]]
        separators: set[str] = set()
        at += len(line[at:]) - len(line[at:].lstrip())
        while True:
            option, after = self._option(line, number, at)
            if any(option == earlier for earlier, _ in items):
                raise BadFile(_place(line, number, at), "every option once on a ballot", self.options[option])
            score = SCORE.match(line, after)
            items.append((option, int(score[1]) if score else None))
            ranks[-1].append(option)
            after = score.end() if score else after
            separator = SEPARATOR.match(line, after)
            if separator is None:
                break
            separators.add(separator[1])
            if separator[1] == ">":
                ranks.append([])
            at = separator.end()
        if not END.match(line, after):
            after += len(line[after:]) - len(line[after:].lstrip())
            raise BadFile(_place(line, number, after), '">", "=", "," or the end of the line', _rest(line, after))
        ordered = tuple(tuple(sorted(rank)) for rank in ranks)
        return (
            self._scored(line, number, items, ordered, separators) if any(s is not None for _, s in items) else ordered
        )

    def _option(self, line: str, number: int, at: int) -> tuple[int, int]:
        bracketed = line[at : at + 1] in ("[", '"')
        name, after = self._name(line, number, at)
        for known in (self.names, self.tokens) if bracketed else (self.tokens, self.names):
            if name in known:
                return known[name], after
        if self.declared and not bracketed:
            raise BadFile(_place(line, number, at), "one of the declared options", name)
        self.tokens[name] = self._new(name, line, number, at)
        return self.tokens[name], after

    def _scored(
        self, line: str, number: int, items: list[tuple[int, int | None]], written: Ranking, separators: set[str]
    ) -> Ranking:
        """The ranking by scores, which must be the one that > and = give."""
        levels: dict[int, list[int]] = {}
        for option, score in items:
            if score is None:
                raise BadFile(
                    f"line {number}, column 1", "a score for every option of a ballot, or for none", line.strip()
                )
            levels.setdefault(score, []).append(option)
        by_score = tuple(_rank(levels[score]) for score in sorted(levels, reverse=True))
        if separators - {","} and by_score != written:
            raise BadFile(f"line {number}, column 1", 'scores that agree with ">" and "="', line.strip())
        return by_score


def _rank(options: list[int]) -> Rank:
    return tuple(sorted(options))


def _place(line: str, number: int, at: int) -> str:
    return f"line {number}, column {min(at, len(line)) + 1}"


def _rest(line: str, at: int) -> str:
    return line[at:].strip() or "the end of the line"
