"""Markdown to safe HTML by an allow-list: no raw HTML, and no images, which would tell strangers who reads.

A *paragraph* is a block at the top of a text: a paragraph, a heading, a list, a quotation. Each may be in a language of
its own, which then stands at it in the HTML, for those who listen to it.
"""

import re
from collections.abc import Sequence
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from conference.core.languages import TAGS

VERSION = 1
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "br", "a", "del", "hr"}
_HEADING: Final = re.compile(r"<h[1-6]([^>]*)>(.*?)</h[1-6]>", re.DOTALL)
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable("image")


def render(text: str, tongues: Sequence[str] = ()) -> str:
    """The HTML of a post. Headings become bold paragraphs: a post never takes part in the page's outline. `tongues`:
    the language of each paragraph, "" where it is that of the whole."""
    environment: dict[str, object] = {}
    tokens = _markdown.parse(text, environment)
    for token, language in zip(_at_the_top(tokens), tongues, strict=False):
        if language:
            token.attrSet("lang", TAGS.get(language, language))
            token.attrSet("dir", "auto")
    html = str(_markdown.renderer.render(tokens, _markdown.options, environment))
    return nh3.clean(
        _HEADING.sub(r"<p\1><strong>\2</strong></p>", html),
        tags=_TAGS,
        attributes={"*": {"lang", "dir"}, "a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="nofollow ugc noreferrer noopener",
    )


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The lines of each paragraph of a text: the first one, and the one behind the last."""
    return [(token.map[0], token.map[1]) for token in _at_the_top(_markdown.parse(text)) if token.map]


def _at_the_top(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.level == 0 and token.nesting >= 0 and token.map]
