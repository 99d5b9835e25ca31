"""XLIFF 2.1 (OASIS): units of a conference out to a translator's own program, and what it makes of them back in.

A unit's id holds all that is asked at its return: which text, which revision, what its words were and what stood for
them; every program keeps ids as they are. Its segments are its paragraphs, the frame of marks between them travels as
`ignorable`, spans that stay as `ph` with their words in `originalData`, and what XML cannot hold as `cp`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from conference.core.canonical import digest
from conference.core.languages import TAGS, language_of
from conference.core.words import N_
from conference.translation.desk import inline, segments
from conference.translation.desk.inline import Run
from conference.translation.desk.xml import UNHOLDABLE, BadFile, attribute, escaped, parse
from conference.translation.engines import pieces

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
MEDIA_TYPE: Final = "application/xliff+xml"
MARK: Final = 16
"""Digits of a digest that stand in an id: more than enough to tell one text from another."""
_ID: Final = re.compile(r"u([0-9]{1,9})\.r([0-9]{1,9})\.([0-9a-f]{16})\.([0-9a-f]{16}|none)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A text as it goes out: what it is in the words of whoever asks (`note`), and what stands for it so far."""

    id: int
    revision: int
    source: str
    target: str = ""
    vouched: bool = False
    note: str = ""

    @property
    def key(self) -> str:
        return f"u{self.id}.r{self.revision}.{mark(self.source)}.{mark(self.target) if self.target else 'none'}"


@dataclass(frozen=True, slots=True)
class Returned:
    """A text as it comes back; `text` is none where the translator has written nothing. `whole`: every segment has a
    translation. `broken`: it cannot be read."""

    key: str
    id: int
    revision: int
    source_mark: str
    target_mark: str
    text: str | None
    whole: bool = True
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """What a file holds: its two languages, its units, and ids that are none of ours."""

    source: str
    target: str
    units: tuple[Returned, ...]
    strange: tuple[str, ...]


def mark(text: str) -> str:
    """What tells a text from another one."""
    return digest(text)[:MARK]


def write(units: Iterable[Unit], source: str, target: str, name: str, kept: Sequence[str] = ()) -> bytes:
    """A file with one unit for each text, from one language into another. `kept`: names that are never translated."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{CORE}" version="2.1" srcLang="{TAGS[source]}" trgLang="{TAGS[target]}">',
        f'<file id="f1" original="{attribute(name)}">',
        *(_unit(each, kept) for each in units),
        "</file>",
        "</xliff>",
        "",
    ]
    return "\n".join(lines).encode()


class _Spans:
    """The placeholders of one unit: data by their words, ids that are unique, a target's those of its source."""

    def __init__(self, kept: Sequence[str]) -> None:
        self._kept = kept
        self._data: dict[str, str] = {}
        self._last = 0

    def source(self, text: str) -> tuple[str, dict[str, list[int]]]:
        """A source as it is written, and the ids of its placeholders by their words."""
        ids: dict[str, list[int]] = {}

        def number(words: str) -> int:
            ids.setdefault(words, []).append(self._next())
            return self._last

        return self._written(text, number), ids

    def target(self, text: str, ids: dict[str, list[int]]) -> str:
        """Its translation: each placeholder is the one of the source with the same words, as long as there is one."""
        return self._written(text, lambda words: ids[words].pop(0) if ids.get(words) else self._next())

    def data(self) -> str:
        rows = (f'<data id="{key}" xml:space="preserve">{_codes(words)}</data>' for words, key in self._data.items())
        return f"<originalData>{''.join(rows)}</originalData>" if self._data else ""

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _written(self, text: str, number: Callable[[str], int]) -> str:
        def span(run: Run) -> str:
            key = self._data.setdefault(run.text, f"d{len(self._data) + 1}")
            shown = attribute(UNHOLDABLE.sub("", run.text))
            return f'<ph id="{number(run.text)}" dataRef="{key}" equiv="{shown}" canDelete="no"/>'

        return inline.written(inline.runs(text, self._kept), escaped, span, _cp)


