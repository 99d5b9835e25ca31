"""Writing the rules: by whom, journaled, never of a vote that has its copy; and the roles that a rule set lets open."""

import pytest

from conference.core.actor import HOUSE
from conference.core.errors import Conflict, NotPermitted, Refused
from conference.core.roles import Role
from conference.people import commands as people
from conference.people.queries import actor_of
from conference.rulebook import commands, queries, writing
from conference.rulebook.reading import BadRules
from conference.rulebook.rules import RuleSet
from conference.runtime import database, journal
from conference.runtime.models import Entry
from conference.voting import commands as voting
from conference.voting import queries as votes
from conference.voting.models import Vote
from conference.voting.rules import ballot
from tests.cast import Assembly, open_vote, put


def file(**changes: str) -> str:
    """The rules of the product with some texts of the file replaced."""
    text = writing.write(queries.defaults())
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def opened_by(*roles: str) -> str:
    """The rules of the product, with adoption opened by these roles."""
    adoption = next(each for each in queries.defaults() if each.key == "adoption")
    table = writing.table(adoption)
    listed = ", ".join(f'"{role}"' for role in roles)
    return file(**{table: table.rstrip() + f"\nopens = [{listed}]\n"})


async def set_rules(text: str, base: str | None = None) -> tuple[RuleSet, ...]:
    return await database.shielded(commands.set_rules(HOUSE, text, base))


async def test_saved_rules_take_the_place_of_all_others_and_stand_in_the_journal(assembly: Assembly) -> None:
    before = await Entry.all().count()
    await set_rules(file(**{"demand = 5": "demand = 7"}))
    assert [each.key for each in await queries.rule_sets()] == [each.key for each in queries.defaults()]
    assert (await queries.rule_set("procedure")).demand == 7
    (entry,) = await Entry.filter(verb="rules-set")
    assert (entry.subject, entry.actor) == ("rules", "house")
    assert await Entry.all().count() == before + 1
    assert await journal.first_broken_link() is None


async def test_saving_what_is_there_already_writes_nothing(assembly: Assembly) -> None:
    await set_rules(file())
    assert not await Entry.filter(verb="rules-set").exists()


async def test_bad_rules_change_nothing(assembly: Assembly) -> None:
    with pytest.raises(BadRules):
        await set_rules(file(**{"demand = 5": "demand = -5"}))
    assert await queries.rule_sets() == queries.defaults()


async def test_only_organizers_change_the_rules(assembly: Assembly) -> None:
    for handle in ("claire", "tomas", "omar", "marc"):
        with pytest.raises(NotPermitted):
            await database.shielded(commands.set_rules(assembly.people[handle], file(**{"demand = 5": "demand = 7"})))
    assert await queries.rule_sets() == queries.defaults()


async def test_of_two_organizers_the_second_is_told(assembly: Assembly) -> None:
    base = commands.digest_of(await queries.rule_sets())
    await set_rules(file(**{"demand = 5": "demand = 7"}), base)
    with pytest.raises(Conflict):
        await set_rules(file(**{"demand = 5": "demand = 9"}), base)
    assert (await queries.rule_set("procedure")).demand == 7


async def test_a_vote_keeps_the_rules_it_was_put_under_and_says_so(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    kept = vote.rules
    assert not (await votes.vote_page(assembly.marc, vote.number, "en")).rules_changed
    await set_rules(file(**{"share = [1, 2]": "share = [2, 3]"}))
    page = await votes.vote_page(assembly.marc, vote.number, "en")
    assert page.rules_changed
    assert (await Vote.get(id=vote.id)).rules == kept
    opened = await open_vote(assembly, vote)
    assert {key: opened.rules[key] for key in kept} == kept
    after = await votes.vote_page(assembly.marc, vote.number, "en")
    assert after.rules == page.rules
    assert not after.rules_changed  # it stands no longer in question
    await set_rules(file())
    assert {key: (await Vote.get(id=vote.id)).rules[key] for key in kept} == kept


async def test_a_rule_set_that_is_gone_counts_as_changed(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    await set_rules(file(**{'key = "adoption"': 'key = "adoption-anew"'}))
    assert (await votes.vote_page(assembly.marc, vote.number, "en")).rules_changed


@pytest.mark.parametrize("role", ["chair", "organizer", "teller"])
async def test_whoever_the_rules_name_opens_and_closes_and_nobody_else(assembly: Assembly, role: str) -> None:
    await database.shielded(_organize("omar"))
    holders = {"chair": assembly.claire, "organizer": await actor_of("omar"), "teller": assembly.tomas}
    await set_rules(opened_by(role))
    vote = await put(assembly, "plank")
    for name, holder in holders.items():
        if name != role:
            with pytest.raises(NotPermitted) as refusal:
                await database.shielded(voting.open_vote(holder, vote.number))
            assert "do not name you" in str(refusal.value)
    await database.shielded(voting.open_vote(holders[role], vote.number))
    for name, holder in holders.items():
        if name != role:
            with pytest.raises(NotPermitted):
                await database.shielded(voting.close_vote(holder, vote.number))
    await database.shielded(voting.close_vote(holders[role], vote.number))
    await database.shielded(voting.unseal(holders[role], vote.number))
    if role != "chair":
        with pytest.raises(NotPermitted):
            await database.shielded(voting.declare(holders[role], vote.number))
    declared = await database.shielded(voting.declare(assembly.claire, vote.number))
    assert declared.phase == "declared"


async def _organize(handle: str) -> None:
    async with database.transaction():
        await people.grant(HOUSE, handle, Role.ORGANIZER)


async def test_who_may_open_is_said_on_the_page_of_the_vote(assembly: Assembly) -> None:
    await set_rules(opened_by("chair", "teller"))
    vote = await put(assembly, "plank")
    told = [str(each) for each in (await votes.vote_page(assembly.marc, vote.number, "en")).rules]
    assert "The chair or a teller opens and closes it." in told


def test_a_ballot_by_approval_that_ranks_is_refused_before_it_lies_in_the_box() -> None:
    """The count would not take it, and then the whole box could not be counted."""
    assert ballot("approval", ("a", "b"), (("b", "a"),)) == (("a", "b"),)
    with pytest.raises(Refused) as refusal:
        ballot("approval", ("a", "b"), (("a",), ("b",)))
    assert refusal.value.code == "approval-has-no-order"
