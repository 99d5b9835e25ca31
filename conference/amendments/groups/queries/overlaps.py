"""Amendments that wait for a person: one with its three texts, and all that wait for this reader."""

from collections.abc import Mapping

from conference.amendments import policy as amendments
from conference.amendments.groups import policy
from conference.amendments.groups.models import Anchoring
from conference.amendments.groups.views import OverlapView, Side, Waiting
from conference.amendments.queries import rows
from conference.amendments.queries.lists import people_of
from conference.amendments.rules import OPEN, cause_number
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES, in_language
from conference.core.roles import audiences_of
from conference.runtime.aside import aside
from conference.text.anchoring import Standing
from conference.text.bounds import is_large
from conference.text.diff import diff

_OPEN = [each.value for each in OPEN]


async def waits_for_words(reader: Actor, number: int) -> bool:
    """Whether somebody has to say first how this amendment should read now."""
    amendment = await rows.row(reader, number)
    overlaps = Anchoring.filter(amendment_id=amendment.id, standing=Standing.OVERLAP.value, answer="")
    return amendment.state in OPEN and await overlaps.exists()


async def waiting_for(actor: Actor, language: str) -> tuple[Waiting, ...]:
    """The overlaps that this person can settle, the oldest first: her own, and for the drafting committee all."""
    if not actor.signed_in or not actor.may("settle-overlap"):
        return ()
    found = Anchoring.filter(
        standing=Standing.OVERLAP.value, answer="", amendment__state__in=_OPEN,
        amendment__plank__audience__in=audiences_of(actor.roles),
    )  # fmt: skip
    if not actor.may("compose-amendment"):
        found = found.filter(amendment__mover_id=actor.id)
    return tuple(
        Waiting(
            each.amendment.number, each.amendment.plank.number, in_language(each.amendment.plank.titles, language),
            each.block, each.at, each.amendment.mover_id == actor.id,
        )
        for each in await found.select_related("amendment__plank").order_by("id")
    )  # fmt: skip


async def overlap(reader: Actor, number: int, language: str) -> OverlapView:
    """The three texts of an amendment that waits. Raises `Absent` where none does."""
    amendment = await rows.row(reader, number)
    kept = Anchoring.filter(amendment_id=amendment.id, standing=Standing.OVERLAP.value, answer="")
    found = await kept.order_by("-id").first() if amendment.state in OPEN else None
    if found is None:
        raise Absent
    texts = {each: found.texts[each] for each in (language, *LANGUAGES) if isinstance(found.texts.get(each), dict)}
    large = is_large(*(text for each in texts.values() for text in each.values()))
    sides = await aside(_sides, texts) if large else _sides(texts)
    mover = (await people_of(reader, language, [amendment.mover_id]))[amendment.mover_id]
    return OverlapView(
        key=found.id, number=number, plank_number=amendment.plank.number,
        plank_title=in_language(amendment.plank.titles, language), block=found.block, kind=amendment.kind, mover=mover,
        by=found.cause if cause_number(found.cause) is not None else "", came_from=found.came_from,
        version=found.version, at=found.at, sides=sides,
        confirm=policy.may_settle_overlap(reader, amendment, True),
        withdraw=amendments.may_withdraw(reader, amendment),
    )  # fmt: skip


def _sides(texts: Mapping[str, Mapping[str, str]]) -> tuple[Side, ...]:
    return tuple(
        Side(
            lang, each["base"], each["theirs"], each["now"], diff(each["base"], each["theirs"]),
            diff(each["base"], each["now"]), each["start"],
        )
        for lang, each in texts.items()
    )  # fmt: skip
