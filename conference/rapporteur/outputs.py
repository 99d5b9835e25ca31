"""A note to take away: as Markdown in one language, and as plain values in all, with the debate in figures."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from conference.core.actor import Actor
from conference.core.languages import TAGS
from conference.core.words import N_, Sentence
from conference.debate.rules import CLAIMS
from conference.planks import queries as planks
from conference.rapporteur import figures, queries
from conference.rapporteur.figures import Frame
from conference.rapporteur.rules import Side
from conference.rapporteur.views import NoteView, PersonView, PointView, PostLink
from conference.resolutions.formats.markdown import literal
from conference.runtime.i18n import say
from conference.translation.queries import Reading
from conference.translation.rules import Origin

SIDES: Final = {Side.FOR: N_("Points for"), Side.AGAINST: N_("Points against"), Side.OPEN: N_("Open questions")}
GONE: Final = N_("this post is no longer there")
_HUMAN: Final = N_("translated by a person; original language: %(language)s")
_MACHINE: Final = N_("rough machine translation, checked by nobody; original language: %(language)s")
_NONE: Final = N_("No note has been presented on this plank yet.")


def markdown(view: NoteView, frame: Frame, language: str, origin: str) -> str:
    """The note and the frame. A point's own Markdown stays inside its list."""
    return "\n\n".join(_written(view, frame, language, f"{origin}/{language}")) + "\n"


def _written(view: NoteView, frame: Frame, language: str, base: str) -> Iterator[str]:
    yield f"<!-- {TAGS[language]} -->"
    title = Sentence(N_("Summary of the debate on plank %(number)s: %(title)s"),
                     {"number": view.plank_number, "title": view.title})  # fmt: skip
    yield f"# {literal(say(title))}"
    if view.version is None:
        yield literal(say(_NONE))
    else:
        params = {
            "version": view.version.number,
            "person": _named(view.version.by),
            "moment": view.version.presented_at,
        }
        yield literal(say(Sentence(N_("Version %(version)s, presented by %(person)s on %(moment)s."), params)))
    for side, points in view.sides:
        if points:
            yield f"## {say(SIDES[side])}"
            yield "\n".join(_point(each, language, base) for each in points)
    standing = [each for each in view.objections if each.state == "standing"]
    if standing:
        yield f"## {say(N_('Objections that are not answered yet'))}"
        yield "\n".join(f"- {literal(_named(each.by))}:{_indented(each.reason.text)}" for each in standing)
    yield f"## {say(N_('The debate in figures'))}"
    yield "\n".join(f"- {literal(say(each))}" for each in sentences(frame))
    yield f"<{base}/planks/{view.plank_number}/note>"


def _point(point: PointView, language: str, base: str) -> str:
    lines = [f"-{_indented(point.reading.text)}"]
    about = _origin(point.reading, language)
    if about is not None:
        lines.append(f"  *({literal(say(about))})*")
    links = "; ".join(_link(each, base) for each in point.posts)
    return "\n".join([*lines, f"\n  {links}"] if links else lines)


def _indented(text: str) -> str:
    return " " + "\n".join(f"  {line}".rstrip() for line in text.strip().splitlines()).strip()


def _origin(reading: Reading, language: str) -> Sentence | None:
    """What is to be known of a text that is not in its author's words; and of one in another language than asked."""
    if reading.language == reading.original_language:
        return None if reading.language == language else Sentence(N_("not translated yet"))
    words = _MACHINE if reading.origin == Origin.MACHINE else _HUMAN
    return Sentence(words, {"language": Sentence(_OWN[reading.original_language])})


_OWN: Final = {"en": N_("English"), "fr": N_("French"), "es": N_("Spanish")}


def _link(post: PostLink, base: str) -> str:
    words = say(where(post))
    by = say(post.name) if post.name else ""
    parts = [each for each in (by, post.delegation, say(CLAIMS[post.claim][1]) if post.claim else "") if each]
    if not post.is_standing:
        parts = [say(GONE)]
    return f"[{literal(words)}](<{base}/posts/{post.id}>)" + (f" ({literal(', '.join(parts))})" if parts else "")


