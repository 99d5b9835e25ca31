"""The HTML of a thread: each post written once by its template and kept, what depends on the viewer put in apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

from conference.core.languages import OWN_NAMES, TAGS
from conference.core.words import N_
from conference.debate.frames import Frame
from conference.debate.moderation.rules import GROUNDS
from conference.debate.queries import PostView, Sight, ThreadPage
from conference.debate.rules import CLAIMS, Asked, State
from conference.debate.strands import Cut
from conference.runtime import i18n
from conference.translation.engines.flags import sentence as flag_words
from conference.translation.rules import Origin
from conference.translation.terms.marks import Marker
from conference.web import render

KEPT_AT_MOST = 5_000
_SPLIT = "<!--viewer-->"
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([a-z_]+){_CLOSE}")
_kept: dict[tuple[object, ...], tuple[str, str]] = {}
_GONE = {
    State.WITHDRAWN: N_("The author has withdrawn this post."),
    State.REMOVED: N_("The chair has removed this post."),
}
_ORIGINS = {"original": "author"}
_ANY_URL, _ANY_ABOUT, _ANY_READING, _ANYBODY = "/the-original", "/about-the-text", "/the-reading", "\ue002"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The finished list of a sight: each entry, what stands around its post, and all of them joined."""

    levels: tuple[tuple[str, str], ...]
    entries: tuple[str, ...]
    joined: Markup


_sheets: WeakKeyDictionary[Sight, dict[tuple[bool, bool], _Sheet]] = WeakKeyDictionary()


def shown(page: ThreadPage, language: str) -> Markup:
    """The posts of a page as a list of two levels: first posts, and under each all that it led to.

    It is written once for everybody who sees the page alike; only her own posts are put in for whoever wrote some.
    """
    links = _Links(bool(page.may_speak), page.may_report, language)
    if page.sight is None:
        return Markup("")
    sheet = _sheet(page, page.sight, links, language)
    if not page.own:
        return sheet.joined
    entries = list(sheet.entries)
    for place in page.own:
        entries[place] = _entry(page.posts[place], sheet.levels[place], links, language)
    return _joined(entries)


def _sheet(page: ThreadPage, sight: Sight, links: "_Links", language: str) -> _Sheet:
    """The list for those who wrote nothing on the page, by what they may do; gone with the sight itself."""
    sheets = _sheets.setdefault(sight, {})
    rights = (links.speaks, links.reports)
    if rights not in sheets:
        levels = _levels(sight, _Rest(page.thread_id, language))
        entries = [_entry(*each, links, language) for each in zip(sight.posts, levels, strict=True)]
        sheets[rights] = _Sheet(levels, tuple(entries), _joined(entries))
    return sheets[rights]


def replies(page: ThreadPage, root: int, language: str) -> Markup:
    """Further replies under a first post as entries of its list, without the list."""
    assert page.sight is not None, "there are replies only where there is a thread"
    links, rest = _Links(bool(page.may_speak), page.may_report, language), _Rest(page.thread_id, language)
    pieces = [
        _entry(post, ("<li>", f"{rest.continued(post.id) if post.id in page.continued else ''}</li>"), links, language)
        for post in page.posts
    ]
    if root in page.cuts:
        pieces.append(rest.cut(root, page.cuts[root]))
    return Markup("".join(pieces))  # noqa: S704 -- templates' output and escaped words


def renewed(posts: Sequence[PostView], language: str, *, speaks: bool, reports: bool) -> Markup:
    """Posts that changed, each to take the place of the one on the page."""
    links = _Links(speaks, reports, language)
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


class _Rest:
    """Links to what a page leaves out."""

    def __init__(self, thread: int, language: str) -> None:
        self.base, self.threads = f"/{language}/posts/", f"/{language}/threads/{thread}/posts/"
        self.further = escape(i18n.gettext("Continue this thread"))

    def continued(self, post: int) -> str:
        return f'<p class="post-rest"><a href="{self.base}{post}">{self.further}</a></p>'

    def cut(self, root: int, cut: Cut) -> str:
        """Without scripts the link leads to the first post's own page; with them the replies come in its place."""
        words = escape(i18n.ngettext("%(n)s more reply", "%(n)s more replies", cut.more) % {"n": i18n.number(cut.more)})
        more = f"{self.threads}{root}/replies?after={cut.after}"
        attributes = f'hx-get="{more}" hx-target="closest li" hx-swap="outerHTML"'
        return f'<li class="post-rest"><a href="{self.base}{root}" {attributes}>{words}</a></li>'


