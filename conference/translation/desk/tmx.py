"""TMX 1.4: the memory of a conference out to other programs, and memories of other programs in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from conference.core.languages import TAGS, language_of
from conference.core.words import N_
from conference.translation.desk import inline
from conference.translation.desk.xliff import mark
from conference.translation.desk.xml import BadFile, attribute, escaped, parse

MEDIA_TYPE: Final = "application/x-tmx+xml"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ID: Final = re.compile(r"u([0-9]{1,9})\.([0-9a-f]{16})")
_CODE: Final = "x-conference-character"
_INLINE: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that say the same. `unit`: the house's own, with what tells its source from another; 0 for others'."""

    source: str
    target: str
    unit: int = 0
    source_mark: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a file holds for two languages, and how many of its units lack one of them or cannot be read."""

    pairs: tuple[Pair, ...]
    without: int


def write(pairs: Iterable[Pair], source: str, target: str, version: str) -> bytes:
    """A memory from one language into another."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'<header creationtool="Conference" creationtoolversion="{attribute(version)}" segtype="block" '
        f'o-tmf="Conference" adminlang="en" srclang="{TAGS[source]}" datatype="plaintext"/>',
        "<body>",
        *(_unit(each, source, target) for each in pairs),
        "</body>",
        "</tmx>",
        "",
    ]
    return "\n".join(lines).encode()


def _unit(pair: Pair, source: str, target: str) -> str:
    key = f' tuid="u{pair.unit}.{mark(pair.source)}"' if pair.unit else ""
    texts = ((source, pair.source), (target, pair.target))
    variants = "".join(f'<tuv xml:lang="{TAGS[each]}"><seg>{_text(text)}</seg></tuv>' for each, text in texts)
    return f"<tu{key}>{variants}</tu>"


def _text(text: str) -> str:
    """TMX knows no code for a character that XML cannot hold: it travels as a placeholder of its own kind."""
    found = inline.codes(text)
    return inline.written(found, escaped, lambda run: escaped(run.text), lambda code: f'<ph type="{_CODE}">{code}</ph>')


def read(data: bytes, source: str, target: str) -> Memory:
    """The pairs of a file in these two languages, whatever else it holds. Raises `BadFile`."""
    root = parse(data)
    if root.tag != "tmx":
        raise BadFile("no-tmx", N_("This is not a TMX file. Please save it as TMX 1.4."))
    found, without = [], 0
    for unit in root.iter("tu"):
        try:
            texts = {
                language_of(each.get(_LANG) or each.get("lang") or ""): _seg(each.find("seg"))
                for each in unit.iter("tuv")
            }
        except ValueError:
            texts = {}
        here, there = texts.get(source, "").strip(), texts.get(target, "").strip()
        if not here or not there:
            without += 1
            continue
        named = _ID.fullmatch(unit.get("tuid", ""))
        found.append(Pair(here, there, int(named[1]) if named else 0, named[2] if named else ""))
    return Memory(tuple(found), without)


def _seg(element: Element | None) -> str:
    """The words of a segment, without the marks of the program that it comes from. Raises `ValueError`."""
    if element is None:
        return ""
    text = element.text or ""
    for child in element:
        if child.tag == "ph" and child.get("type") == _CODE:
            text += inline.of_code(child.text or "")
        elif child.tag == "hi":
            text += _seg(child)
        elif child.tag not in _INLINE:
            raise ValueError("no such mark")
        text += child.tail or ""
    return text
