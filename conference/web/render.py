"""Pages and their parts. A part is a block of its page's template, and the server lists which may be asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from conference.core.errors import Absent
from conference.core.languages import OWN_NAMES, TAGS, in_language
from conference.core.words import Sentence
from conference.runtime import i18n, journal
from conference.runtime.assets import asset, folder
from conference.runtime.settings import Settings
from conference.web.csrf import Token
from conference.web.referring import referring

NOTICE_COOKIE = "notice"


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows of the conference itself."""

    name: str
    demo: bool
    closed: bool = False


class _Template(Template):
    """A template that others import. At each import Jinja asks whether the importing page has names that the imported
    one lacks, and how it asks costs a tenth of a page; all our templates have the same, those of the environment."""

    def _get_default_module(self, _ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


@cache
def environment() -> Environment:
    """Synchronous Jinja: its async mode costs 40 % and our templates never wait."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or every page asks the disk whether its templates changed
    )
    made.template_class = _Template
    made.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        say=i18n.say, moment=i18n.moment, hour=i18n.hour, ago=i18n.ago, number=i18n.number,
        listed=i18n.listed, tag=lambda language: TAGS[language], own_name=lambda language: OWN_NAMES[language],
        safe_html=Markup,  # only for what runtime.markup made
        referring=referring,
    )  # fmt: skip
    made.globals.update(asset=asset, in_language=in_language, _=_translated)
    return made


def _translated(text: str, /, **values: Any) -> Markup:
    """`_("…")` in a template: the sentence with its values escaped. Jinja's own `_` does the same by two detours
    through the template's context, which together cost more than the rest of a post."""
    if not values:
        return _whole(i18n.language(), text)
    sentence = i18n.gettext(text)
    return Markup(sentence % {name: escape(value) for name, value in values.items()})  # noqa: S704 -- escaped


@cache
def _whole(_language: str, text: str) -> Markup:
    """A sentence without values: there are as many as templates write."""
    return Markup(i18n.gettext(text) % {})  # noqa: S704 -- our own words


async def page(
    request: Request,
    template: str,
    *,
    parts: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    status: int = 200,
    **context: Any,
) -> Response:
    """The whole page, or the one part that `?part=` asks for. Raises `Absent` for a part that is not listed."""
    wanted = request.query_params.get("part")
    if wanted is not None and wanted not in parts:
        raise Absent
    context |= await frame(request, topics=() if wanted else topics)
    return HTMLResponse(write(template, context, block=wanted), status)


def write(template: str, context: dict[str, Any], block: str | None = None) -> str:
    """The text of a template, or of one of its blocks."""
    found = environment().get_template(template)
    if block is None:
        return found.render(context)
    return "".join(found.blocks[block](found.new_context(context)))


@cache
def macro(template: str, name: str) -> Callable[..., Markup]:
    """One macro of a template as a function, for what is written many times over: it has no context to be made."""
    found: Callable[..., Markup] = getattr(environment().get_template(template).module, name)
    return found


async def frame(request: Request, topics: tuple[str, ...] = ()) -> dict[str, Any]:
    """The names that `base.html` and every page can count on."""
    language: str = request.scope["state"]["language"]
    settings: Settings = request.app.state.settings
    notice = request.cookies.get(NOTICE_COOKIE)
    return {
        "l": language,
        "lang_tag": TAGS[language],
        "actor": request.user,
        "here": here(request),
        "csrf": Token(request),
        "cursor": await journal.cursor() if topics else 0,
        "conference": Frame(in_language(settings.name, language), settings.demo),
        "topics": topics,
        "notice": NOTICES.get(notice or ""),
        "settings": settings,
    }


def here(request: Request) -> str:
    """This page's address without its language."""
    path = request.scope["path"]
    rest = path[3:] or "/"
    query = request.scope["query_string"].decode("latin-1")
    return f"{rest}?{query}" if query and "part=" not in query else rest


NOTICES: dict[str, "LazyNotice"] = {}


class LazyNotice:
    """A sentence that is translated when a page writes it."""

    def __init__(self, sentence: str) -> None:
        self.sentence = Sentence(sentence)

    def __str__(self) -> str:
        return i18n.say(self.sentence)


def notices(**sentences: str) -> None:
    """Register the short confirmations that a page may show after a step, by code."""
    NOTICES.update({code: LazyNotice(sentence) for code, sentence in sentences.items()})


def go(request: Request, path: str, notice: str = "") -> Response:
    """The answer to a step that was done: see the page (303), in the reader's language."""
    language = request.scope["state"]["language"]
    return noticed(RedirectResponse(f"/{language}{quote(path, safe='/?&=#%:')}", 303), notice)


def noticed(answer: Response, notice: str) -> Response:
    """The same answer, after which the next page shows this short confirmation."""
    if notice:
        answer.set_cookie(NOTICE_COOKIE, notice, max_age=15, httponly=True, samesite="lax")
    return answer


def notice_of(answer: Response) -> str:
    """The code of the confirmation that this answer gives along, or ""."""
    given = [value for value in answer.headers.getlist("set-cookie") if value.startswith(f"{NOTICE_COOKIE}=")]
    return given[-1].split("=", 1)[1].split(";")[0] if given else ""


def safe_next(request: Request, wanted: str) -> str:
    """A path of our own to go on to, or home: never another host's (`//evil`, `/\\evil`)."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or any(c in wanted for c in "\\\r\n\t\0"):
        return f"/{request.scope['state']['language']}/"
    return wanted