def _levels(sight: Sight, rest: _Rest) -> tuple[tuple[str, str], ...]:
    """What stands before and behind each post, so that replies lie in a list under the first post."""
    nested = [bool(post.depth and place) and not sight.flat for place, post in enumerate(sight.posts)]
    levels, cut = [], ""
    for post, this, last, following in zip(sight.posts, nested, [False, *nested], [*nested[1:], False], strict=False):
        further = rest.continued(post.id) if post.id in sight.continued else ""
        cut = rest.cut(post.id, sight.cuts[post.id]) if post.id in sight.cuts else cut if this else ""
        before = '<ol class="thread"><li>' if this and not last else "<li>"
        after = f"{further}</li>" if this or not following else further
        levels.append((before, f"{after}{cut}</ol></li>" if this and not following else after))
    return tuple(levels)


class _Links:
    """What the viewer may do with a post; every word is fetched once a page."""

    def __init__(self, speaks: bool, reports: bool, language: str) -> None:
        self.base = f"/{language}/posts/"
        self.speaks, self.reports = speaks, reports
        self.quote = escape(i18n.say(N_("Quote")))
        self.reply, self.edit = escape(i18n.say(N_("Reply"))), escape(i18n.say(N_("Edit or withdraw")))
        self.hide, self.report = escape(i18n.say(N_("Hide"))), escape(i18n.say(N_("Report this")))
        self.hiding = escape(i18n.say(N_("About this hiding")))
        self.which = str(escape(i18n.gettext("post %(number)s")))

    def of(self, post: PostView) -> str:
        if post.state == State.HIDDEN:
            return f'<div class="post-actions">{self._link(post, "/hiding", self.hiding)}</div>'
        if post.state != State.STANDING:
            return ""
        found = []
        if self.speaks:
            found.append(self._link(post, "/reply", self.reply))
            found.append(self._link(post, "/reply?quote=1", self.quote))
        if post.may_edit:
            found.append(self._link(post, "/edit", self.edit))
        elif post.may_hide:
            found.append(self._link(post, "/hide", self.hide))
        elif self.reports:
            found.append(self._link(post, "/report", self.report))
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
        post.edited_at, post.answers_older, post.claim, post.marks.revision if post.marks else "",
        post.offered, hash(post.html),  # a quotation in it may be emptied, and filled again
    )  # fmt: skip
    found = _kept.get(key)
    if found is None:
        before, _, after = _written(post, language).rpartition(_SPLIT)
        found = (before, after)
        if len(_kept) >= KEPT_AT_MOST:
            _kept.pop(next(iter(_kept)))
        _kept[key] = found
    return found


class Item:
    """A post as its template writes it. Each value is a mark that stands for the finished one, where there is any: the
    template is written once for each shape of a post and each language, and a post's values are put in afterwards.
    """

    def __init__(self, shape: frozenset[str]) -> None:
        self._shape = shape

    def __getattr__(self, name: str) -> Markup:
        return Markup(f"{_OPEN}{name}{_CLOSE}") if name in self._shape else Markup("")  # noqa: S704 -- a mark


