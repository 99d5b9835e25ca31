"""What a wire-tapper sees: lengths. Whatever is chosen, every step of a ballot is as long as every other."""

from itertools import permutations
from urllib.parse import urlencode

import httpx2
import pytest
from markupsafe import Markup

from conference.runtime import database
from conference.voting.routes import alike
from tests.cast import NO_OVERTIME, TRIPLE, Assembly, opened, table
from tests.conftest import Visit
from tests.journeys.walker import Reader
from tests.voting.test_secrecy import token_of
from tests.voting.test_table import seated
from tests.walk import Walk

Lengths = tuple[int, ...]


def _request(walk: Walk, ending: str, **answers: str) -> int:
    """The length of the body that a browser sends from this page's own form."""
    form, button = walk.form(ending)
    form.fill(**answers)
    return len(urlencode(form.sent(button)).encode())


async def again_as_at_first() -> None:
    """The form counts how often she has cast, which is no secret of the wire: each ballot here is her second one."""

    async def once_cast() -> None:
        async with database.transaction():
            await database.execute("UPDATE envelope SET revision = 1")

    await database.shielded(once_cast())


async def steps(client: httpx2.AsyncClient, at: str, **answers: str) -> Lengths:
    """One ballot by the pages' own forms: filled, checked, changed, checked, cast. The length of all that went by."""
    walk, lengths = Walk(client), list[int]()

    async def send(ending: str, **given: str) -> None:
        lengths.append(_request(walk, ending, **given))
        form, button = walk.form(ending)
        answer = await client.post(button.action, data=dict(form.sent(button)))
        lengths.append(len(answer.content))
        if answer.status_code == 303:
            lengths.append(len(answer.headers["location"]))
            answer = await client.get(answer.headers["location"])
            lengths.append(len(answer.content))
        else:
            assert answer.headers["content-encoding"] == "identity", "whoever compresses it tells what it says"
            assert "no-transform" in answer.headers["cache-control"]
        assert answer.status_code == 200
        walk.page = Reader(answer.text)

    await again_as_at_first()
    await walk.open(at)
    await send("/check", **answers)
    await send("/again")
    await send("/check")
    await send(at)
    return tuple(lengths)


async def test_every_answer_to_a_question_is_as_long_as_every_other(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    for language in ("en", "fr", "es"):
        client = await visit("rosa")
        at = f"/{language}/votes/{vote.number}/ballot"
        await steps(client, at, answer="yes")  # from now on a ballot of hers lies there
        found = {each: await steps(client, at, answer=each) for each in ("yes", "no", "abstain")}
        assert len(set(found.values())) == 1, found


async def test_every_ranking_is_as_long_as_every_other(assembly: Assembly, visit: Visit) -> None:
    one, two = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    vote = await opened(assembly, "choice", one.number, two.number)
    client, at = await visit("rosa"), f"/fr/votes/{vote.number}/ballot"
    ranks = {*permutations("123"), *permutations("120"), *permutations("100"), *permutations("112"), ("1", "1", "1")}
    await steps(client, at, rank__a1="1")
    found = {
        each: await steps(client, at, rank__a1=each[0], rank__a2=each[1], rank__keep=each[2]) for each in sorted(ranks)
    }
    found[("3", "1", "0")] = await steps(client, at, rank__a1="3", rank__a2="1", rank__keep="0")  # leaves a gap
    assert len(set(found.values())) == 1, found


async def test_a_program_fills_its_ballots_up_to_one_length(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    program = await visit(token=await token_of(assembly.rosa, "cast"))
    requests, answers = set(), set()
    for number, choice in enumerate(("yes", "no", "abstain")):
        ballot = {"ranking": [[choice]], "revision": number, "padding": "." * (20 - len(choice))}
        key = {"Idempotency-Key": f"the ballot number {number}"}
        answer = await program.post(f"/api/v1/votes/{vote.number}/ballots", json=ballot, headers=key)
        assert answer.status_code == 201
        requests.add(len(answer.request.content))
        answers.add(len(answer.content))
    assert (len(requests), len(answers)) == (1, 1)
    described = (await program.get("/api/openapi.json")).json()["paths"]["/api/v1/votes/{number}/ballots"]["post"]
    assert "padding" in described["summary"]


async def test_at_the_table_every_ballot_is_as_long_as_every_other(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    client = await visit("tomas")
    account, _ = await seated(assembly, vote, "rosa")
    at = f"/en/votes/{vote.number}/table/{account}"
    found = {each: await steps(client, at, answer=each) for each in ("yes", "no", "abstain")}
    assert len(set(found.values())) == 1, found


@pytest.mark.parametrize("marks", [("1", "0", "0"), ("1", "1", "1")])
def test_marks_are_filled_up_alike(marks: tuple[str, ...]) -> None:
    words = ("A short one", "Une réponse plus longue", "<&>")
    said = Markup("<ul>") + Markup("").join(w for w, m in zip(words, marks, strict=True) if m == "1")
    assert len(alike.filled_up(said, words).encode()) == len(alike.filled_up(Markup(""), words).encode())
    assert alike.widths([f"c{n}" for n in range(12)]).of_rank(0) == "00"
