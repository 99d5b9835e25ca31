"""Markdown to blocks and back: headings, paragraphs and items, each with plain words.

What CommonMark would show as emphasis, links or HTML stays the characters that were typed: blocks hold words, and
`write` escapes them, so that no program makes more of them. One pass over the lines, no recursion.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from conference.text.blocks import MAX_BLOCK_CHARS, MAX_BLOCKS, Block, Draft, Kind
from conference.text.words import LINE_ENDS, BadText, clean, tidy

VERSION: Final = 1
"""Raised whenever the same source would give other blocks than before."""

MAX_SOURCE_CHARS: Final = 2_000_000
"""Characters (code points) in one file."""
_LONGEST_LINE: Final = 2 * MAX_BLOCK_CHARS
"""Composing accents makes a text shorter, but not by half."""
MAX_DEPTH: Final = 6
"""Lists that an item may stand in besides its own; also the levels of headings that Markdown knows."""

_HEADING: Final = re.compile(r" {0,3}(?P<level>#{1,6})(?:[ \t]+(?P<text>.*)|)$")
_CLOSING: Final = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_UNDERLINE: Final = re.compile(r" {0,3}(?P<line>=+|-+)[ \t]*$")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,})$")
_MARKER: Final = re.compile(r"(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(?:(?P<gap>[ \t]{1,4})(?=\S)|[ \t]*$|[ \t]+)")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_TO_ESCAPE: Final = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)|[`*_\[\]<&~]")
_AT_START: Final = re.compile(r"(?P<number>\d{1,9}(?=[.)]))|(?=[#+\-=>|])")


def parse(source: str) -> tuple[Draft, ...]:
    """The blocks of one Markdown file, in order; what holds no words gives no block.

    Lists nest as their indents say; a paragraph or a heading ends every list; a line below another joins it. Items
    keep whether they are numbered, not their numbers. Raises `BadText`: text-too-long, list-too-deep,
    too-many-blocks, block-too-long, and as `words.clean` does.
    """
    if len(source) > MAX_SOURCE_CHARS:
        raise BadText("text-too-long", limit=MAX_SOURCE_CHARS)
    reader = _Reader()
    # Line by line and not at once: a long step of the standard library would keep every other thread waiting.
    for line in LINE_ENDS.split(source):
        if len(line) > _LONGEST_LINE:
            raise BadText("block-too-long", limit=MAX_BLOCK_CHARS)
        reader.read(clean(line))
    reader.close()
    if len(reader.found) > MAX_BLOCKS:
        raise BadText("too-many-blocks", limit=MAX_BLOCKS)
    return tuple(nested(reader.found))


class _Reader:
    """The lines read so far: blocks found, the one still open, and the indents of the lists that it stands in."""

    __slots__ = ("found", "lists", "open", "parts", "size")

    def __init__(self) -> None:
        self.found: list[Draft] = []
        self.lists: list[int] = []
        self.open: Draft | None = None
        self.parts: list[str] = []
        self.size = 0

    def read(self, line: str) -> None:
        body = line.lstrip(" \t")
        line = line[: len(line) - len(body)].expandtabs(4) + body
        if not body:
            self.close()
        elif heading := _HEADING.match(line):
            self._start(Draft(Kind.HEADING, "", len(heading["level"]) - 1), _CLOSING.sub("", heading["text"] or ""))
            self.close()
        elif self._in(Kind.PARAGRAPH) and (under := _UNDERLINE.match(line)):
            self.open = Draft(Kind.HEADING, "", 0 if under["line"][0] == "=" else 1)
            self.close()
        elif _RULE.match(line):
            self.close()
            self.lists.clear()
        elif (marker := _MARKER.match(body)) and self._may_begin(marker):
            self._items(body, len(line) - len(body))
        elif self.open:
            self._go_on(body)
        else:
            self._start(Draft(Kind.PARAGRAPH, ""), body)

    def _in(self, kind: Kind) -> bool:
        return self.open is not None and self.open.kind is kind

    def _may_begin(self, marker: re.Match[str]) -> bool:
        """A line that begins with a year and a dot goes on with its paragraph, unless a list stands there."""
        return not self._in(Kind.PARAGRAPH) or (marker["number"] in (None, "1") and marker.end() < len(marker.string))

    def _items(self, body: str, indent: int) -> None:
        """The item that a line begins, or several of them in one another (`- - words`)."""
        while marker := _MARKER.match(body):
            while self.lists and indent < self.lists[-1]:
                self.lists.pop()
            depth = len(self.lists)
            if depth > MAX_DEPTH:
                raise BadText("list-too-deep", limit=MAX_DEPTH)
            step = marker.end() if marker["gap"] else marker.end("mark") + 1
            indent, body = indent + step, body[marker.end() :]
            self.lists.append(indent)
            self._start(Draft(Kind.ITEM, "", depth, marker["number"] is not None), "")
        self._go_on(body)

    def _go_on(self, body: str) -> None:
        self.parts.append(body)
        self.size += len(body)
        if self.size > _LONGEST_LINE:
            raise BadText("block-too-long", limit=MAX_BLOCK_CHARS)

    def _start(self, draft: Draft, body: str) -> None:
        self.close()
        if draft.kind is not Kind.ITEM:
            self.lists.clear()
        self.open, self.parts, self.size = draft, [body], len(body)

    def close(self) -> None:
        """End the open block, if it holds any words."""
        if self.open is not None:
            text = tidy(_ESCAPED.sub(r"\1", "\n".join(self.parts)))
            if len(text) > MAX_BLOCK_CHARS:
                raise BadText("block-too-long", limit=MAX_BLOCK_CHARS)
            if text:
                self.found.append(Draft(self.open.kind, text, self.open.depth, self.open.ordered))
        self.open, self.parts = None, []


def nested(blocks: Iterable[Draft]) -> Iterator[Draft]:
    """The same blocks, where every item stands at most one list deeper than the item it belongs to."""
    above: list[int] = []
    for block in blocks:
        if block.kind is not Kind.ITEM:
            above.clear()
            yield block
            continue
        while above and above[-1] >= block.depth:
            above.pop()
        yield Draft(block.kind, block.text, len(above), block.ordered)
        above.append(block.depth)


def write(blocks: Sequence[Draft | Block]) -> str:
    """Markdown of the blocks, one line each, numbered anew; `parse` gives the same blocks back.

    Every character that Markdown might take for a sign is escaped: shown by any program, the words are the blocks'
    words and never HTML. Items are nested as `nested` says.
    """
    lines: list[str] = []
    numbers: list[int] = []
    before: Kind | None = None
    for block in nested(Draft(each.kind, each.text, each.depth, each.ordered) for each in blocks):
        if lines and not (before is block.kind is Kind.ITEM):
            lines.append("")
        if block.kind is not Kind.ITEM:
            numbers.clear()
        lines.append(_line(block, numbers))
        before = block.kind
    return "".join(f"{line}\n" for line in lines)


def _line(block: Draft, numbers: list[int]) -> str:
    """One block as a line; `numbers` holds the last number given in each list that it stands in, and is kept up."""
    text = _TO_ESCAPE.sub(r"\\\g<0>", block.text)
    if block.kind is Kind.HEADING:
        return "#" * (min(block.depth, MAX_DEPTH - 1) + 1) + " " + re.sub(r"#(?=#*$)", r"\#", text)
    if _AT_START.match(text):
        text = _AT_START.sub(lambda found: f"{found['number'] or ''}\\", text, count=1)
    if block.kind is Kind.PARAGRAPH:
        return text
    del numbers[block.depth + 1 :]
    numbers += [0] * (block.depth + 1 - len(numbers))
    numbers[block.depth] = numbers[block.depth] + 1 if block.ordered else 0
    # Five columns a level, as wide as “500. ”: then a nested item stands within its item for every reader.
    return " " * (5 * block.depth) + (f"{numbers[block.depth]}. " if block.ordered else "- ") + text
