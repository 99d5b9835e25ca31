"""A text as the paragraphs that an engine gets, and the frame around them: Markdown's marks, empty lines, code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(
    r"(?P<before>\s*(?:(?:>|#{1,6}|[-*+]|\d{1,9}[.)])\s+)*)(?P<body>.*?)(?P<after>\s*)", re.DOTALL
)
_FENCE: Final = re.compile(r"\s*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Pieces:
    """`frame` has one text more than `bodies`: what stands before, between and after them."""

    frame: tuple[str, ...]
    bodies: tuple[str, ...]

    def joined(self, bodies: Sequence[str]) -> str:
        """The text with other bodies in the same frame."""
        rest = (part for pair in zip(bodies, self.frame[1:], strict=True) for part in pair)
        return "".join((self.frame[0], *rest))


def cut(text: str) -> Pieces:
    """Cut a text into its lines' bodies. What says nothing, and code between fences, stays in the frame."""
    frame, bodies, fenced = [""], [], False
    for line in text.splitlines(keepends=True):
        fence = _FENCE.match(line) is not None
        parts = _LINE.fullmatch(line)
        if parts is None or fenced or fence or not re.search(r"[^\W\d_]", parts["body"]):
            frame[-1] += line
        else:
            frame[-1] += parts["before"]
            bodies.append(parts["body"])
            frame.append(parts["after"])
        fenced ^= fence
    return Pieces(tuple(frame), tuple(bodies))
