"""Where a value stands in a JSON text: line and column of a path such as `ballots[3].ranking[1]`."""

import json
import re

BLANK = re.compile(r"[ \t\n\r]*")
STEP = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")
DECODER = json.JSONDecoder()


def place(content: str, path: str) -> str | None:
    """`line 4, column 12`, of the value or of the nearest object or list around it; None where the text is no JSON."""
    at = _blank(content, 0)
    try:
        for key, number in STEP.findall(path):
            inside = _member(content, at, key) if key else _item(content, at, int(number))
            if inside is None:
                break
            at = inside
    except ValueError:
        return None
    line = content.count("\n", 0, at) + 1
    return f"line {line}, column {at - (content.rfind(chr(10), 0, at) + 1) + 1}"


def _blank(content: str, at: int) -> int:
    found = BLANK.match(content, at)
    return found.end() if found else at


def _member(content: str, at: int, key: str) -> int | None:
    if content[at : at + 1] != "{":
        return None
    at = _blank(content, at + 1)
    while content[at : at + 1] == '"':
        name, at = DECODER.raw_decode(content, at)
        at = _blank(content, _blank(content, at) + 1)  # past the colon
        if name == key:
            return at
        at = _next(content, at)
    return None


def _item(content: str, at: int, number: int) -> int | None:
    if content[at : at + 1] != "[":
        return None
    at = _blank(content, at + 1)
    for _ in range(number):
        at = _next(content, at)
    return None if content[at : at + 1] in ("]", "") else at


def _next(content: str, at: int) -> int:
    """The start of the next member or item, after the value at a place and its comma."""
    _, end = DECODER.raw_decode(content, at)
    end = _blank(content, end)
    return _blank(content, end + 1) if content[end : end + 1] == "," else end
