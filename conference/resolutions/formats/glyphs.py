"""Characters that no font of the typesetter has. An archive's PDF may hold none that cannot be drawn, and one of them
in one statement must not take the file from everybody: such a character is named by its number, `[U+1F600]`."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import typst

PLAIN: Final = re.compile(r"[\n\u0020-\u007e\u00a0-\u017f\u2013-\u2014\u2018-\u201d\u2026]*")
"""What the working languages are written with: nothing to look up."""
MOST: Final = 400
"""Distinct characters that are tried out for one document; beyond them they are named unseen."""
_PROBE: Final = """#set document(title: "probe")
#set text(font: "Libertinus Serif", lang: "en")
#let probe = json(bytes(sys.inputs.probe))
#probe #strong(probe)
"""


def drawable(data: Any) -> Any:
    """The same texts, each character without a glyph replaced by its number."""
    unusual = sorted({each for text in _texts(data) if not PLAIN.fullmatch(text) for each in PLAIN.sub("", text)})
    missing = {ord(each): _named(each) for at, each in enumerate(unusual) if at >= MOST or not _drawn(each)}
    return _translated(data, missing) if missing else data


def _named(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _texts(data: Any) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for each in data.values():
            yield from _texts(each)
    elif isinstance(data, Sequence):
        for each in data:
            yield from _texts(each)


def _translated(data: Any, missing: Mapping[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(missing)
    if isinstance(data, Mapping):
        return {name: _translated(each, missing) for name, each in data.items()}
    if isinstance(data, Sequence):
        return [_translated(each, missing) for each in data]
    return data


@lru_cache(10_000)
def _drawn(character: str) -> bool:
    """Whether the typesetter can draw it, found by setting it."""
    if 0xD800 <= ord(character) <= 0xDFFF:
        return False
    try:
        typst.compile(
            _PROBE.encode(), format="pdf", ignore_system_fonts=True, sys_inputs={"probe": json.dumps(f"a{character}")},
            pdf_standards=["ua-1", "a-2a"], timestamp=0,
        )  # fmt: skip
    except typst.TypstError:
        return False
    return True
