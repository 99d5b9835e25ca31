"""Questions that hang on no plank: how to proceed, and whom or what to elect or put in order."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.roles import Audience
from conference.core.words import N_, Sentence
from conference.rulebook.rules import Kind, Method, RuleSet
from conference.runtime import clock, database
from conference.voting import ballot_paper, policy
from conference.voting.commands.putting import chosen_rules
from conference.voting.commands.records import next_number, note
from conference.voting.models import Option, Vote
from conference.voting.rules import Phase

FEWEST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 50
QUESTION_MOST: Final = 500
OPTION_MOST: Final = 200
SEVERAL_SEATS: Final = frozenset({Method.STV, Method.STV_EXACT, Method.MEEK, Method.APPROVAL})
Words = Mapping[str, str]
"""The same words by language."""


async def ask(
    actor: Actor,
    kind: str,
    questions: Words,
    options: Sequence[Words] = (),
    *,
    rule_set: str = "",
    seats: int = 0,
    audience: str = Audience.CONFERENCE,
) -> Vote:
    """Put a question of the chair's own: yes or no to a way to proceed, or an election among named options.

    `questions` and each of `options` are words in every language. `seats` is 0 where the rule set says how many.
    Raises `Invalid` with one sentence for each field (`question-fr`, `options`, `seats`).
    """
    asked = Kind(kind)
    async with database.transaction():
        policy.may_put(actor).require()
        chosen = await chosen_rules(asked, rule_set)
        named = [_tidy(each) for each in options] if asked is Kind.ELECTION else []
        problems = _question_problems(questions)
        if asked is Kind.ELECTION:
            problems |= _option_problems(named) | _seat_problems(chosen, seats, len(named))
        if problems:
            raise Invalid(problems)
        vote = await Vote.create(
            number=await next_number(),
            kind=asked,
            method=chosen.method,
            secrecy=chosen.secrecy,
            questions=_tidy(questions),
            rules=chosen.as_data() | ({"seats": seats} if seats else {}),
            audience=Audience(audience),
            phase=Phase.PUT,
            put_at=clock.now(),
        )
        if asked is Kind.ELECTION:
            await _print_names(vote, named)
        else:
            await ballot_paper.print_options(vote, ())
        await note(vote, "vote-asked", actor, [vote.questions, named, vote.rules])
        return vote


def _tidy(words: Words) -> dict[str, str]:
    return {each: " ".join(words.get(each, "").split()) for each in LANGUAGES}


def _question_problems(questions: Words) -> dict[str, Sentence]:
    """Nobody votes on a question that she cannot read: every language has it, or it is not put."""
    words = _tidy(questions)
    lacking = [each for each in LANGUAGES if not words[each]]
    problems = {
        f"question-{each}": Sentence(N_("Please use at most %(most)s characters here."), {"most": QUESTION_MOST})
        for each in LANGUAGES
        if len(words[each]) > QUESTION_MOST
    }
    if lacking:
        named = {"languages": tuple(OWN_NAMES[each] for each in lacking)}
        told = N_("The question is put in every language of the conference. Missing: %(languages)s.")
        problems[f"question-{lacking[0]}"] = Sentence(told, named)
    return problems


def _option_problems(options: Sequence[Words]) -> dict[str, Sentence]:
    """At most one sentence about the options, the first thing first."""
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        told = N_("An election needs from %(least)s to %(most)s options, one on each line.")
        return {"options": Sentence(told, {"least": FEWEST_OPTIONS, "most": MOST_OPTIONS})}
    if any(not each[language] for each in options for language in LANGUAGES):
        return {"options": Sentence(N_("Each option has one name for all, or one in every language."))}
    if any(len(words) > OPTION_MOST for each in options for words in each.values()):
        told = N_("An option has at most %(most)s characters in each language.")
        return {"options": Sentence(told, {"most": OPTION_MOST})}
    for language in LANGUAGES:
        names = [each[language].casefold() for each in options]
        if len(set(names)) != len(names):
            twice = next(each[language] for each in options if names.count(each[language].casefold()) > 1)
            return {"options": Sentence(N_("The option “%(option)s” stands there twice."), {"option": twice})}
    return {}


def _seat_problems(chosen: RuleSet, seats: int, options: int) -> dict[str, Sentence]:
    if seats > 1 and chosen.method not in SEVERAL_SEATS:
        told = N_("This way of counting fills one seat. Choose rules for several seats, or leave the number out.")
        return {"seats": Sentence(told)}
    needed = seats or chosen.seats
    if FEWEST_OPTIONS <= options <= MOST_OPTIONS and needed > options:
        told = N_("There are %(seats)s seats and only %(options)s options.")
        return {"seats": Sentence(told, {"seats": needed, "options": options})}
    return {}


async def _print_names(vote: Vote, named: Sequence[Words]) -> None:
    """The options, in an order drawn from the vote, so that none is first by the alphabet or by the chair's hand."""
    drawn = sorted(named, key=lambda words: hashlib.sha256(f"{vote.number} {digest(dict(words))}".encode()).digest())
    await Option.bulk_create(
        [
            Option(vote_id=vote.id, key=f"o{place}", position=place - 1, words=dict(words), texts={},
                   digest=digest(dict(words)))
            for place, words in enumerate(drawn, 1)
        ]
    )  # fmt: skip
