"""Apertium's stream: a text made safe for it, and its answer read back, with the marks it puts on words.

The signs of the stream (`^ $ [ ] { } / \\`) are escaped. Signs that are marks in an answer (`* @ # < > ~`) would come
back indistinguishable from marks; they travel as signs for private use, which no stage knows and all let pass.
"""

import re
from dataclasses import dataclass
from typing import Final

from conference.translation.glossary.overlay import PRIVATE

_MARKS: Final = "*@#<>~"
_FIRST_PRIVATE: Final = 0xE000
_TRAVELS: Final = {sign: chr(_FIRST_PRIVATE + at) for at, sign in enumerate(_MARKS)}
_OUT: Final = str.maketrans(
    {
        **_TRAVELS,
        **dict.fromkeys((*_TRAVELS.values(), PRIVATE), "�"),
        **{sign: "\\" + sign for sign in "^$[]{}/\\"},
        "’": "'",
        "\0": " ",
    }
)
_BACK: Final = str.maketrans({private: sign for sign, private in _TRAVELS.items()})
_ENDS: Final = ".?!:;…。"
_MARK: Final = re.compile(rf"[*@#]+(?P<word>[^\W_](?:[\w-]*\w)?)?(?:{PRIVATE}\d+)?(?:<[^<>]*>)*|{PRIVATE}\d+|~")


@dataclass(frozen=True, slots=True)
class Answer:
    """A text without marks, the words that had one, and whether a mark stood for a word that did not come back."""

    text: str
    unknown: tuple[str, ...]
    lost: bool = False


def request(text: str, sentinel: str) -> str:
    """The text as the first stage reads it. A superblank closes it, and a full stop where it has none: without one the
    tagger reads the end as the middle of a sentence."""
    body = text.translate(_OUT)
    return f"{body}{'' if _is_ended(text) else '.'}[{sentinel}]"


def answer(raw: str, text: str, sentinel: str) -> Answer | None:
    """What the last stage wrote for `text`; None unless it is whole: the sentinel stands at its end, once, and what had
    words has words."""
    body, found, rest = raw.rstrip().rpartition(f"[{sentinel}]")
    if not found or rest or "[" in re.sub(r"\\.", "", body):
        return None
    plain = re.sub(r"\\(.)", r"\1", body, flags=re.DOTALL)
    if not _is_ended(text):
        plain = plain.rstrip().removesuffix(".")
    marks = [mark for mark in _MARK.finditer(plain) if mark[0][0] in "*@#"]
    unknown = tuple(dict.fromkeys(word for mark in marks if (word := mark["word"])))
    plain = _MARK.sub(lambda mark: mark["word"] or "", plain).translate(_BACK).strip()
    if bool(re.search(r"\w", text)) != bool(re.search(r"\w", plain)):
        return None
    if "  " not in text:
        plain = re.sub(" {2,}", " ", plain)  # a word that went elsewhere leaves its space behind
    return Answer(plain, unknown, any(not mark["word"] for mark in marks))


def _is_ended(text: str) -> bool:
    return text.rstrip().rstrip("»”\"')’ ").endswith(tuple(_ENDS))
