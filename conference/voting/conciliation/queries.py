"""Conciliations through the reader's eyes: who looks for a text, which one lies before them, who consents to it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.amendments import wordings
from conference.amendments.models import Amendment
from conference.amendments.rules import code, is_open
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.planks.models import Plank
from conference.rulebook.rules import Kind
from conference.runtime import clock
from conference.voting.conciliation import policy
from conference.voting.conciliation.policy import State
from conference.voting.models import Vote, Voter
from conference.voting.openly.models import Conciliation, Conciliator
from conference.voting.rules import Outcome, Phase
from conference.voting.sealed import tables

SAME = "same"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled resolution that nobody has decided on: told by the room that compiles them."""

    number: int
    digest: str
    titles: dict[str, str]


_compiled: list[Callable[[], Awaitable[list[Compiled]]]] = []


def compiled_by(source: Callable[[], Awaitable[list[Compiled]]]) -> None:
    """The later room that compiles resolutions tells here which texts there are."""
    _compiled[:] = [source]


@dataclass(frozen=True, slots=True)
class TextView:
    """A text that can lie before the members. `key` names it in forms; `url` is where it is read."""

    key: str
    words: Sentence
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """A delegation's member; no name while none is recorded. `candidates` may be recorded by the chair."""

    code: str
    delegation: str
    name: str | Sentence
    consents: bool
    own: bool
    candidates: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ConciliationPage:
    """One conciliation. `texts` are those that this reader may lay before the members."""

    vote: int
    question: str
    kind: str
    state: str
    deadline: datetime
    passed: bool
    ended_at: datetime | None
    members: tuple[MemberView, ...]
    laid: TextView | None
    texts: tuple[TextView, ...]
    plank: int | None
    new_vote: int | None
    may_appoint: Verdict
    may_lay: Verdict
    may_consent: Verdict
    may_put: Verdict
    may_fail: Verdict


async def of(vote: Vote) -> Conciliation | None:
    """The conciliation that a vote led to."""
    return await Conciliation.get_or_none(vote_id=vote.id) if vote.outcome == Outcome.CONCILIATION else None


async def delegations(vote: Vote) -> list[str]:
    """The delegations of the roll: each sends a member."""
    return sorted({str(code) for code in await Voter.filter(vote_id=vote.id).values_list("delegation", flat=True)})


async def new_vote(vote: Vote) -> Vote | None:
    """The one new vote, if it was put and not taken back."""
    gone = [Phase.TAKEN_BACK.value, Phase.VOID.value]
    return await Vote.filter(follows_id=vote.id).exclude(phase__in=gone).order_by("-number").first()


async def settles(binding: str) -> bool:
    """Whether the delegations have agreed that this compiled text is put to their one new vote."""
    return await Conciliation.filter(state=State.AGREED.value, binding=binding).exists()


async def page(reader: Actor, vote: Vote, language: str) -> ConciliationPage:
    """Raises `Absent` where the vote led to none."""
    found = await of(vote)
    if found is None:
        raise Absent
    members = await Conciliator.filter(conciliation_id=found.id)
    moment = clock.now()
    following = await new_vote(vote)
    may_lay = policy.may_lay(reader, found, members, moment)
    may_appoint = policy.may_appoint(reader, found)
    plank = await Plank.get_or_none(id=vote.plank_id)
    return ConciliationPage(
        vote=vote.number,
        question=in_language(vote.questions, language),
        kind=vote.kind,
        state=found.state,
        deadline=found.deadline,
        passed=moment >= found.deadline,
        ended_at=found.ended_at,
        members=await _members(reader, vote, members, language, candidates=bool(may_appoint)),
        laid=await _view(vote, found, language) if found.laid else None,
        texts=await _texts(vote, members, language) if may_lay else (),
        plank=plank.number if plank else None,
        new_vote=following.number if following else None,
        may_appoint=may_appoint,
        may_lay=may_lay,
        may_consent=policy.may_consent(reader, found, members, moment),
        may_put=policy.may_put_it(reader, vote, found, is_put=following is not None),
        may_fail=policy.may_fail(reader, found, moment),
    )


async def _members(
    reader: Actor, vote: Vote, members: Sequence[Conciliator], language: str, *, candidates: bool
) -> tuple[MemberView, ...]:
    names = await tables.delegation_names(language)
    sent = {each.delegation: each for each in members}
    persons = await people.people([each.account_id for each in members])
    roll = await tables.roll_names(vote) if candidates else {}
    present = await delegations(vote)
    return tuple(
        MemberView(
            code=code,
            delegation=name,
            name=people.shown_name(reader, persons[sent[code].account_id], language) if code in sent else "",
            consents=code in sent and sent[code].consents,
            own=code in sent and sent[code].account_id == reader.id,
            candidates=tuple(roll.get(code, ())),
        )
        for code, name in names.items()
        if code in present
    )


