"""`/me/notices`: what is new for somebody, and how she wants letters; the links that letters hold."""

from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.words import N_, Sentence
from conference.mailing import commands, letters, queries, sending, zones
from conference.mailing.commands import Wanted
from conference.mailing.rules import WORDS, About, Kind, Rhythm
from conference.people import rules as people
from conference.runtime import i18n
from conference.web import errors, forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

PAGE = "mailing/notices.html"
STOP = "mailing/stop.html"
ABOUT = {
    About.ANSWERS: N_("Answers to my posts, quotations of them, and posts that name me; what becomes of my amendments"),
    About.FOLLOWING: N_("What I follow: planks, debates, people"),
    About.TURN: N_("My turn: ballots to cast and everything else that waits for me"),
    About.RESULTS: N_("Results of votes, and published resolutions"),
}
ICONS = {
    Kind.POST: "message-square", Kind.AMENDMENT: "pencil-line", Kind.VOTE: "vote", Kind.PLANK: "file-text",
    Kind.RESOLUTION: "scroll-text", Kind.TURN: "circle-dot",
}  # fmt: skip
render.notices(
    **{
        "notices-chosen": N_("Your letters will come as you chose."),
        "notices-confirm": N_(
            "Your choice is saved. A letter with a link is on its way: nothing else comes before you open it."
        ),
        "notices-ended": N_("You get no more letters."),
        "notices-confirmed": N_("Your address is confirmed. Letters will come as you chose."),
    }
)  # fmt: skip


async def notices(request: Request) -> Response:
    return await render.page(request, PAGE, problems={}, **await _around(request))


async def _around(request: Request, form: Form | None = None) -> dict[str, Any]:
    language = str(request.scope["state"]["language"])
    own = await queries.own(request.user, language)
    return {
        "own": own,
        "typed": form.typed | {"about": form.several("about", tuple(About))} if form else _kept(own),
        "rhythms": [(each.value, Sentence(words)) for each, words in WORDS.items()],
        "abouts": [(each.value, Sentence(words)) for each, words in ABOUT.items()],
        "zones": zones.named(language),
        "days": zones.weekdays(language),
        "icons": ICONS,
        "next": _next(own),
    }


def _next(own: queries.Own) -> tuple[str, str] | None:
    """The day and the hour of her next letter, as her clock shows them."""
    if own.next_at is None or own.choice is None:
        return None
    moment = queries.here(own.next_at, own.choice.zone)
    return i18n.day(moment.date()), i18n.hour(moment)


def _kept(own: queries.Own) -> dict[str, Any]:
    """What the form shows at first: her choice, or a modest one that is not yet made."""
    kept = own.choice
    if kept is None:
        about = (About.ANSWERS, About.TURN)
        return {"rhythm": "off", "address": own.address, "about": about, "hour": 18, "weekday": 4,
                "zone": "America/Toronto", "words": ""}  # fmt: skip
    return {
        "rhythm": kept.rhythm, "address": own.address, "about": tuple(kept.about.split()), "hour": kept.hour,
        "weekday": kept.weekday, "zone": kept.zone, "words": "yes" if kept.words else "no",
    }  # fmt: skip


async def choose(request: Request) -> Response:
    form = await forms.read(request)
    try:
        wanted = _wanted(form)
        token = await commands.choose(request.user, wanted)
    except Invalid as problem:
        return await errors.again(request, problem, PAGE, **await _around(request, form))
    if wanted.rhythm is Rhythm.OFF:
        return render.go(request, "/me/notices", notice="notices-ended")
    answer = render.go(request, "/me/notices", notice="notices-confirm" if token else "notices-chosen")
    if token:
        settings, language = request.app.state.settings, (request.user.understands or ("en",))[0]
        letter = letters.confirmation(settings, people.normal_email(wanted.address), language, token)
        answer.background = BackgroundTask(sending.try_to_send, settings, letter)
    return answer


def _wanted(form: Form) -> Wanted:
    """Who wants no letters need not fill in the rest."""
    rhythm = form.choice("rhythm", tuple(each.value for each in Rhythm))
    if rhythm == Rhythm.OFF:
        return Wanted(Rhythm.OFF, "", ())
    address, zone = form.text("address", longest=254), form.choice("zone", zones.NAMES)
    hour = form.number("hour", least=0, most=23, default=18)
    weekday = form.number("weekday", least=0, most=6, default=4)
    about = form.several("about", tuple(About))
    if not about:
        form.problem("about", N_("Please choose at least one thing that letters are about."))
    form.done()
    return Wanted(Rhythm(rhythm), address, about, hour, weekday, zone, form.typed.get("words") == "yes")


async def confirmation(request: Request) -> Response:
    """Opening the link changes nothing yet: mail programs open links by themselves."""
    return await render.page(request, "mailing/confirm.html", token=request.path_params["token"])


async def confirm(request: Request) -> Response:
    await commands.confirm(request.path_params["token"])
    return render.go(request, "/me/notices" if request.user.signed_in else "/", notice="notices-confirmed")


async def ending(request: Request) -> Response:
    """Nor does this: a person presses the button, a mail program sends its own form."""
    return await render.page(request, STOP, token=request.path_params["token"], ended=False)


async def end(request: Request) -> Response:
    """The same answer whether anybody has this word or not."""
    await commands.end(request.path_params["token"])
    return await render.page(request, STOP, token="", ended=True)


routes: list[BaseRoute] = [
    get("/me/notices", notices, may="keep-own-account"),
    post("/me/notices", choose, may="keep-own-account"),
    get("/notices/confirm/{token}", confirmation),
    post("/notices/confirm/{token}", confirm, may="read-public"),
    get("/notices/stop/{token}", ending),
    post("/notices/stop/{token}", end, may="read-public", one_click=True),
]
