"""Questions that hang on no plank: the chair types them in every language; presence is frozen where the rules ask."""

import re

import pytest

from conference.core.errors import Invalid, NotPermitted, Refused
from conference.roll import commands as roll
from conference.rulebook.models import StoredRuleSet
from conference.rulebook.queries import defaults
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting.models import Option, Vote
from conference.voting.openly import rules as open_rules
from tests.cast import PAUSE, Assembly, answer, asked, cast, declared
from tests.conftest import Visit


async def stored(key: str, **changed: object) -> None:
    """The conference's own rule sets: those of the product, one of them changed."""
    for place, each in enumerate(defaults()):
        content = each.as_data() | (changed if each.key == key else {})
        await StoredRuleSet.create(key=each.key, position=place, content=content)


async def test_a_question_of_procedure_is_yes_or_no_and_hangs_on_no_plank(assembly: Assembly) -> None:
    vote = await database.shielded(voting.ask(assembly.chair, "procedure", PAUSE))
    assert (vote.kind, vote.secrecy, vote.plank_id, vote.audience) == ("procedure", "show-of-hands", None, "conference")
    assert vote.questions == PAUSE
    assert [each.key for each in await Option.filter(vote_id=vote.id).order_by("position")] == ["yes", "no", "abstain"]


@pytest.mark.parametrize(("lacking", "named"), [(("fr",), ("Français",)), (("en", "es"), ("English", "Español"))])
async def test_a_missing_language_is_named(
    assembly: Assembly, lacking: tuple[str, ...], named: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid) as refusal:
        await database.shielded(voting.ask(assembly.chair, "procedure", PAUSE | dict.fromkeys(lacking, "  ")))
    problem = refusal.value.problems[f"question-{lacking[0]}"]
    assert problem.params["languages"] == named
    assert not await Vote.exists()


async def test_only_the_chair_asks(assembly: Assembly) -> None:
    for somebody in (assembly.rosa, assembly.tomas, assembly.omar):
        with pytest.raises(NotPermitted):
            await database.shielded(voting.ask(somebody, "procedure", PAUSE))


@pytest.mark.parametrize("rule_set", ["election", "choice", "no-such-rules"])
async def test_rules_for_other_questions_are_refused(assembly: Assembly, rule_set: str) -> None:
    with pytest.raises(Refused) as refusal:
        await database.shielded(voting.ask(assembly.chair, "procedure", PAUSE, rule_set=rule_set))
    assert refusal.value.code == "wrong-rules"


async def test_presence_is_frozen_at_opening_where_the_quorum_is_of_presence(assembly: Assembly) -> None:
    await stored("procedure-by-name", quorum={"of": "presence", "at_least": [1, 2], "strict": False})
    here = [assembly.people[handle].id or 0 for handle in ("marc", "anne", "rosa", "dana", "walt")]
    await database.shielded(roll.mark_presence(assembly.tomas, [*here, assembly.chair.id or 0], ()))
    vote = await asked(assembly, "procedure-by-name")
    assert vote.rules["present"] == {"CA": 2, "MX": 1, "US": 2}, "those on the roll who are in the room"
    await database.shielded(roll.mark_presence(assembly.tomas, [assembly.jorge.id or 0], ()))
    for handle in ("marc", "anne", "rosa", "dana", "walt", "jorge", "lucia"):
        await answer(assembly.people[handle], vote, yes=1)
    vote = await declared(assembly, vote)
    assert vote.outcome == "lost", "five of twelve were in the room when it opened: no quorum"
    assert vote.result is not None
    assert vote.result["conditions"][0]["counted"] == 5


async def test_a_majority_of_those_present(assembly: Assembly) -> None:
    await stored("procedure-by-name", threshold={"of": "present", "share": [1, 2], "strict": True})
    here = [assembly.people[handle].id or 0 for handle in ("marc", "anne", "rosa", "jorge", "dana", "walt", "ruth")]
    await database.shielded(roll.mark_presence(assembly.tomas, here, ()))
    vote = await asked(assembly, "procedure-by-name")
    for handle in ("marc", "anne", "rosa"):
        await answer(assembly.people[handle], vote, yes=1)
    assert (await declared(assembly, vote)).outcome == "lost", "three of seven present"


async def test_where_presence_decides_nothing_it_is_not_frozen(assembly: Assembly) -> None:
    vote = await asked(assembly)
    assert "present" not in vote.rules
    assert not open_rules.asks_presence({"quorum": "turnout > 1/2"})
    assert open_rules.asks_presence({"delegation_threshold": {"of": "present"}})


async def test_the_chair_asks_by_a_form(assembly: Assembly, visit: Visit) -> None:
    chair = await visit("claire")
    page = (await chair.get("/en/votes/new")).text
    typed = {
        "csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[0], "kind": "procedure", "rules": "procedure",
        "audience": "public", **{f"question-{each}": words for each, words in PAUSE.items()},
    }  # fmt: skip
    again = await chair.post("/en/votes/new", data=typed | {"question-fr": ""})
    assert again.status_code == 422
    assert "Missing: Français." in again.text
    assert "two o’clock" in again.text, "nothing that was typed is lost"
    made = await chair.post("/en/votes/new", data=typed)
    assert made.status_code == 303
    for language, words in PAUSE.items():
        assert words in (await (await visit("rosa")).get(f"/{language}/votes/1")).text
    assert (await (await visit("rosa")).get("/en/votes/new")).status_code == 403
    assert "/en/votes/new" in (await chair.get("/en/chair")).text


async def test_every_page_of_a_plankless_vote_opens(assembly: Assembly, visit: Visit) -> None:
    vote = await asked(assembly, "procedure-by-name")
    await answer(assembly.rosa, vote, yes=1)
    for _ in range(2):
        for handle in ("claire", "rosa", ""):
            client = await visit(handle)
            for path in ("/votes", f"/votes/{vote.number}", "/", f"/votes/{vote.number}/answers"):
                page = await client.get(f"/en{path}")
                assert page.status_code == 200, (handle, path)
                assert "planks/None" not in page.text
            assert (await client.get(f"/api/v1/votes/{vote.number}")).json()["plank"] is None
        if vote.phase != "declared":
            vote = await declared(assembly, vote)
    result = (await (await visit()).get(f"/api/v1/votes/{vote.number}/result")).json()
    assert result["answers"] == {"yes": 1, "no": 0, "abstain": 0}
    assert (await (await visit()).get(f"/en/votes/{vote.number}/result")).status_code == 200


async def test_a_secret_question_of_procedure_goes_into_the_box(assembly: Assembly) -> None:
    await stored("procedure", secrecy="sealed", demand=0)
    vote = await asked(assembly)
    for handle in ("rosa", "marc", "dana"):
        await cast(assembly.people[handle], vote, "yes")
    with pytest.raises(NotPermitted):
        await answer(assembly.jorge, vote, yes=1)
    assert (await declared(assembly, vote)).outcome == "carried"
