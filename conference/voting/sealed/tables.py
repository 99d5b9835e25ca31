"""What tellers see at their table and of the papers: names of the roll, and who holds a paper; never who has voted."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.roll import queries as roll
from conference.rulebook.rules import EQUAL_RANKS, Method
from conference.runtime import database
from conference.voting.models import Option, Vote, Voter
from conference.voting.rules import Phase
from conference.voting.sealed import assents, box, papers
from conference.voting.sealed import policy as teller_policy
from conference.voting.sealed.models import PaperEntry
from conference.voting.sealed.papers import NEEDED

AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class RollName:
    """A voter of the roll as tellers call her. `paper`: she holds one."""

    account_id: int
    name: str
    delegation: str
    paper: bool


@dataclass(frozen=True, slots=True)
class RollSearch:
    """Those of the roll whose name was looked for; `more` are not shown."""

    wanted: str
    found: tuple[RollName, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DelegationPapers:
    """The papers of one delegation: handed out, entered by somebody, accounted for as not put in."""

    code: str
    name: str
    roll: int
    handed: int
    entered: int
    absent: int

    @property
    def open(self) -> int:
        """Handed out, and neither entered nor accounted for; below zero where there are too many."""
        return self.handed - self.entered - self.absent


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper number. `entries`: by how many tellers; `mine`: this teller has entered it; `again`: two tellers read
    it differently; `unlike`: they name different delegations."""

    number: int
    delegation: str
    entries: int
    mine: bool
    again: bool
    unlike: bool

    @property
    def complete(self) -> bool:
        return self.entries >= NEEDED and not self.unlike


@dataclass(frozen=True, slots=True)
class PapersPage:
    """All that a teller may know of a vote's papers; what they say is never part of it. `counted`: the tellers who have
    counted the papers as they are entered now."""

    may_hand_out: Verdict
    may_enter: Verdict
    may_print: Verdict
    may_take_out: Verdict
    delegations: tuple[DelegationPapers, ...]
    lines: tuple[PaperLine, ...]
    ready: Verdict
    counted: tuple[str, ...]


async def links(reader: Actor, vote: Vote) -> list[tuple[str, str, Sentence, bool]]:
    """The tellers' places of a vote: path, icon, words, whether one waits for her."""
    found = []
    if teller_policy.may_serve_table(reader, vote):
        found.append(("table", "users", Sentence(N_("The tellers' table")), False))
    if teller_policy.sees_papers(reader, vote) and vote.phase in (Phase.PUT, Phase.OPEN, Phase.CLOSED):
        waits = vote.phase == Phase.CLOSED and not await papers.ready(vote)
        found.append(("papers", "file-text", Sentence(N_("Ballots on paper")), waits))
    elif teller_policy.may_print_papers(reader, vote):
        found.append(("papers/print", "printer", Sentence(N_("Print ballot papers")), False))
    return found


@dataclass(frozen=True, slots=True)
class Printed:
    """What all printed papers of a run say, by language, and the papers: number and delegation."""

    languages: tuple[str, ...]
    questions: Mapping[str, str]
    options: tuple[Mapping[str, str], ...]
    papers: tuple[tuple[int, tuple[str, ...]], ...]
    how: Sentence

    def words_of(self, option: Mapping[str, str]) -> list[tuple[str, str]]:
        """(language, words) of an option, the same words only once."""
        seen: dict[str, str] = {}
        for language in self.languages:
            seen.setdefault(option[language], language)
        return [(language, words) for words, language in seen.items()]


async def printed(vote: Vote, first: int, counts: Mapping[str, int], languages: Sequence[str]) -> Printed:
    """Papers numbered on from `first`, some for each delegation. No number is written down, here or on the roll."""
    names = {each.code: each.names for each in await Delegation.all().order_by("position")}
    wanted = [code for code in names for _ in range(counts.get(code, 0))]
    options = await Option.filter(vote_id=vote.id).order_by("position")
    return Printed(
        languages=tuple(languages),
        questions=vote.questions,
        options=tuple(each.words for each in options),
        papers=tuple(
            (number, tuple(dict.fromkeys(names[code][each] for each in languages)))
            for number, code in enumerate(wanted, first)
        ),
        how=Sentence(_how(vote)),
    )


def _how(vote: Vote) -> str:
    """What to do with the boxes of a paper."""
    if vote.method == Method.YES_NO:
        return N_("Put a cross in one box only. Do not sign; write nothing else.")
    if vote.method == Method.APPROVAL:
        return N_("Put a cross in every box that you approve of. Do not sign; write nothing else.")
    if Method(vote.method) in EQUAL_RANKS:
        return N_(
            "Write 1 in the box of your first choice, 2 in that of the next, and so on. Equal numbers are allowed, and "
            "you may leave boxes empty. Do not sign; write nothing else."
        )
    return N_(
        "Write 1 in the box of your first choice, 2 in that of the next, and so on. Use each number once; you may "
        "leave boxes empty. Do not sign; write nothing else."
    )


