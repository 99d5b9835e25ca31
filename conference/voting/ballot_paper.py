"""Printing the ballot paper: its question and options, in every language, and what each option is bound to."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from conference.amendments import wordings
from conference.amendments.models import Amendment
from conference.core.canonical import digest
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks.models import Plank
from conference.rulebook.rules import Kind
from conference.runtime import database
from conference.runtime.i18n import say
from conference.translation import queries as translation
from conference.voting import rules
from conference.voting.models import Counted, Option, Vote, Voter
from conference.voting.rules import ANSWERS, KEEP, Paper, Ranking
from conference.voting.sealed import lots

WORDS = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "abstain": N_("I abstain"),
    KEEP: N_("Keep the text as it is"),
}
QUESTIONS = {
    Kind.CHOICE: N_("Which text do you prefer for this passage of “%(plank)s”?"),
    Kind.AMENDMENT: N_("Shall amendment %(amendment)s become part of “%(plank)s”?"),
    Kind.PLANK: N_("Shall “%(plank)s” be adopted?"),
    Kind.RESOLUTION: N_("Shall the compiled text of the joint resolution be adopted?"),
}


def question(kind: Kind, plank: Plank, moved: Sequence[Amendment]) -> dict[str, str]:
    """The plain question on a plank, where the chair wrote none of her own."""
    named = f"A{moved[0].number}" if moved else ""
    return {
        each: say(Sentence(QUESTIONS[kind], {"plank": plank.titles[each], "amendment": named}), each)
        for each in LANGUAGES
    }


async def paper(number: int) -> Paper | None:
    """The paper of a vote, in one statement; None where there is no such vote."""
    found = await database.rows(
        "SELECT v.id, v.method, v.phase, v.audience, v.public_key, v.opening_digest, o.key "
        "FROM vote v JOIN vote_option o ON o.vote_id = v.id WHERE v.number = ? ORDER BY o.position",
        number,
    )
    if not found:
        return None
    key, method, phase, audience, public_key, opening_digest, _ = found[0]
    return Paper(key, method, phase, audience, public_key, opening_digest, tuple(row[6] for row in found))


async def paper_of(vote: Vote) -> Paper:
    """The paper of a vote that is there."""
    found = await paper(vote.number)
    assert found is not None
    return found


async def print_options(vote: Vote, moved: Sequence[Amendment]) -> None:
    """Write the options. Texts follow at opening; their order is drawn from the vote, so that no mover is first."""
    if vote.kind == Kind.CHOICE:
        named: dict[str, Amendment | None] = {f"a{each.number}": each for each in moved}
        named[KEEP] = None
        keys = sorted(named, key=lambda key: hashlib.sha256(f"{vote.number} {key}".encode()).digest())
    else:
        keys, named = list(ANSWERS), {}
    for position, key in enumerate(keys):
        amendment = named.get(key)
        await Option.create(
            vote_id=vote.id,
            key=key,
            position=position,
            words={each: _words(key, each) for each in LANGUAGES},
            texts={},
            digest=digest({}),
            amendment_id=amendment.id if amendment else None,
        )


async def print_again(earlier: Vote, vote: Vote) -> None:
    """The same options in the same order, for a question that is put once more."""
    for each in await Option.filter(vote_id=earlier.id).order_by("position"):
        await Option.create(
            vote_id=vote.id, key=each.key, position=each.position, words=each.words, texts=each.texts,
            digest=each.digest, amendment_id=each.amendment_id,
        )  # fmt: skip


def _words(key: str, language: str) -> str:
    if key in WORDS:
        return say(WORDS[key], language)
    return say(Sentence(N_("Amendment %(code)s"), {"code": key.upper()}), language)


async def refresh(vote: Vote) -> set[str]:
    """Give every option its present text; the languages that some option lacks."""
    lacking: set[str] = set()
    for option in await Option.filter(vote_id=vote.id):
        texts = await text_of(vote, option)
        if texts is None:
            continue
        lacking |= {each for each in LANGUAGES if not texts.get(each)}
        option.texts, option.digest = texts, digest(texts)
        await option.save(update_fields=["texts", "digest"])
    return lacking


async def text_of(vote: Vote, option: Option) -> dict[str, str] | None:
    """The passage as this option would have it; None where the option is no text."""
    amendment_id = option.amendment_id
    if option.key == "yes" and vote.kind == Kind.AMENDMENT:
        amendment_id = vote.amendment_id
    if amendment_id is not None:
        return await _proposed(await Amendment.get(id=amendment_id))
    if option.key != KEEP:
        return None
    rival = await Option.filter(vote_id=vote.id, amendment_id__not_isnull=True).first()
    assert rival is not None
    passage = (await Amendment.get(id=rival.amendment_id)).block
    plank = await Plank.get(id=vote.plank_id)
    return await wordings.passage(plank, plank.version, passage, None)


async def _proposed(amendment: Amendment) -> dict[str, str] | None:
    if amendment.text_id is None:
        return None
    readings = (await translation.in_all_languages([amendment.text_id])).get(amendment.text_id, {})
    return {each: readings[each].text for each in LANGUAGES if each in readings and readings[each].current}


async def case_of(vote: Vote) -> dict[str, Any]:
    """The file that anybody may count again, from what remains after unsealing."""
    options = await Option.filter(vote_id=vote.id).order_by("position").values_list("key", flat=True)
    roll: Counter[str] = Counter()
    for voter in await Voter.filter(vote_id=vote.id):
        roll[voter.delegation] += voter.votes
    counted = await Counted.filter(vote_id=vote.id).order_by("delegation", "ranking")
    case = rules.case(
        number=vote.number,
        method=vote.method,
        options=[str(key) for key in options],
        rules=vote.rules,
        roll=roll,
        counted=[(each.delegation, ranking_of(each.ranking), each.number) for each in counted],
    )
    lot = await lots.lot(vote)
    if lot is not None:
        case["options"]["lot_seed"] = lot.seed
    return case


def ranking_of(stored: str) -> Ranking:
    """A ranking back from its canonical text."""
    return tuple(tuple(rank) for rank in json.loads(stored))
