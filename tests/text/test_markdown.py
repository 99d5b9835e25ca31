"""Markdown to blocks and back: structure kept, words kept, nothing ever HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conference.text.blocks import MAX_BLOCK_CHARS, MAX_BLOCKS, Draft, Kind
from conference.text.markdown import MAX_DEPTH, MAX_SOURCE_CHARS, nested, parse, write
from conference.text.words import BadText, tidy

from .prose import calm, scripts

PLANK = """\
# Time is ours #

Members are asked first.
No overtime is worked while
others are laid off.

Demands
-------
1. Shorter hours
   for all
2. Full pay
   - without loss
     of pensions
   - from day one

3) A fund
* yearly

In the plants of
1965. Nobody was asked.
- So they struck.
"""


def shapes(source):
    marks = {Kind.HEADING: "h", Kind.PARAGRAPH: "p", Kind.ITEM: "i"}
    return [(f"{marks[each.kind]}{each.depth}{'#' * each.ordered}", each.text) for each in parse(source)]


def test_a_file_becomes_its_blocks():
    assert shapes(PLANK) == [
        ("h0", "Time is ours"),
        ("p0", "Members are asked first. No overtime is worked while others are laid off."),
        ("h1", "Demands"),
        ("i0#", "Shorter hours for all"),
        ("i0#", "Full pay"),
        ("i1", "without loss of pensions"),
        ("i1", "from day one"),
        ("i0#", "A fund"),
        ("i0", "yearly"),
        ("p0", "In the plants of 1965. Nobody was asked."),
        ("i0", "So they struck."),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("\n \n***\n- \n#\n", []),
        ("- - deep", [("i0", "deep")]),
        ("- a\n\n  still a\n- b", [("i0", "a"), ("p0", "still a"), ("i0", "b")]),
        ("-\n  - a\n  - b", [("i0", "a"), ("i0", "b")]),
        ("- a\n      - b\n    - c\n- d", [("i0", "a"), ("i1", "b"), ("i1", "c"), ("i0", "d")]),
        ("-\ta\n\t- b", [("i0", "a"), ("i1", "b")]),
        ("#no heading\n####### nor this", [("p0", "#no heading ####### nor this")]),
        ("\\# a \\* b \\c\\", [("p0", "# a * b \\c\\")]),
        ("a\r\nb\rc", [("p0", "a b c")]),
        ("-5 °C, **not** <b>bold</b>", [("p0", "-5 °C, **not** <b>bold</b>")]),
    ],
)
def test_odd_sources(source, expected):
    assert shapes(source) == expected


def test_written_markdown_is_what_one_would_write():
    assert write(parse(PLANK)).splitlines()[4:11] == [
        "## Demands",
        "",
        "1. Shorter hours for all",
        "2. Full pay",
        "     - without loss of pensions",
        "     - from day one",
        "3. A fund",
    ]


marks = st.text(alphabet="#-+*_=>|~`\\<&[]()!.1aB \t\n\u00a0", max_size=40)
lines = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "  ", "     ", "\t"]),
    st.sampled_from(["", "- ", "1. ", "# ", "> "]),
    marks | scripts,
)
sources = st.lists(lines, max_size=8).map("\n".join)


@calm
@given(sources)
def test_blocks_survive_being_written_and_read(source):
    try:
        blocks = parse(source)
    except BadText:
        return
    assert parse(write(blocks)) == blocks
    assert all(block.text == tidy(block.text) for block in blocks)


drafts = st.lists(
    st.builds(Draft, st.just(Kind.ITEM), marks | scripts, st.integers(0, 5), st.booleans())
    | st.builds(Draft, st.just(Kind.HEADING), marks | scripts, st.integers(0, 5))
    | st.builds(Draft, st.just(Kind.PARAGRAPH), marks | scripts),
    max_size=8,
)


@calm
@given(drafts)
def test_whatever_stands_in_blocks_is_read_back(found):
    clean = [Draft(each.kind, tidy(each.text), each.depth, each.ordered) for each in found]
    clean = [each for each in clean if each.text]
    assert parse(write(clean)) == tuple(nested(clean))


@calm
@given(drafts)
def test_no_other_reader_makes_html_of_the_words(found):
    clean = [each for draft in found if (each := Draft(draft.kind, tidy(draft.text), draft.depth, draft.ordered)).text]
    shown = MarkdownIt("commonmark", {"html": True}).parse(write(clean))
    inline = [each for token in shown for each in token.children or ()]
    assert {each.type for each in inline} <= {"text", "text_special"}
    assert not any(token.type in {"html_block", "code_block", "fence", "blockquote_open", "hr"} for token in shown)
    said = ["".join(each.content for each in token.children or ()) for token in shown if token.type == "inline"]
    assert [text.strip() for text in said] == [each.text.strip(" \t\n") for each in clean]


def test_hostile_input_stays_words():
    source = "<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n- <img src=x onerror=alert(1)>"
    html = MarkdownIt("commonmark", {"html": True}).render(write(parse(source)))
    assert set(re.findall("<(/?[a-z]+)", html)) == {"p", "/p", "ul", "/ul", "li", "/li"}
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("\n".join("  " * depth + "- a" for depth in range(10_000)), "text-too-long"),
        ("\n".join("  " * depth + "- a" for depth in range(1_000)), "list-too-deep"),
        ("- " * 10_000 + "a", "list-too-deep"),
        ("1. " * 10_000 + "a", "list-too-deep"),
        ("> " * 10_000 + "a", "block-too-long"),
        ("a" * (MAX_BLOCK_CHARS + 1), "block-too-long"),
        ("a\n\n" * (MAX_BLOCKS + 1), "too-many-blocks"),
        ("a" * (MAX_SOURCE_CHARS + 1), "text-too-long"),
        ("- a\0", "nul"),
    ],
)
def test_what_no_plank_holds_is_refused(source, code):
    with pytest.raises(BadText) as refused:
        parse(source)
    assert refused.value.code == code


def test_the_deepest_list_is_taken():
    source = "\n".join("  " * depth + "- a" for depth in range(MAX_DEPTH + 1))
    assert [each.depth for each in parse(source)] == list(range(MAX_DEPTH + 1))
    assert parse(write(parse(source))) == parse(source)