def where(post: PostLink) -> Sentence:
    """A post by its number and its place."""
    kind, _, which = post.place.partition(":")
    if kind == "block":
        return Sentence(N_("post %(number)s on paragraph %(block)s"),
                        {"number": post.number, "block": which.removeprefix("p")})  # fmt: skip
    if kind == "amendment":
        return Sentence(N_("post %(number)s on amendment %(code)s"), {"number": post.number, "code": f"A{which}"})
    return Sentence(N_("post %(number)s on the whole plank"), {"number": post.number})


def _named(person: PersonView) -> str:
    return ", ".join(each for each in (say(person.name), person.delegation) if each)


def sentences(frame: Frame) -> list[Sentence]:
    """The frame in whole sentences."""
    if not frame.posts:
        return [Sentence(N_("Nobody has spoken in this debate yet."))]
    found = [Sentence(N_("Posts: %(posts)s. Words: %(words)s."), {"posts": frame.posts, "words": frame.words})]
    if frame.few:
        found.append(Sentence(N_("Fewer than five people spoke by name.")))
    else:
        found.append(Sentence(N_("People who spoke by name: %(number)s."), {"number": frame.speakers}))
    if frame.voices:
        params = {"voices": frame.voices, "words": frame.voice_words}
        found.append(Sentence(_VOICES, params))
    if frame.concentration:
        share = frame.concentration
        params = {"few": share.few, "all": share.speakers, "percent": share.percent}
        found.append(Sentence(CONCENTRATION_ONE if share.few == 1 else CONCENTRATION, params))
    if frame.silent:
        found.append(
            Sentence(N_("Of these delegations nobody has spoken by name: %(names)s."), {"names": frame.silent})
        )
    assert frame.first is not None and frame.last is not None, "where there are posts there is a first one"  # noqa: PT018
    found.append(Sentence(N_("The first of these posts is of %(first)s, the last of %(last)s."),
                          {"first": frame.first, "last": frame.last}))  # fmt: skip
    return found


_VOICES: Final = N_("Voices (pseudonyms): %(voices)s, with %(words)s words in all. They belong to no delegation here.")
CONCENTRATION: Final = N_(
    "%(few)s of the %(all)s who spoke wrote %(percent)s%% of the words: it takes at least that many to reach half."
)
CONCENTRATION_ONE: Final = N_("One of the %(all)s who spoke wrote %(percent)s%% of the words.")


async def plain(reader: Actor, number: int, language: str) -> dict[str, Any]:
    """The note as values: every text in all languages in which a person wrote it, with where it comes from."""
    view = await queries.note(reader, number, language)
    texts = await queries.in_all_languages(reader, number) if view.version else {}
    frame = await figures.frame(reader, await planks.visible(reader, number), language)
    return {
        "plank": view.plank_number,
        "title": view.title,
        "version": view.version.number if view.version else None,
        "presented_at": view.version.presented_at.isoformat() if view.version else None,
        "rapporteurs": [_plain_person(each) for each in view.rapporteurs],
        "points": [_plain_point(each, texts.get(each.key, {})) for each in view.points],
        "posts_since": view.since,
        "objections": [
            {
                "version": each.version,
                "kind": each.kind,
                "state": each.state,
                "by": _plain_person(each.by),
                "reason": each.reason.text,
                "language": each.reason.language,
                "answer": each.answer.text if each.answer else None,
                "raised_at": each.raised_at.isoformat(),
            }
            for each in view.objections
        ],
        "frame": _plain_frame(frame),
    }


def _plain_person(person: PersonView) -> dict[str, Any]:
    return {"name": say(person.name), "delegation": person.delegation or None}


def _plain_point(point: PointView, texts: dict[str, Reading]) -> dict[str, Any]:
    return {
        "key": point.key,
        "side": point.side,
        "block": point.block or None,
        "original_language": point.reading.original_language,
        "texts": {
            spoken: {"text": each.text, "origin": each.origin, "current": each.current}
            for spoken, each in texts.items()
        },
        "posts": [
            {
                "id": each.id,
                "number": each.number,
                "place": each.place,
                "state": each.state,
                "claim": each.claim or None,
                "author": say(each.name) if each.name else None,
                "delegation": each.delegation or None,
            }
            for each in point.posts
        ],
    }


def _plain_frame(frame: Frame) -> dict[str, Any]:
    told = asdict(frame)
    told["speakers"] = None if frame.few else frame.speakers
    del told["few"]
    return {name: each.isoformat() if isinstance(each, datetime) else each for name, each in told.items()}
