"""The HTML of a thread: each post written once by its template and kept, what depends on the viewer put in apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

from conference.core.languages import OWN_NAMES, TAGS
from conference.core.words import N_
from conference.debate.queries import PostView, Sight, ThreadPage
from conference.debate.rules import State
from conference.runtime import i18n
from conference.web import render

KEPT_AT_MOST = 5_000
_SPLIT = "<!--viewer-->"
_kept: dict[tuple[object, ...], tuple[str, str]] = {}
_GONE = {
    State.WITHDRAWN: N_("The author has withdrawn this post."),
    State.REMOVED: N_("The chair has removed this post."),
}
_ORIGINS = {"original": "author"}
_ANY_URL = "/the-original"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The finished list of a sight: each entry, what stands around its post, and all of them joined."""

    levels: tuple[tuple[str, str], ...]
    entries: tuple[str, ...]
    joined: Markup


_sheets: WeakKeyDictionary[Sight, dict[bool, _Sheet]] = WeakKeyDictionary()


def shown(page: ThreadPage, language: str) -> Markup:
    """The posts of a page as a list of two levels: first posts, and under each all that it led to.

    It is written once for everybody who sees the page alike; only her own posts are put in for whoever wrote some.
    """
    links = _Links(bool(page.may_speak), language)
    if page.sight is None:
        return _joined([_entry(*each, links, language) for each in zip(page.posts, _levels(page.posts), strict=True)])
    sheet = _sheet(page.sight, links, language)
    if not page.own:
        return sheet.joined
    entries = list(sheet.entries)
    for place in page.own:
        entries[place] = _entry(page.posts[place], sheet.levels[place], links, language)
    return _joined(entries)


def _sheet(sight: Sight, links: "_Links", language: str) -> _Sheet:
    """The list for those who wrote nothing on the page, by what they may do; gone with the sight itself."""
    sheets = _sheets.setdefault(sight, {})
    if links.speaks not in sheets:
        levels = _levels(sight.posts)
        entries = [_entry(*each, links, language) for each in zip(sight.posts, levels, strict=True)]
        sheets[links.speaks] = _Sheet(levels, tuple(entries), _joined(entries))
    return sheets[links.speaks]


def renewed(posts: Sequence[PostView], language: str, *, speaks: bool) -> Markup:
    """Posts that changed, each to take the place of the one on the page."""
    links = _Links(speaks, language)
    pieces = []
    for post in posts:
        before, after = _fragment(post, language)
        target = f'<hx-partial hx-target="#post-{post.number}" hx-swap="outerMorph">'
        pieces.append(f"{target}{before}{links.of(post)}{after}</hx-partial>")
    return Markup("".join(pieces))  # noqa: S704 -- made of templates' output and escaped words


def _joined(entries: Sequence[str]) -> Markup:
    return Markup(f'<ol class="thread">{"".join(entries)}</ol>')  # noqa: S704 -- templates' output and escaped words


def _entry(post: PostView, level: tuple[str, str], links: "_Links", language: str) -> str:
    before, after = _fragment(post, language)
    return f"{level[0]}{before}{links.of(post)}{after}{level[1]}"


def _levels(posts: Sequence[PostView]) -> tuple[tuple[str, str], ...]:
    """What stands before and behind each post, so that replies lie in a list under the first post."""
    nested = [bool(post.depth and place) for place, post in enumerate(posts)]
    levels = []
    for this, last, following in zip(nested, [False, *nested], [*nested[1:], False], strict=False):
        before = '<ol class="thread"><li>' if this and not last else "<li>"
        after = "</li>" if this or not following else ""
        levels.append((before, f"{after}</ol></li>" if this and not following else after))
    return tuple(levels)


class _Links:
    """What the viewer may do with a post; every word is fetched once a page."""

    def __init__(self, speaks: bool, language: str) -> None:
        self.base = f"/{language}/posts/"
        self.speaks = speaks
        self.reply, self.edit = escape(i18n.say(N_("Reply"))), escape(i18n.say(N_("Edit or withdraw")))
        self.remove = escape(i18n.say(N_("Remove this post")))
        self.which = str(escape(i18n.gettext("post %(number)s")))

    def of(self, post: PostView) -> str:
        if post.state != State.STANDING:
            return ""
        found = []
        if self.speaks:
            found.append(self._link(post, "/reply", self.reply))
        if post.may_edit:
            found.append(self._link(post, "/edit", self.edit))
        elif post.may_withdraw:
            found.append(self._link(post, "#withdraw", self.remove))
        return f'<div class="post-actions">{"".join(found)}</div>' if found else ""

    def _link(self, post: PostView, path: str, word: str) -> str:
        which = self.which % {"number": post.number}
        return (
            f'<a class="button button-quiet button-small" href="{self.base}{post.id}{path}">{word}'
            f'<span class="sr-only"> ({which})</span></a>'
        )


def _fragment(post: PostView, language: str) -> tuple[str, str]:
    """One post before and after the place of the viewer's links."""
    key = (
        post.id, language, post.lang, post.edition, post.state, post.author, post.delegation, post.translator,
        post.edited_at,
    )  # fmt: skip
    found = _kept.get(key)
    if found is None:
        write = render.macro("debate/post.html", "post")
        before, _, after = str(write(_item(post, language))).rpartition(_SPLIT)
        found = (before, after)
        if len(_kept) >= KEPT_AT_MOST:
            _kept.pop(next(iter(_kept)))
        _kept[key] = found
    return found


@dataclass(frozen=True, slots=True)
class Item:
    """A post as its template writes it: every value finished, in the page's language."""

    number: int
    url: str
    by: str
    delegation: str
    iso: str
    moment: str
    html: Markup
    gone: str
    lang: str
    parent_number: int | None
    parent_url: str
    edited: str
    origin: Markup


def _item(post: PostView, language: str) -> Item:
    url = f"/{language}/posts/{post.id}"
    return Item(
        number=post.number,
        url=url,
        by=post.author,
        delegation=post.delegation,
        iso=post.created_at.isoformat(timespec="seconds"),
        moment=i18n.moment(post.created_at),
        html=Markup(post.html),  # noqa: S704 -- made by runtime.markup when it was written
        gone=i18n.say(_GONE[State(post.state)]) if post.state in _GONE else "",
        lang=TAGS[post.lang],
        parent_number=post.reply_to,
        parent_url=f"/{language}/posts/{post.parent}",
        edited=i18n.moment(post.edited_at) if post.edited_at else "",
        origin=_origin(post, language, f"{url}?original=1" if post.lang != post.original_lang else ""),
    )


def _origin(post: PostView, language: str, url: str) -> Markup:
    line = _origin_line(
        language, _ORIGINS.get(post.origin, post.origin), post.original_lang, post.translator or "",
        _ANY_URL if url else "", not post.current,
    )  # fmt: skip
    return Markup(line.replace(_ANY_URL, url))  # noqa: S704 -- a template's output, and an address of ours


@lru_cache(1_000)
def _origin_line(_language: str, kind: str, original: str, translator: str, url: str, outdated: bool) -> Markup:
    """Where a text comes from, said in the page's language: the same for many posts but for the link."""
    write = render.macro("parts/ui.html", "origin_line")
    return write(kind, (TAGS[original], OWN_NAMES[original]), translator, url, outdated)


render.environment().globals.update(thread_posts=shown, renewed_posts=renewed)
