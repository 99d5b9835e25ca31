"""A text whose paragraphs are in several languages: each is translated from its own, and what is already in the
reader's language, or in one that no engine here knows, stays as it was written.

Its route lists the ways of its paragraphs with `+` between them; a way of one language stands for what stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from conference.core.languages import LANGUAGES
from conference.runtime import markup
from conference.translation.engines import Outcome, Router, Segment, Status
from conference.translation.engines.router import NOBODY
from conference.translation.glossary import Glossary
from conference.translation.tongues import looking

AND: Final = "+"


class Mixed(Protocol):
    """What is looked at of an original."""

    @property
    def unit(self) -> int: ...

    @property
    def language(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def tongues(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that follow each other, in one language. All parts of a text together are the text."""

    language: str
    text: str


def parts(source: Mixed) -> list[Part]:
    """The text cut where the language changes."""
    lines, tongues = source.text.split("\n"), looking.read(source.tongues)
    starts = [first for first, _ in markup.paragraphs(source.text)]
    found: list[tuple[str, int]] = []
    for start, tongue in zip(starts, (*tongues, *[""] * len(starts)), strict=False):
        language = tongue or source.language
        if not found or found[-1][0] != language:
            found.append((language, start if found else 0))
    if not found:
        return [Part(source.language, source.text)]
    ends = [start for _, start in found[1:]] + [len(lines)]
    cut = ["\n".join(lines[start:end]) for (_, start), end in zip(found, ends, strict=True)]
    whole = [f"{text}\n" for text in cut[:-1]] + cut[-1:]
    return [Part(language, text) for (language, _), text in zip(found, whole, strict=True)]


async def translate(
    router: Router, source: Mixed, target: str, *, glossary: Glossary, deadline: float, stays_here: bool
) -> Outcome:
    """One outcome for the whole: a text only where every part of it has one."""
    every = parts(source)
    made: dict[int, Outcome] = {}
    for language in dict.fromkeys(part.language for part in every):
        some = [at for at, part in enumerate(every) if part.language == language]
        if stays(language, target):
            made |= {at: Outcome(str(at), every[at].text, Status.OK, route=(language,)) for at in some}
            continue
        segments = [Segment(str(at), every[at].text) for at in some]
        outcomes = await router.translate(
            segments, language, target, glossary=glossary, deadline=deadline, stays_here=stays_here
        )
        made |= dict(zip(some, outcomes, strict=True))
    return _together(str(source.unit), [made[at] for at in range(len(every))])


def stays(language: str, target: str) -> bool:
    """Whether a paragraph of this language is left as it was written."""
    return language == target or language not in LANGUAGES


def html(source: Mixed, text: str) -> str:
    """A translation as HTML, with the language of each paragraph that nobody here translates."""
    tongues = looking.read(source.tongues)
    if not tongues or len(markup.paragraphs(text)) != len(markup.paragraphs(source.text)):
        return markup.render(text)
    return markup.render(text, ["" if each in LANGUAGES else each for each in tongues])


def _together(unit: str, outcomes: Sequence[Outcome]) -> Outcome:
    failed = [each for each in outcomes if each.text is None]
    if all(each.text is not None and not each.engine for each in outcomes):
        return Outcome(unit, None, Status.REFUSED, flags=(NOBODY,))  # every paragraph stays as it was written
    flags = _each_once([flag for each in failed or outcomes for flag in each.flags])
    if failed:
        refused = any(each.status is Status.REFUSED for each in failed)
        waits = [each.retry_after for each in failed if each.retry_after is not None]
        status = Status.REFUSED if refused else Status.FAILED
        return Outcome(unit, None, status, flags=flags, retry_after=max(waits, default=None))
    partial = any(each.status is Status.PARTIAL for each in outcomes)
    engines = _each_once([name for each in outcomes for name in each.engine.split(AND) if name])
    return Outcome(
        unit,
        "".join(each.text or "" for each in outcomes),
        Status.PARTIAL if partial else Status.OK,
        AND.join(engines),
        next((each.version for each in outcomes if each.version), ""),
        _route(outcomes),
        "\n".join(each.middle for each in outcomes if each.middle) or None,
        _each_once([word for each in outcomes for word in each.unknown]),
        flags,
        next((each.glossary for each in outcomes if each.glossary), ""),
    )


def _route(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    ways = list(dict.fromkeys(each.route for each in outcomes if each.route))
    return tuple([step for at, way in enumerate(ways) for step in ((AND, *way) if at else way)])


def _each_once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
