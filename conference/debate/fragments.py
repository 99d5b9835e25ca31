"""The HTML of a thread: each post written once by its template and kept, what depends on the viewer put in apart."""

from markupsafe import Markup, escape

from conference.core.languages import OWN_NAMES, TAGS
from conference.core.words import N_
from conference.debate.queries import PostView, ThreadPage
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


def shown(page: ThreadPage, language: str) -> Markup:
    """The posts of a page as a list of two levels: first posts, and under each all that it led to."""
    links = _Links(page, language)
    pieces = ['<ol class="thread">']
    state = "closed"
    for post in page.posts:
        before, after = _fragment(post, language)
        article = f"{before}{links.of(post)}{after}"
        if post.depth and state != "closed":
            pieces.append(f"<li>{article}</li>" if state == "nested" else f'<ol class="thread"><li>{article}</li>')
            state = "nested"
            continue
        pieces.append(_CLOSINGS[state] + f"<li>{article}")
        state = "open"
    pieces.append(_CLOSINGS[state] + "</ol>")
    return Markup("".join(pieces))  # noqa: S704 -- made of templates' output and escaped words


_CLOSINGS = {"closed": "", "open": "</li>", "nested": "</ol></li>"}


class _Links:
    """What the viewer may do with a post; every word is fetched once a page."""

    def __init__(self, page: ThreadPage, language: str) -> None:
        self.base = f"/{language}/posts/"
        self.speaks = bool(page.may_speak)
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
        before, _, after = render.write("debate/post.html", {"item": _item(post, language)}).rpartition(_SPLIT)
        found = (before, after)
        if len(_kept) >= KEPT_AT_MOST:
            _kept.pop(next(iter(_kept)))
        _kept[key] = found
    return found


def _item(post: PostView, language: str) -> dict[str, object]:
    """The post as `parts/post.html` wants it."""
    url = f"/{language}/posts/{post.id}"
    translated = post.lang != post.original_lang
    return {
        "id": f"post-{post.number}",
        "number": post.number,
        "url": url,
        "by": post.author,
        "delegation": post.delegation,
        "iso": post.created_at.isoformat(timespec="seconds"),
        "moment": i18n.moment(post.created_at),
        "html": Markup(post.html),  # noqa: S704 -- made by runtime.markup when it was written
        "gone": i18n.say(_GONE[State(post.state)]) if post.state in _GONE else "",
        "lang": TAGS[post.lang],
        "parent_number": post.reply_to,
        "parent_url": f"/{language}/posts/{post.parent}",
        "edited": post.edited_at,
        "origin": {
            "kind": _ORIGINS.get(post.origin, post.origin),
            "original": (TAGS[post.original_lang], OWN_NAMES[post.original_lang]),
            "translator": post.translator or "",
            "url": f"{url}?original=1" if translated else "",
            "outdated": not post.current,
        },
    }


render.environment().globals["thread_posts"] = shown
