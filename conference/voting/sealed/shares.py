"""Where the key of a sealed box is, and what that allows: with the house, or in shares that tellers hold."""

from dataclasses import dataclass
from typing import Final

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.people.models import Grant
from conference.rulebook.rules import Secrecy
from conference.runtime import keys
from conference.voting import policy
from conference.voting.models import Vote
from conference.voting.rules import Phase
from conference.voting.sealed import assents, words
from conference.voting.sealed.models import Share

WRONG_KEY: Final = "wrong-key"
MADE, HELD, LOST, GIVEN = "made", "held", "lost", "given"
UNOPENED: Final = "unopened"
"""In `vote.result` of a closed vote: why its box was not opened."""
WHY_VOID: Final = {
    "key-missing": N_("The key of the box is missing on this machine, so nobody can open it any more."),
    "shares-lost": N_("So many shares of the key are lost that those left cannot open the box."),
    WRONG_KEY: N_("The key of the box, or the shares of it that were entered, do not fit this box."),
    "box-does-not-check-out": N_("The box did not hold what was put into it, so it was not opened."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the key of one sealed vote is. `needed` is 0 where the house keeps it whole; `key_lies` then says whether
    it does. `given` counts the shares that were entered and lie ready; `left` those that are not lost."""

    phase: str
    needed: int
    made: int
    held: int
    given: int
    left: int
    key_lies: bool
    unopened: str

    @property
    def opening(self) -> Verdict:
        """Whether the key is where it must be before anything is sealed to it."""
        if not self.needed:
            return YES
        if not self.made:
            return no(
                "no-shares", N_("The key of the box is not made yet: first choose the tellers who hold its shares.")
            )
        if self.held < self.made:
            return no(
                "shares-not-held",
                N_("Tellers who have their share in hand: %(held)s of %(made)s. The vote opens when all of them do."),
                held=self.held,
                made=self.made,
            )
        return YES

    @property
    def unsealing(self) -> Verdict:
        """Whether the key can be had now."""
        if not self.needed:
            return YES if self.key_lies else no("key-missing", WHY_VOID["key-missing"])
        if self.left < self.needed:
            return no("shares-lost", WHY_VOID["shares-lost"])
        if self.given < self.needed:
            return no(
                "shares-missing",
                N_("Shares entered: %(given)s of the %(needed)s needed. Each teller enters hers on her own page."),
                given=self.given,
                needed=self.needed,
            )
        return YES

    @property
    def why_void(self) -> str:
        """The reason for which the box can never be opened; empty while it can."""
        if self.phase not in (Phase.OPEN, Phase.CLOSED):
            return ""
        if self.needed and self.left < self.needed:
            return "shares-lost"
        if not self.needed and not self.key_lies:
            return "key-missing"
        return self.unopened


async def standing(vote: Vote) -> Standing | None:
    """Where the key is; None where there is no box."""
    if vote.secrecy != Secrecy.SEALED:
        return None
    needed, _ = vote.rules.get("shares") or (0, 0)
    states = [(each.state, each.number) for each in await Share.filter(vote_id=vote.id)] if needed else []
    closed = vote.phase == Phase.CLOSED
    return Standing(
        phase=vote.phase,
        needed=needed,
        made=len(states),
        held=sum(state in (HELD, GIVEN) for state, _ in states),
        given=sum(keys.lying(given_name(vote, number)) is not None for _, number in states) if closed else 0,
        left=sum(state != LOST for state, _ in states),
        key_lies=not needed and keys.lying(key_name(vote)) is not None,
        unopened=(vote.result or {}).get(UNOPENED, "") if closed else "",
    )


async def is_lost(vote: Vote, number: int) -> bool:
    """Whether a share counts as lost."""
    return await Share.exists(vote_id=vote.id, number=number, state=LOST)


def why_shut(vote: Vote) -> Sentence | None:
    """Why a box was not opened, or never will be; None where nothing is the matter with it."""
    said = vote.result or {}
    if vote.phase == Phase.VOID:
        return Sentence(WHY_VOID[said["void"]])
    return Sentence(WHY_VOID[said[UNOPENED]]) if vote.phase == Phase.CLOSED and UNOPENED in said else None


async def is_put_again(void: Vote) -> bool:
    """Whether the question of a void vote has been put again, and not been taken back since."""
    return await Vote.filter(follows_id=void.id).exclude(phase=Phase.TAKEN_BACK).exists()


def key_name(vote: Vote) -> str:
    """The name of the file that holds the box's key; what else belongs to the box is named after it."""
    return f"vote-{vote.number}"


def made_name(vote: Vote, number: int) -> str:
    """The name of the file in which a share waits until its teller has it on paper."""
    return f"{key_name(vote)}-share-{number}"


def given_name(vote: Vote, number: int) -> str:
    """The name of the file in which a share that was entered waits for the others."""
    return f"{key_name(vote)}-given-{number}"


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One share in the list: its number, its teller, and where it is. `reported`: who has said, for its teller, that it
    is lost; `may_report`: whether the reader may say so now."""

    number: int
    teller: str
    delegation: str
    state: str
    mine: bool
    reported: tuple[str, ...]
    may_report: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A teller who may be chosen to hold a share."""

    account_id: int
    name: str
    delegation: str


@dataclass(frozen=True, slots=True)
class SharesPage:
    """The tellers' shares of one vote's key. `needed`, `wanted`: by its rules."""

    number: int
    phase: str
    needed: int
    wanted: int
    standing: Standing
    lines: tuple[ShareLine, ...]
    candidates: tuple[Candidate, ...]
    may_make: Verdict
    why_void: Sentence | None


async def shares_page(reader: Actor, vote: Vote) -> SharesPage:
    """The shares of a vote that she may see. Raises `Absent` where its rules ask for none."""
    found = await standing(vote)
    if found is None or not found.needed:
        raise Absent
    listed = await Share.filter(vote_id=vote.id).order_by("number")
    persons = await people.people([each.teller_id for each in listed])
    reports = {each.number: await _reported(vote, each) for each in listed}
    may_make = policy.may_make_key(reader, vote)
    return SharesPage(
        number=vote.number,
        phase=vote.phase,
        needed=found.needed,
        wanted=vote.rules["shares"][1],
        standing=found,
        lines=tuple(
            ShareLine(
                number=each.number,
                teller=persons[each.teller_id].name,
                delegation=each.delegation,
                state=each.state,
                mine=each.teller_id == reader.id,
                reported=tuple(reports[each.number].values()),
                may_report=each.state in (MADE, HELD)
                and reader.id not in reports[each.number]
                and bool(policy.may_report_lost(reader, vote, each.teller_id)),
            )
            for each in listed
        ),
        candidates=await tellers() if may_make else (),
        may_make=may_make,
        why_void=Sentence(WHY_VOID[found.why_void]) if found.why_void else None,
    )


async def _reported(vote: Vote, share: Share) -> dict[int, str]:
    """Who has reported somebody else's share lost: names by account."""
    said = await assents.who_said(vote, f"{assents.SHARE_LOST}{share.number}", share.fingerprint)
    persons = await people.people([each.account_id for each in said])
    return {each.account_id: persons[each.account_id].name for each in said}


async def tellers() -> tuple[Candidate, ...]:
    """Everybody who is a teller, by name."""
    ids = await Grant.filter(role=Role.TELLER).values_list("account_id", flat=True)
    found = await people.people([int(str(each)) for each in ids])
    listed = [Candidate(p.id, p.name, p.delegation.code if p.delegation else "") for p in found.values()]
    return tuple(sorted(listed, key=lambda each: (each.name, each.account_id)))


@dataclass(frozen=True, slots=True)
class OwnShare:
    """A teller's own share. `words` are there until she has proved that she has them; `places` are those she is asked
    for."""

    number: int
    share: int
    phase: str
    state: str
    words: tuple[str, ...]
    places: tuple[int, ...]
    needed: int
    given: int
    left: int
    is_in: bool
    reported: tuple[str, ...]
    may_keep: bool


async def own_share(reader: Actor, vote: Vote) -> OwnShare:
    """Raises `Absent` for those who hold none."""
    share = await Share.get_or_none(vote_id=vote.id, teller_id=reader.id or 0)
    found = await standing(vote)
    if share is None or found is None:
        raise Absent
    waiting = keys.lying(made_name(vote, share.number)) if share.state == MADE else None
    return OwnShare(
        number=vote.number,
        share=share.number,
        phase=vote.phase,
        state=share.state,
        words=tuple(waiting.decode().split()) if waiting else (),
        places=words.places(share.fingerprint),
        needed=found.needed,
        given=found.given,
        left=found.left,
        is_in=share.state == GIVEN and keys.lying(given_name(vote, share.number)) is not None,
        reported=(reported := tuple((await _reported(vote, share)).values())),
        may_keep=bool(policy.may_keep_share(vote)) and bool(reported or share.state == LOST),
    )
