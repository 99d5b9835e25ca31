"""A roll call answered by a program, with a token that its owner made for voting."""

import httpx2
import pytest

from conference.core.actor import Actor
from conference.people import commands as people
from conference.runtime import database
from conference.runtime.models import Entry
from conference.voting.models import Vote
from conference.voting.openly.models import OpenBallot
from tests.cast import DELEGATES, NO_OVERTIME, TRIPLE, Assembly, asked, close, opened, table
from tests.conftest import Visit


async def program(visit: Visit, owner: Actor, scope: str = "cast") -> httpx2.AsyncClient:
    token = await database.shielded(people.make_token(owner, owner.id or 0, "program", (scope,)))
    return await visit(token=token)


def at(vote: Vote, last: str = "answer") -> str:
    return f"/api/v1/votes/{vote.number}/{last}"


async def test_a_retry_counts_once_and_a_late_one_never_wins(assembly: Assembly, visit: Visit) -> None:
    vote = await asked(assembly, "procedure-by-name")
    rosa = await program(visit, assembly.rosa)
    assert (await rosa.get(at(vote))).json() == {
        "number": vote.number, "secrecy": "roll-call", "votes": 1, "organisation": None, "answer": None, "revision": 0,
        "may_answer": True, "why_not": None,
    }  # fmt: skip
    for _ in range(2):
        sent = await rosa.post(at(vote), json={"answer": "yes"})
        assert (sent.status_code, sent.json()) == (201, {"answer": {"yes": 1, "no": 0, "abstain": 0}, "revision": 1})
    assert (await rosa.post(at(vote), json={"answer": "no", "revision": 1})).json()["revision"] == 2
    late = await rosa.post(at(vote), json={"answer": "yes"})
    assert (late.status_code, late.json()["code"]) == (409, "newer-answer")
    held = await OpenBallot.get(vote_id=vote.id)
    assert (held.yes, held.no, held.revision) == (0, 1, 2)
    assert await Entry.filter(verb="answered-openly").count() == 2
    every = (await (await visit()).get(at(vote, "answers"))).json()
    assert every["total"] == {"yes": 0, "no": 1, "abstain": 0}
    assert sum(each["not_answered"] for each in every["delegations"]) == sum(map(len, DELEGATES.values())) - 1


async def test_what_cannot_be_taken_is_refused_in_a_sentence(assembly: Assembly, visit: Visit) -> None:
    vote = await asked(assembly, "procedure-by-name")
    rosa, tomas = await program(visit, assembly.rosa), await program(visit, assembly.marc, "write")
    for body, status, sentence in (
        ({}, 422, "Please send either “answer” or “votes”."),
        ({"answer": "yes", "votes": {"yes": 1}}, 422, "Please send either “answer” or “votes”."),
        ({"votes": {"yes": 1, "no": 1}}, 422, "must be exactly the 1 votes"),
        ({"answer": "perhaps"}, 422, "Please choose one of the answers offered."),
        ({"votes": {"yes": -1, "no": 2}}, 422, "This value cannot be taken here."),
    ):
        answer = await rosa.post(at(vote), json=body)
        assert answer.status_code == status, answer.text
        assert sentence in answer.text
    assert "This token was not made for this step." in (await tomas.post(at(vote), json={"answer": "yes"})).text
    assert (await (await visit("rosa")).post(at(vote), json={"answer": "yes"})).status_code in (401, 403)
    assert not await OpenBallot.exists()


async def test_nobody_answers_where_the_rules_have_no_named_answers(assembly: Assembly, visit: Visit) -> None:
    rosa = await program(visit, assembly.rosa)
    for vote in (await asked(assembly), await opened(assembly, "plank")):
        refused = await rosa.post(at(vote), json={"answer": "yes"})
        assert (refused.status_code, refused.json()["code"]) == (403, "not-by-name")
        assert "This vote is not answered by name." in refused.text
    called = await asked(assembly, "procedure-by-name")
    await close(assembly, called)
    refused = await rosa.post(at(called), json={"answer": "yes"})
    assert (refused.status_code, refused.json()["code"]) == (403, "vote-closed")
    assert (await rosa.post("/api/v1/votes/99/answer", json={"answer": "yes"})).status_code == 404


@pytest.mark.parametrize("kind", ["plank", "amendment", "choice"])
async def test_a_program_reads_the_whole_texts_in_every_language(assembly: Assembly, visit: Visit, kind: str) -> None:
    wanted = {"plank": 0, "amendment": 1, "choice": 2}[kind]
    laid = (("rosa", TRIPLE), ("marc", NO_OVERTIME))[:wanted]
    vote = await opened(assembly, kind, *[(await table(assembly, mover, texts)).number for mover, texts in laid])
    found = (await (await visit()).get(f"/api/v1/votes/{vote.number}")).json()
    assert len(found["texts"]) == wanted + (kind != "amendment")  # the choice has the text as it is as well
    passages = [each for text in found["texts"] for each in text["passages"]]
    assert all(set(each["texts"]) == {"en", "fr", "es"} for each in passages)
    for _, texts in laid:
        assert texts in [each["texts"] for each in passages]
    if kind == "plank":
        assert found["texts_digest"] == vote.rules["binding"]