def _written(post: PostView, language: str) -> str:
    values = _values(post, language)
    pieces = list(_pieces(language, frozenset(name for name, value in values.items() if value)))
    pieces[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(500)
def _pieces(_language: str, shape: frozenset[str]) -> tuple[str, ...]:
    """The template's words, and between them the names of the values."""
    return tuple(_MARK.split(str(render.macro("debate/post.html", "post")(Item(shape)))))


def _values(post: PostView, language: str) -> dict[str, str]:
    """Every value as it is written, escaped; "" is none."""
    url = f"/{language}/posts/{post.id}"
    gone = _GONE.get(State(post.state))
    icon, claim = CLAIMS.get(post.claim, ("", ""))
    return {
        "number": str(post.number),
        "url": url,
        "by": escape(post.author),
        "delegation": escape(post.delegation),
        "iso": post.created_at.isoformat(timespec="seconds"),
        "moment": escape(i18n.moment(post.created_at)),
        "html": str(
            Marker(post.marks, language).html(post.html, post.lang)
        ),  # made by runtime.markup when it was written
        "gone": escape(i18n.say(gone)) if gone else "",
        "hidden": _hidden(post) if post.hidden else "",
        "lang": TAGS[post.lang],
        "parent_number": str(post.reply_to or ""),
        "parent_url": f"/{language}/posts/{post.parent}" if post.parent else "",
        "edited": escape(i18n.moment(post.edited_at)) if post.edited_at else "",
        "voice": "yes" if post.voice else "",
        "answers_older": "yes" if post.answers_older else "",
        "shown_again": "yes" if post.shown_again else "",
        "claim": escape(i18n.say(claim)),
        "claim_icon": icon,
        "origin": _origin(post, language),
    }


def _hidden(post: PostView) -> str:
    """Why a post is hidden, and what its author says to that."""
    return str(render.macro("debate/hidden.html", "hidden")(post.hidden, GROUNDS))


def origin(post: PostView, language: str) -> Markup:
    """Where the words of a post come from, for a page that shows them without the rest of the post."""
    return Markup(_origin(post, language)) if post.standing else Markup("")  # noqa: S704 -- a template's output


def _origin(post: PostView, language: str) -> str:
    foreign = post.lang != post.original_lang or post.origin == Origin.MACHINE
    url = f"/{language}/posts/{post.id}?original=1" if foreign else ""
    if post.origin == Origin.MACHINE:
        askable = post.lang != post.original_lang  # nobody translates a text into its own language
        line = _machine_line(language, post.route, post.flags, bool(post.translator), askable)
        line = line.replace(_ANYBODY, str(escape(post.translator or "")))
        return line.replace(_ANY_ABOUT, f"/{language}/texts/{post.unit}/{post.lang}").replace(_ANY_URL, url)
    translator = str(escape(post.translator)) if post.translator else ""
    line = _origin_line(
        language, _ORIGINS.get(post.origin, post.origin), post.original_lang, bool(translator), bool(url),
        not post.current, post.offered,
    )  # fmt: skip
    line = line.replace(_ANY_READING, f"/{language}/posts/{post.id}?translated=1#post-{post.number}")
    return line.replace(_ANYBODY, translator).replace(_ANY_URL, url)


@lru_cache(500)
def _origin_line(
    language: str, kind: str, original: str, translator: bool, url: bool, outdated: bool, offered: bool
) -> str:
    """Where a text comes from, said in the page's language: the same for many posts but for the name and the link."""
    write = render.macro("parts/ui.html", "origin_line")
    whose, where = _ANYBODY if translator else "", _ANY_URL if url else ""
    here = (_ANY_READING, (TAGS[language], OWN_NAMES[language])) if offered else ()
    return str(write(kind, (TAGS[original], OWN_NAMES[original]), whose, where, outdated, *here))


@lru_cache(500)
def _machine_line(
    _language: str, route: tuple[str, ...], flags: tuple[str, ...], translator: bool, askable: bool
) -> str:
    """What is to be known of a machine's translation, or of one from memory, in the page's language."""
    wrong = [i18n.say(words) for each in flags if (words := flag_words(each))]
    write = render.macro("translation/machine-line.html", "machine_line")
    return str(write(route, wrong, _ANY_URL, _ANY_ABOUT if askable else "", _ANYBODY if translator else ""))


def claims() -> list[tuple[str, str]]:
    """Every mark of a post with its word in the page's language, as the choices of a form."""
    return [(claim, i18n.say(word)) for claim, (_, word) in CLAIMS.items()]


_sortings: WeakKeyDictionary[Frame, dict[tuple[Asked, str], Markup]] = WeakKeyDictionary()


def sorting(frame: Frame, page: ThreadPage, language: str) -> Markup:
    """The form above a thread, written once for all who see it alike."""
    kept = _sortings.setdefault(frame, {})
    key = (page.asked.behind(""), page.place)
    if key not in kept:
        kept[key] = render.macro("debate/sorting.html", "sorting")(frame, page, language)
    return kept[key]


render.environment().globals.update(
    claims=claims, post_origin=origin, thread_posts=shown, renewed_posts=renewed, further_replies=replies,
    sorting_form=sorting,
)  # fmt: skip
