"""What stands inside the words of a text and is not translated: links, names, numbers with units, the glossary's names;
and characters that XML cannot hold. Both travel as placeholders."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from conference.translation.desk.xml import UNHOLDABLE
from conference.translation.engines import protection

_TOKEN: Final = protection.TOKEN


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text: plain words, a span that stays (`number` from 1), or one character by its code."""

    text: str
    number: int = 0
    code: str = ""


def runs(text: str, kept: Sequence[str] = ()) -> list[Run]:
    """The text in stretches, which joined are the text."""
    shielded = protection.shield(text, kept)
    found: list[Run] = []
    at = 0
    for place in _TOKEN.finditer(shielded.text):
        found += codes(shielded.text[at : place.start()])
        found.append(Run(shielded.spans[int(place[1])], int(place[1]) + 1))
        at = place.end()
    return found + list(codes(shielded.text[at:]))


def codes(text: str) -> Iterator[Run]:
    """Plain words, and between them the characters that XML cannot hold."""
    at = 0
    for place in UNHOLDABLE.finditer(text):
        if place.start() > at:
            yield Run(text[at : place.start()])
        yield Run(place[0], code=f"{ord(place[0]):04X}")
        at = place.end()
    if at < len(text):
        yield Run(text[at:])


def written(
    found: Iterable[Run], plain: Callable[[str], str], span: Callable[[Run], str], code: Callable[[str], str]
) -> str:  # fmt: skip
    """The stretches as a kind of file writes each."""
    return "".join(code(each.code) if each.code else span(each) if each.number else plain(each.text) for each in found)


def of_code(code: str) -> str:
    """The character of a code. Raises `ValueError` for what is no character."""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
        raise ValueError("no code")
    return chr(int(code, 16))


def lost(source: str, target: str, kept: Sequence[str] = ()) -> tuple[str, ...]:
    """The spans of a source that its translation lacks."""
    spans = protection.shield(source, kept).spans
    return tuple(dict.fromkeys(each for each in spans if target.count(each) < min(spans.count(each), 1)))
