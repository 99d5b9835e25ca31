"""Papers: who holds one, what two tellers read on each, and when the paper box agrees with itself.

An entry is sealed to the vote's key at once, bound to its vote, number and delegation; nobody can read it before
unsealing. Two tellers enter every paper, each on her own. A blank paper is a ballot that names nothing: it counts
for the quorum, and in a yes-or-no question it abstains. A spoiled one is told apart and never counted. Every paper
that was handed out is either entered or accounted for as not put into the box. An entry whose content was thrown out,
because two tellers had read the same paper differently, is empty until it is made again.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from conference.core.canonical import canonical
from conference.core.errors import Refused
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_, Sentence
from conference.rulebook.rules import Method
from conference.runtime import database
from conference.voting.models import Vote
from conference.voting.rules import Ranking
from conference.voting.sealed.models import PaperEntry

NEEDED: Final = 2
HIGHEST: Final = 99_999
FEW: Final = 5
Key = tuple[int, str]
"""A paper's number and its delegation."""


class Reads(StrEnum):
    """What a paper is."""

    BALLOT = "ballot"
    BLANK = "blank"
    SPOILED = "spoiled"


@dataclass(frozen=True, slots=True)
class PaperBox:
    """The opened paper box: what its ballots say, and how many papers there were of each sort."""

    ballots: Counter[tuple[str, Ranking]]
    figures: dict[str, Any]


