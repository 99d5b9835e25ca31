"""PDF by typst: tagged, PDF/UA-1 and PDF/A-2a, the same bytes at each run. Texts go in as data, never as markup.

A whole resolution takes tens of milliseconds of a processor: callers leave the event loop for it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict

import typst

from conference.core.languages import TAGS
from conference.resolutions.formats.document import Document, Sheet
from conference.resolutions.formats.glyphs import drawable
from conference.runtime.assets import folder


def pdf(document: Document) -> bytes:
    """In one language a page to read; in several a sheet across, the languages side by side."""
    languages = document.languages
    data = {
        "languages": [{"key": each, "tag": TAGS[each]} for each in languages],
        **{name: dict(getattr(document, name)) for name in ("kicker", "titles", "facts")},
        "clauses": [asdict(each) for each in document.clauses],
        "annexes": [asdict(each) for each in document.annexes],
        "words": {each: dict(document.words[each]) for each in languages},
        "digest": document.digest,
        "address": document.address,
        "date": _date(document.moment.year, document.moment.month, document.moment.day),
    }
    return _typeset("edition" if len(languages) == 1 else "sides", data, document.moment.timestamp())


def sheet_pdf(sheet: Sheet) -> bytes:
    """The page to take home: set as large as it fits on one page."""
    data = asdict(sheet) | {"tag": TAGS[sheet.language]}
    data["date"] = _date(sheet.moment.year, sheet.moment.month, sheet.moment.day)
    del data["moment"]
    return _typeset("sheet", data, sheet.moment.timestamp())


def _date(year: int, month: int, day: int) -> Mapping[str, int]:
    return {"year": year, "month": month, "day": day}


def _typeset(template: str, data: Mapping[str, object], timestamp: float) -> bytes:
    try:
        return _compiled(template, data, timestamp)
    except typst.TypstError:
        return _compiled(template, drawable(data), timestamp)


def _compiled(template: str, data: Mapping[str, object], timestamp: float) -> bytes:
    source = folder("templates") / "typeset" / f"{template}.typ"
    made: bytes = typst.compile(
        source,
        root=source.parent,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(timestamp),
    )
    return made
