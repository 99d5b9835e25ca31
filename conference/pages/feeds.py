"""Atom (RFC 4287) and JSON Feed 1.1 of what happened, one of each a language. Pure: entries in, bytes out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree import ElementTree

from conference.core.languages import LANGUAGES, TAGS

ATOM: Final = "application/atom+xml; charset=utf-8"
JSON: Final = "application/feed+json; charset=utf-8"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened. `path` is the address without its language; `key` tells apart what shares an address;
    `tag`: the language of the summary, where it is another one than the feed's."""

    key: str
    title: str
    summary: str
    path: str
    at: datetime
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """`origin` is the server's own address, `name` the feed's without suffix (`/feed`), `entries` the newest first;
    `page`: the address of the page that it goes with, without its language."""

    title: str
    origin: str
    name: str
    language: str
    entries: Sequence[Entry]
    page: str = "/"

    def address(self, language: str, suffix: str) -> str:
        return f"{self.origin}/{language}{self.name}{suffix}"


def atom(feed: Feed) -> bytes:
    """The feed as Atom, with links to the same feed in the other languages."""
    ElementTree.register_namespace("", _NAMESPACE)
    root = _element(None, "feed", {"{http://www.w3.org/XML/1998/namespace}lang": TAGS[feed.language]})
    own = feed.address(feed.language, ".atom")
    _element(root, "id", text=own)
    _element(root, "title", text=feed.title)
    _element(root, "updated", text=_moment(feed))
    author = _element(root, "author")
    _element(author, "name", text=feed.title)
    _element(root, "link", {"rel": "self", "href": own, "type": "application/atom+xml"})
    _element(root, "link", {"rel": "alternate", "href": _page(feed), "type": "text/html"})
    for other in LANGUAGES:
        if other != feed.language:
            link = {"rel": "alternate", "href": feed.address(other, ".atom"), "type": "application/atom+xml"}
            _element(root, "link", link | {"hreflang": TAGS[other]})
    for each in feed.entries:
        entry = _element(root, "entry")
        address = _address(feed, each)
        _element(entry, "id", text=f"{address}#{each.key}")
        _element(entry, "title", text=each.title)
        _element(entry, "updated", text=each.at.isoformat())
        _element(entry, "link", {"rel": "alternate", "href": address, "hreflang": TAGS[feed.language]})
        tagged = {"{http://www.w3.org/XML/1998/namespace}lang": each.tag} if each.tag else None
        _element(entry, "summary", tagged, each.summary or each.title)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def as_json(feed: Feed) -> bytes:
    """The feed as JSON Feed."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "language": TAGS[feed.language],
        "home_page_url": _page(feed),
        "feed_url": feed.address(feed.language, ".json"),
        "items": [
            {
                "id": f"{_address(feed, each)}#{each.key}",
                "url": _address(feed, each),
                "title": each.title,
                "content_text": each.summary or each.title,
                "date_published": each.at.isoformat(),
                **({"language": each.tag} if each.tag else {}),
            }
            for each in feed.entries
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _page(feed: Feed) -> str:
    return f"{feed.origin}/{feed.language}{feed.page}"


def _address(feed: Feed, entry: Entry) -> str:
    return f"{feed.origin}/{feed.language}{entry.path}"


def _moment(feed: Feed) -> str:
    """When something last happened. A feed of nothing has never changed: the beginning of Unix time."""
    return feed.entries[0].at.isoformat() if feed.entries else "1970-01-01T00:00:00+00:00"


def _element(
    parent: ElementTree.Element | None, name: str, given: dict[str, str] | None = None, text: str = ""
) -> ElementTree.Element:
    tag = f"{{{_NAMESPACE}}}{name}"
    made = ElementTree.Element(tag, given or {}) if parent is None else ElementTree.SubElement(parent, tag, given or {})
    made.text = text or None
    return made