class PapersDiffer(Refused):
    """Two tellers have read papers differently; `numbers` says which."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(
            "papers-differ",
            N_("The box was not opened: two tellers have read these papers differently, so both enter them again: "
               "%(papers)s."),
            papers=[str(number) for number in numbers],
        )  # fmt: skip
        self.numbers = tuple(numbers)


def seal(vote: Vote, paper: int, delegation: str, reads: Reads, ranking: Ranking, options: int) -> bytes:
    """One reading of one paper, padded so that all entries of a vote have one length."""
    content = canonical(
        {
            "delegation": delegation,
            "paper": paper,
            "ranking": [list(rank) for rank in ranking],
            "reads": str(reads),
            "vote": vote.opening_digest,
        }
    )
    return SealedBox(PublicKey(bytes.fromhex(vote.public_key))).encrypt(content.ljust(240 + 24 * options))


async def handed_out(vote_id: int) -> Counter[str]:
    """How many papers each delegation holds."""
    sql = "SELECT delegation, count(*) FROM voter WHERE vote_id = ? AND channel = 'paper' GROUP BY delegation"
    return Counter({str(code): int(number) for code, number in await database.rows(sql, vote_id)})


async def entries(vote_id: int) -> dict[int, list[PaperEntry]]:
    """Every entry by paper."""
    found: dict[int, list[PaperEntry]] = defaultdict(list)
    for each in await PaperEntry.filter(vote_id=vote_id).order_by("paper", "id"):
        found[each.paper].append(each)
    return dict(found)


def delegation_of(made: Sequence[PaperEntry]) -> str | None:
    """The delegation of a paper that two tellers have entered alike, as far as one sees without the key."""
    live = [each for each in made if each.sealed]
    named = {each.delegation for each in live}
    return named.pop() if len(live) == len(made) == NEEDED and len(named) == 1 else None


def entered(made: Mapping[int, Sequence[PaperEntry]]) -> Counter[str]:
    """How many papers of each delegation were entered by anybody."""
    return Counter(each[0].delegation for each in made.values())


def count_of(made: Mapping[int, Sequence[PaperEntry]], absent: Mapping[str, int]) -> list[object]:
    """What two tellers agree on when they close the box of papers: the numbers in it, with their delegations, and how
    many of each delegation were not put in."""
    return [[[number, each[0].delegation] for number, each in sorted(made.items())], sorted(absent.items())]


def not_put_in(vote: Vote) -> Counter[str]:
    """Papers that tellers have accounted for as handed out and not put into the box."""
    return Counter((vote.papers or {}).get("absent", {}))


async def ready(vote: Vote) -> Verdict:
    """Whether the paper box is ready to be opened with the other, as far as one sees without the key."""
    made, held = await entries(vote.id), await handed_out(vote.id)
    lacking = [str(number) for number, each in made.items() if delegation_of(each) is None]
    if lacking:
        told = N_("These papers still have to be entered by two tellers, each on her own: %(papers)s.")
        return no("papers-lacking", told, papers=lacking)
    read = entered(made)
    surplus = sorted(read - held)
    if surplus:
        return no(
            "papers-surplus", N_("More papers were entered than handed out: %(delegations)s."), delegations=surplus
        )
    if read + not_put_in(vote) != held:
        told = N_(
            "Papers that were handed out are not entered yet. Enter them, or record that they were not in the box."
        )
        return no("papers-missing", told)
    return YES


async def agreed(vote: Vote, key: PrivateKey) -> PaperBox:
    """What the papers say, once both readings of each agree.

    Raises `Refused` (papers-…) where the box cannot be opened yet; `PapersDiffer` names the papers to enter again.
    """
    verdict = await ready(vote)
    if not verdict:
        assert verdict.reason is not None
        raise Refused(verdict.code, verdict.reason.text, **verdict.reason.params)
    said = {number: [_opened(vote, key, each) for each in made] for number, made in (await entries(vote.id)).items()}
    differing = [number for number, (one, other) in said.items() if one != other]
    if differing:
        raise PapersDiffer(differing)
    return _box(vote, [one for one, _ in said.values()], await handed_out(vote.id))


def _opened(vote: Vote, key: PrivateKey, entry: PaperEntry) -> tuple[str, Reads, Ranking]:
    try:
        content = json.loads(SealedBox(key).decrypt(bytes(entry.sealed)))
        reads, ranking = Reads(content["reads"]), tuple(tuple(str(option) for option in r) for r in content["ranking"])
        fits = [content[each] for each in ("vote", "paper", "delegation")] == [
            vote.opening_digest, entry.paper, entry.delegation,
        ]  # fmt: skip
    except (CryptoError, ValueError, TypeError, KeyError, RecursionError):
        fits = False
    if not fits:
        told = N_("The entry of paper %(paper)s is not of this vote. The box was not opened.")
        raise Refused("papers-do-not-check-out", told, paper=entry.paper)
    return entry.delegation, reads, ranking


def _box(vote: Vote, said: Sequence[tuple[str, Reads, Ranking]], held: Mapping[str, int]) -> PaperBox:
    kinds = Counter(reads for _, reads, _ in said)
    nothing: Ranking = (("abstain",),) if vote.method == Method.YES_NO else ()
    ballots = Counter(
        (delegation, nothing if reads is Reads.BLANK else ranking)
        for delegation, reads, ranking in said
        if reads is not Reads.SPOILED
    )
    figures = {
        "handed": sum(held.values()),
        "read": len(said),
        "blank": kinds[Reads.BLANK],
        "spoiled": kinds[Reads.SPOILED],
    }
    return PaperBox(ballots, figures)


async def empty(vote_id: int) -> None:
    """Take the entries out, in the open transaction that has counted them."""
    await PaperEntry.filter(vote_id=vote_id).delete()


def counted(vote: Vote) -> int:
    """How many of the counted ballots came on paper."""
    figures = vote.papers or {}
    return int(figures.get("read", 0)) - int(figures.get("spoiled", 0))


def told(vote: Vote) -> Sentence | None:
    """How many ballots came on paper, once the box is open; nothing where no paper was handed out. Among fewer than
    `FEW` papers, what was blank or spoiled may be known to be one voter's."""
    figures = vote.papers or {}
    if not figures.get("handed"):
        return None
    if figures["read"] < FEW:
        few = N_(
            "Papers handed out: %(handed)s. In the box: %(read)s. Because fewer than five papers were in the box, how "
            "many of them were blank or spoiled is not told."
        )
        return Sentence(few, {name: figures[name] for name in ("handed", "read")})
    sentence = N_(
        "Papers handed out: %(handed)s. In the box: %(read)s, of them blank: %(blank)s (they count for the quorum) and "
        "spoiled: %(spoiled)s (not counted). The others are counted with all ballots."
    )
    return Sentence(sentence, {name: figures[name] for name in ("handed", "read", "blank", "spoiled")})