async def print_counts(vote: Vote, language: str) -> list[tuple[str, str, int]]:
    """Each delegation with the number of its voters: of the roll, or of the seats before the vote is opened."""
    sizes = Counter(str(code) for code in await Voter.filter(vote_id=vote.id).values_list("delegation", flat=True))
    if vote.phase == Phase.PUT:
        sizes = Counter(seat.delegation for seat in await roll.seats())
    return [(code, name, sizes[code]) for code, name in (await delegation_names(language)).items() if sizes[code]]


async def roll_search(vote: Vote, language: str, wanted: str = "", *, holders: bool = False) -> RollSearch:
    """The roll by name, or only who holds a paper; the first few where nothing narrows it down."""
    listed = [each for each in await _roll(vote, language) if _fits(each, wanted) and (each.paper or not holders)]
    return RollSearch(wanted, tuple(listed[:AT_ONCE]), max(0, len(listed) - AT_ONCE))


async def roll_name(vote: Vote, account_id: int, language: str) -> RollName:
    """One voter of the roll. Raises `Absent`."""
    for each in await _roll(vote, language):
        if each.account_id == account_id:
            return each
    raise Absent


async def _roll(vote: Vote, language: str) -> list[RollName]:
    names = await delegation_names(language)
    sql = (
        "SELECT r.account_id, a.name, r.delegation, r.channel FROM voter r JOIN account a ON a.id = r.account_id "
        "WHERE r.vote_id = ?"
    )
    found = [
        RollName(account, name, names.get(code, code), channel == "paper")
        for account, name, code, channel in await database.rows(sql, vote.id)
    ]
    return sorted(found, key=lambda each: (_folded(each.name), each.account_id))


async def roll_names(vote: Vote) -> dict[str, list[tuple[int, str]]]:
    """The voters of each delegation: account and name."""
    sql = (
        "SELECT r.delegation, r.account_id, a.name FROM voter r JOIN account a ON a.id = r.account_id "
        "WHERE r.vote_id = ?"
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for code, account, name in sorted(await database.rows(sql, vote.id), key=lambda row: (_folded(row[2]), row[1])):
        found.setdefault(code, []).append((account, name))
    return found


def _fits(one: RollName, wanted: str) -> bool:
    text = _folded(f"{one.name} {one.delegation}")
    return all(word in text for word in _folded(wanted).split())


def _folded(text: str) -> str:
    """Without capitals and accents: at a table nobody types them."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


async def holds(vote: Vote, code: str) -> bool:
    """Whether a slip's code is that of a ballot in the box."""
    return await box.holds(vote.id, code)


async def delegation_names(language: str) -> dict[str, str]:
    """The name of each delegation by its code, in the conference's order."""
    return {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}


async def papers_page(reader: Actor, vote: Vote, language: str) -> PapersPage:
    """The papers of a vote, for tellers and whoever leads the vote. Raises `NotPermitted`."""
    teller_policy.sees_papers(reader, vote).require()
    made = await papers.entries(vote.id)
    names = await delegation_names(language)
    return PapersPage(
        may_hand_out=teller_policy.may_hand_out(reader, vote),
        may_enter=teller_policy.may_enter_papers(reader, vote),
        may_print=teller_policy.may_print_papers(reader, vote),
        may_take_out=teller_policy.may_take_out_papers(reader, vote),
        delegations=await _delegations(vote, names, made),
        lines=tuple(_line(reader, number, each, names) for number, each in sorted(made.items())),
        ready=await papers.ready(vote),
        counted=await _counted(vote, made),
    )


async def _counted(vote: Vote, made: Mapping[int, list[PaperEntry]]) -> tuple[str, ...]:
    what = papers.count_of(made, await papers.handed_out(vote.id) - papers.entered(made))
    said = [each.account_id for each in await assents.who_said(vote, assents.PAPERS_COUNTED, what)]
    return tuple(sorted(each.name for each in (await people.people(said)).values()))


async def _delegations(
    vote: Vote, names: Mapping[str, str], made: dict[int, list[PaperEntry]]
) -> tuple[DelegationPapers, ...]:
    held, read, absent = await papers.handed_out(vote.id), papers.entered(made), papers.not_put_in(vote)
    roll = dict[str, int]()
    for code in await Voter.filter(vote_id=vote.id).values_list("delegation", flat=True):
        roll[str(code)] = roll.get(str(code), 0) + 1
    return tuple(
        DelegationPapers(code, name, roll[code], held[code], read[code], absent[code])
        for code, name in names.items()
        if code in roll
    )


def _line(reader: Actor, number: int, made: list[PaperEntry], names: Mapping[str, str]) -> PaperLine:
    live = [each for each in made if each.sealed]
    codes = sorted({each.delegation for each in made})
    return PaperLine(
        number=number,
        delegation=" / ".join(names.get(code, code) for code in codes),
        entries=len(live),
        mine=any(each.teller_id == reader.id for each in live),
        again=len(live) < len(made),
        unlike=len({each.delegation for each in live}) > 1,
    )