def laid_key(found: Conciliation, amendment: Amendment | None) -> str:
    """The name of the text that lies before the members; "" while none does."""
    if not found.laid:
        return ""
    return code(amendment.number) if amendment else found.binding or SAME


async def _view(vote: Vote, found: Conciliation, language: str) -> TextView:
    if found.agreed_id is not None:
        return await _of_amendment(await Amendment.get(id=found.agreed_id), language)
    for each in await compiled() if found.binding else []:
        if each.digest == found.binding:
            return _of_compiled(each, language)
    return await _same(vote, language)


def _of_compiled(text: Compiled, language: str) -> TextView:
    words = Sentence(N_("The compiled text “%(title)s”"), {"title": in_language(text.titles, language)})
    return TextView(text.digest, words, f"/resolutions/{text.number}", "")


async def _same(vote: Vote, language: str) -> TextView:
    """The text that was voted on, once more."""
    words = Sentence(N_("The same text again"))
    if vote.amendment_id is not None:
        moved = await Amendment.get(id=vote.amendment_id)
        texts = await wordings.texts(moved.number)
        return TextView(SAME, words, f"/amendments/{code(moved.number)}", in_language(texts, language) if texts else "")
    plank = await Plank.get(id=vote.plank_id)
    return TextView(SAME, words, "/resolutions" if vote.kind == Kind.RESOLUTION else f"/planks/{plank.number}", "")


async def _of_amendment(amendment: Amendment, language: str) -> TextView:
    texts = await wordings.texts(amendment.number)
    words = Sentence(N_("Amendment %(code)s"), {"code": code(amendment.number)})
    text = in_language(texts, language) if texts else ""
    return TextView(code(amendment.number), words, f"/amendments/{code(amendment.number)}", text)


async def _texts(vote: Vote, members: Sequence[Conciliator], language: str) -> tuple[TextView, ...]:
    filed = [await _of_amendment(each, language) for each in await fitting(vote, members)]
    others = [
        _of_compiled(each, language)
        for each in (await compiled() if vote.kind == Kind.RESOLUTION else [])
        if each.digest != vote.rules.get("binding")
    ]
    return (await _same(vote, language), *filed, *others)


async def fitting(vote: Vote, members: Sequence[Conciliator]) -> list[Amendment]:
    """The members' open amendments to the same passage, or to any passage where a whole plank was voted on."""
    if vote.kind not in (Kind.AMENDMENT, Kind.PLANK):
        return []
    moved = Amendment.filter(plank_id=vote.plank_id, parent_id=None, mover_id__in=[each.account_id for each in members])
    if vote.kind == Kind.AMENDMENT:
        moved = moved.filter(block=(await Amendment.get(id=vote.amendment_id)).block).exclude(id=vote.amendment_id)
    return [each for each in await moved.order_by("number") if is_open(each.state)]


async def compiled() -> list[Compiled]:
    """The compiled texts on which nobody has decided."""
    return await _compiled[0]() if _compiled else []


async def links(reader: Actor, vote: Vote) -> list[tuple[str, str, Sentence, bool]]:
    """The way to a vote's conciliation: path, icon, words, whether it waits for this reader."""
    found = await of(vote)
    if found is None:
        return []
    return [("conciliation", "users", Sentence(N_("The conciliation")), await waits_for(reader, vote, found))]


async def waits_for(reader: Actor, vote: Vote, found: Conciliation) -> bool:
    """Whether a member has not consented yet, or the chair has a step to take."""
    if found.state not in (State.OPEN, State.AGREED):
        return False
    members = await Conciliator.filter(conciliation_id=found.id)
    moment = clock.now()
    if policy.may_consent(reader, found, members, moment):
        return True
    if policy.may_lay(reader, found, members, moment) and not found.laid:
        return True
    missing = len(members) < len(await delegations(vote)) and policy.may_appoint(reader, found)
    return bool(
        missing or policy.may_put_it(reader, vote, found, is_put=False) or policy.may_fail(reader, found, moment)
    )


async def waiting(reader: Actor) -> set[int]:
    """The numbers of the votes in whose conciliation something waits for this reader."""
    listed = set()
    for found in await Conciliation.filter(state__in=[State.OPEN.value, State.AGREED.value]):
        vote = await Vote.get(id=found.vote_id)
        if reader.reads(vote.audience) and await waits_for(reader, vote, found):
            listed.add(vote.number)
    return listed
