"""What a standing in a new text does to the amendment's row, its words and its life-line."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.amendments.commands.records import settle, tell
from conference.amendments.groups.anchors import UPPER, Held
from conference.amendments.groups.models import Anchoring
from conference.amendments.groups.rules import Followed
from conference.amendments.models import Amendment
from conference.amendments.rules import OPEN, WHOLE, State, cause_number
from conference.core.actor import Actor
from conference.runtime import clock
from conference.text.anchoring import Anchored, Standing
from conference.text.bounds import version_mark
from conference.text.collisions import Proposal
from conference.translation import successors
from conference.translation.models import Text as Written
from conference.translation.models import Unit
from conference.translation.successors import Wording

OVERTAKEN = "overtaken"
Below = Callable[[Actor, Amendment, Mapping[str, str], str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class News:
    """The text that stands now: what brought it, its version, and for the wording of an amendment that one's block."""

    cause: str
    version: int
    block: str


async def apply(
    actor: Actor, amendment: Amendment, wanted: Proposal, held: Held, news: News, own: str, below: Below | None = None
) -> None:  # fmt: skip
    """One amendment as it stands now. `below`: what amends it is told of its new words."""
    found = held.found
    stands = found.standing in (Standing.CLEAN, Standing.MOVED)
    if amendment.state == State.LOST and not stands:
        return
    if stands:
        await _overtake(amendment)
        await _go_along(actor, amendment, wanted, found, news, own, below)
    elif found.standing is Standing.OVERLAP:
        await _wait(actor, amendment, held.sides, held.home, news)
    else:
        await _overtake(amendment)
        reason = Followed.PRESENT if found.standing is Standing.PRESENT else Followed.GONE
        why = _why(news, reason)
        await _keep(amendment, found.standing, amendment.block, news)
        await settle(actor, amendment, State.FALLEN, "amendment-fallen", why, why)


async def move_base(clean: Sequence[Amendment], version: int) -> None:
    """Their passages stand in this version as they did. A whole text keeps the version that it was written for, since
    it is carried over block by block when it is voted on."""
    ids = [each.id for each in clean if each.block != WHOLE]
    if ids:
        await Amendment.filter(id__in=ids).update(base=version)
        await Amendment.filter(parent_id__in=ids, state__in=[each.value for each in OPEN]).update(base=version)
    if clean:
        waits = Anchoring.filter(
            amendment_id__in=[each.id for each in clean], standing=Standing.OVERLAP.value, answer=""
        )
        await waits.update(answer=OVERTAKEN, answered_at=clock.now())


async def _go_along(
    actor: Actor, amendment: Amendment, wanted: Proposal, found: Anchored, news: News, own: str, below: Below | None
) -> None:
    assert found.proposal is not None, "what stands has a place"
    again, was, moved = amendment.state == State.LOST, amendment.state, found.proposal
    changed = dict(moved.texts) != dict(wanted.texts)
    if changed:
        amendment.text_id = await reworded(amendment, own, moved.texts)
    if moved.block != UPPER:
        amendment.block, amendment.kind = moved.block, _kind(amendment, moved)
    amendment.base = amendment.base if amendment.block == WHOLE else news.version
    if again:
        amendment.state, amendment.settled_at = State.ADMITTED, None
    await amendment.save(update_fields=["text_id", "block", "kind", "base", "state", "settled_at"])
    if found.standing is Standing.CLEAN and not again:
        return
    reason = Followed.FITS_AGAIN if again else Followed.MOVED
    why = _why(news, reason)
    await _keep(amendment, found.standing, amendment.block, news)
    await tell(amendment, "amendment-reanchored", actor, was, why, [why, dict(moved.texts)])
    await below_moves(amendment)
    if changed and below is not None:
        await below(actor, amendment, wanted.texts, news.cause)


async def below_moves(amendment: Amendment) -> None:
    """What amends an amendment stands in the same passage of the same version."""
    open_ones = Amendment.filter(parent_id=amendment.id, state__in=[each.value for each in OPEN])
    await open_ones.update(base=amendment.base, block=amendment.block)


def _kind(amendment: Amendment, moved: Proposal) -> str:
    """An insertion may stand on the other side of another block now; a title stays a title."""
    return moved.kind.value if moved.kind.value.startswith("insert") else amendment.kind


async def reworded(amendment: Amendment, own: str, texts: Mapping[str, str]) -> int:
    """Its words carried over: a text of its own, under the names of those who wrote the one before."""
    unit = await Unit.get(id=amendment.text_id)
    written = await Written.filter(unit_id=unit.id, revision=unit.revision)
    writers = {each.language: each.author_id for each in written}
    language = own if own in texts else next(iter(texts))
    wording = Wording(language, texts, writers.get(language), writers)
    return (await successors.succeed([unit.id], wording, unit.audience)).id


async def _wait(actor: Actor, amendment: Amendment, texts: Mapping[str, dict[str, str]], home: str, news: News) -> None:
    """It waits for a person; said once for the same three texts."""
    waits = await waiting(amendment)
    if waits is not None and waits.texts == texts:
        return
    await _overtake(amendment)
    await _keep(amendment, Standing.OVERLAP, amendment.block if home == UPPER else home, news, texts)
    why = _why(news, Followed.OVERLAP)
    await tell(amendment, "amendment-overlaps", actor, amendment.state, why, why)


async def waiting(amendment: Amendment) -> Anchoring | None:
    """The overlap for which an amendment waits."""
    found = Anchoring.filter(amendment_id=amendment.id, standing=Standing.OVERLAP.value, answer="")
    return await found.order_by("-id").first()


async def _overtake(amendment: Amendment) -> None:
    waits = Anchoring.filter(amendment_id=amendment.id, standing=Standing.OVERLAP.value, answer="")
    await waits.update(answer=OVERTAKEN, answered_at=clock.now())


async def _keep(
    amendment: Amendment, standing: Standing, block: str, news: News, texts: Mapping[str, Any] | None = None
) -> None:
    await Anchoring.create(
        amendment_id=amendment.id, came_from=amendment.base, version=news.version, standing=standing.value,
        block=block, cause=news.cause, texts=dict(texts or {}), engine=version_mark()[:200], at=clock.now(),
    )  # fmt: skip


def _why(news: News, reason: Followed) -> dict[str, Any]:
    why: dict[str, Any] = {"reason": reason.value, "version": news.version}
    return why | ({"by": news.cause} if cause_number(news.cause) is not None else {})