def _unit(unit: Unit, kept: Sequence[str]) -> str:
    """Its paragraphs as segments in one frame; or all of it as one segment, where its translation has another frame."""
    cut, spans = pieces.cut(unit.source), _Spans(kept)
    targets = segments.bodies(unit.source, unit.target) if unit.target else ("",) * len(cut.bodies)
    state = "reviewed" if unit.vouched else "translated"
    parts = []
    if not cut.bodies or targets is None:
        parts.append(_segment(1, unit.source, unit.target, state, spans))
    else:
        for at, frame in enumerate(cut.frame):
            if frame:
                words = spans.source(frame)[0]
                parts.append(f'<ignorable id="i{at}"><source xml:space="preserve">{words}</source></ignorable>')
            if at < len(cut.bodies):
                parts.append(_segment(at + 1, cut.bodies[at], targets[at], state, spans))
    notes = f"<notes><note>{escaped(unit.note)}</note></notes>" if unit.note else ""
    return f'<unit id="{unit.key}" xml:space="preserve">{notes}{spans.data()}{"".join(parts)}</unit>'


def _segment(number: int, source: str, target: str, state: str, spans: _Spans) -> str:
    words, ids = spans.source(source)
    into = f'<target xml:space="preserve">{spans.target(target, ids)}</target>' if target else ""
    state = state if target else "initial"
    return f'<segment id="s{number}" state="{state}"><source xml:space="preserve">{words}</source>{into}</segment>'


def _cp(code: str) -> str:
    return f'<cp hex="{code}"/>'


def _codes(text: str) -> str:
    return inline.written(inline.codes(text), escaped, lambda run: escaped(run.text), _cp)


def read(data: bytes) -> Package:
    """What a translator's program has made of a file. Raises `BadFile`."""
    root = parse(data)
    if root.tag != f"{{{CORE}}}xliff":
        raise BadFile("no-xliff", N_("This is not an XLIFF 2 file. Please save it as XLIFF 2.0 or 2.1."))
    source, target = language_of(root.get("srcLang", "")), language_of(root.get("trgLang", ""))
    if source is None or target is None or source == target:
        raise BadFile(
            "wrong-languages", N_("The file has to name two different working languages, its source and its target.")
        )
    found, strange = [], []
    for unit in root.iter(f"{{{CORE}}}unit"):
        key = unit.get("id", "")
        named = _ID.fullmatch(key)
        if named is None:
            strange.append(key[:80])
        else:
            found.append(_returned(unit, key, named))
    return Package(source, target, tuple(found), tuple(strange))


def _returned(unit: Element, key: str, named: re.Match[str]) -> Returned:
    marks = int(named[1]), int(named[2]), named[3], named[4]
    try:
        spans = {each.get("id", ""): _read(each, {}) for each in unit.iter(f"{{{CORE}}}data")}
        parts, whole, anything = [], True, False
        for part in unit:
            kind = part.tag.removeprefix(f"{{{CORE}}}")
            if kind not in ("segment", "ignorable"):
                continue
            source, target = part.find(f"{{{CORE}}}source"), part.find(f"{{{CORE}}}target")
            text = _read(target, spans) if target is not None else ""
            if kind == "ignorable":
                parts.append(text or (_read(source, spans) if source is not None else ""))
                continue
            anything, whole = anything or bool(text.strip()), whole and bool(text.strip())
            parts.append(text)
    except ValueError:
        return Returned(key, *marks, None, broken=True)
    return Returned(key, *marks, "".join(parts) if anything else None, whole)


def _read(element: Element, spans: dict[str, str]) -> str:
    """The text of a source, a target or a datum. Raises `ValueError` for a placeholder that stands for nothing."""
    text = element.text or ""
    for child in element:
        kind = child.tag.removeprefix(f"{{{CORE}}}")
        if kind == "cp":
            text += inline.of_code(child.get("hex", ""))
        elif kind == "ph":
            if child.get("dataRef") not in spans:
                raise ValueError("no such data")
            text += spans[child.get("dataRef", "")]
        elif kind in ("pc", "mrk"):
            text += _read(child, spans)
        elif kind not in ("sc", "ec", "sm", "em"):
            raise ValueError("no such mark")
        text += child.tail or ""
    return text
