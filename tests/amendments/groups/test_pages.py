"""Groups, order and overlaps as a browser shows them, without a script."""

import re
from html import unescape

from conference.amendments.groups.models import RivalSet
from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.planks.models import Plank
from conference.voting.models import Vote
from tests.amendments.conftest import Browser, Cast, carried
from tests.amendments.test_pages import come_in, fields

from .conftest import Six

GROUPS = "/fr/planks/1/groups"


async def test_from_a_mark_to_the_ranked_vote_and_the_new_order(
    cast: Cast, plank: Plank, drafter: Actor, six: Six, browser: Browser
) -> None:
    visitor = browser()
    page = (await visitor.get(GROUPS)).text
    assert re.search(r"<mark>.*?par étapes</mark>", page, re.S)
    assert "/rivals" not in page
    james = await come_in(browser(), "james")
    typed = fields((await james.get(GROUPS)).text, f"/fr/planks/1/rivals#group-{six.week}")
    chosen = {**typed, "amendment": [str(six.week), str(six.thirty)]}
    refused = await james.post("/fr/planks/1/rivals", data={**chosen, "reason": " "})
    assert refused.status_code == 422
    assert refused.text.count("checked>") == 2, "what was ticked stays ticked"
    # the same two again, with a reason
    typed = fields(refused.text, f"/fr/planks/1/rivals#group-{six.week}")
    answer = await james.post("/fr/planks/1/rivals", data={**chosen, **typed, "reason": "Une seule semaine."})
    assert answer.headers["location"] == GROUPS
    assert (await RivalSet.get()).marked_by_id == drafter.id
    assert "Une seule semaine." in (await visitor.get(GROUPS)).text

    claire = await come_in(browser(), "claire")
    page = (await claire.get(GROUPS)).text
    typed = fields(page, "/fr/planks/1/order") | {"reason": "Le nouveau paragraphe d’abord."}
    numbers = [str(each) for each in (six.soon, six.gone, six.week, six.thirty, six.year, six.more)]
    places = {f"place-{number}": "5" for number in numbers} | {f"place-{six.soon}": "1"}
    wrong = places | {f"place-{six.week}": "1", f"place-{six.soon}": "9"}
    sent = {**typed, "amendment": numbers, **wrong}
    refused = await claire.post("/fr/planks/1/order", data=sent)
    assert refused.status_code == 422
    assert "Le nouveau paragraphe d’abord." in refused.text
    sent = {**sent, **fields(refused.text, "/fr/planks/1/order"), **places, f"place-{six.more}": "2"}
    answer = await claire.post("/fr/planks/1/order", data={**sent, "amendment": numbers})
    assert answer.status_code == 303, answer.text
    shown = unescape((await visitor.get(GROUPS)).text).split('class="turns"')[1]
    order = [int(each) for each in re.findall(r'<h3><a href="/fr/amendments/A(\d+)"', shown)]
    assert order == [six.soon, six.more, six.gone, six.week, six.year], "alternatives stand as one"

    await Amendment.filter(number=six.soon).update(state="withdrawn")
    page = (await claire.get(GROUPS)).text
    told = (await visitor.get("/api/v1/planks/1/groups")).json()
    assert told["order"][0] == {"amendments": [six.more], "because": "inserts", "percent": 100}
    assert told["groups"][0]["pairs"] == [[f"A{six.week}", f"A{six.thirty}"]]
    form = next(each for each in re.findall(r"<form[^>]*votes.*?</form>", page, re.S) if "choice" in each)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    rivals = [value for name, value in hidden if name == "amendment"]
    assert rivals == [str(six.week), str(six.thirty)]
    answer = await claire.post("/fr/votes", data={**dict(hidden), "amendment": rivals})
    assert answer.headers["location"] == "/fr/votes/1"
    assert (await Vote.get(number=1)).kind == "choice"


async def test_three_texts_side_by_side_and_her_own_words(cast: Cast, plank: Plank, six: Six, browser: Browser) -> None:
    await Amendment.filter(number=six.soon).update(state="withdrawn")
    await carried(cast, six.week)
    karen = await come_in(browser(), "karen")
    address = f"/fr/amendments/A{six.thirty}"
    assert f"{address}/overlap" in (await karen.get(address)).text
    page = (await karen.get(f"{address}/overlap")).text
    assert page.count('class="three"') == 3
    assert re.search(r"<ins>.*?a treinta y dos.*?</ins>", page, re.S), "what the text has become is marked"
    assert f"/fr/amendments/A{six.week}" in page
    typed = fields(page, f"{address}/overlap")
    assert typed["text"] == "Weekly hours go down to thirty without loss of pay.", "what does not collide is in it"
    kept = await karen.post(f"{address}/overlap", data=typed | {"text": " "})
    assert kept.status_code == 422
    typed = fields(kept.text, f"{address}/overlap") | {"text": "Weekly hours go down to thirty in two steps."}
    answer = await karen.post(f"{address}/overlap", data=typed)
    assert answer.headers["location"] == address
    assert (await karen.get(f"{address}/overlap")).status_code == 404, "nothing waits any more"
    filed = await Amendment.get(number=six.thirty)
    assert (filed.base, filed.state) == (2, "admitted")
    assert "thirty in two steps" in (await browser().get("/en/planks/1/groups")).text
