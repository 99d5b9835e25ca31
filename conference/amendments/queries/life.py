"""The life-line of an amendment: every step with who took it, when, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from conference.amendments.faults import FAULTS
from conference.amendments.groups.rules import FOLLOWED
from conference.amendments.models import Amendment, Step
from conference.amendments.queries.lists import people_of
from conference.amendments.rules import READY
from conference.amendments.views import LifeStep, Mover
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, in_language
from conference.core.words import Sentence


async def life(reader: Actor, amendment: Amendment, language: str) -> tuple[LifeStep, ...]:
    """The steps, oldest first."""
    steps = await Step.filter(amendment_id=amendment.id).order_by("id")
    names = await people_of(reader, language, [each.account_id for each in steps if each.account_id is not None])
    return tuple(_step(each, names, language) for each in steps)


def _step(step: Step, names: Mapping[int, Mover], language: str) -> LifeStep:
    why = step.why
    words = why.get("words")
    words = words if isinstance(words, dict) else {}
    return LifeStep(
        verb=step.verb, now=step.now, by=names.get(step.account_id or 0), at=step.at, reason=_reason(why),
        words=in_language(words, language),
        words_lang=next((each for each in (language, *LANGUAGES) if words.get(each)), language),
        cause=str(why.get("by") or ", ".join(_names(why))),
    )  # fmt: skip


def _reason(why: Mapping[str, Any]) -> Sentence | None:
    """The ready reason of a return, what a new text did to it, or what could not be shown."""
    given = str(why.get("reason"))
    said = READY.get(given) or FOLLOWED.get(given) or FAULTS.get(str(why.get("fault")))
    return Sentence(said) if said else None


def _names(why: Mapping[str, Any]) -> Sequence[str]:
    named = why.get("members")
    return [str(each) for each in named] if isinstance(named, list) else []
