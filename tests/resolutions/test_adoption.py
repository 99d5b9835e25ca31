"""From the compiled text on: certificates, ratification, editions, signatures, statements, commitments."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from amendments.conftest import Browser
from amendments.test_pages import come_in, fields

from conference.core.actor import NOBODY, Actor
from conference.core.errors import Absent, Invalid
from conference.core.roles import Role
from conference.people.models import Account
from conference.planks.models import Plank
from conference.resolutions import commands as resolutions
from conference.resolutions import queries
from conference.resolutions.adopted import commands as adopting
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.adopted.rules import Decided, Standing, is_link, standing
from conference.resolutions.annexed import commands as annexing
from conference.resolutions.annexed import joint
from conference.resolutions.annexed import queries as annexed
from conference.resolutions.certified import commands as certifying
from conference.resolutions.certified import queries as certified
from conference.resolutions.commitments import commands as committing
from conference.resolutions.commitments import queries as commitments
from conference.resolutions.editions import commands as editing
from conference.resolutions.editions import queries as editions
from conference.resolutions.models import Paragraph
from conference.runtime import clock, database
from conference.voting import commands as voting
from conference.voting.models import Vote

from . import conftest
from .conftest import TITLES, WEEK, Cast, compiled, decide, refused

do = database.shielded
ALL = ("en", "fr", "es")
LABEL = "2"
"""The clause that Ana's amendment changed."""


def reads(actor: Actor, *roles: Role) -> Actor:
    return replace(actor, roles=actor.roles | set(roles), understands=ALL)


async def carried(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    await decide(cast, (await do(resolutions.put_resolution(cast.claire, made.number))).number)


async def published(cast: Cast, plank: Plank) -> None:
    await carried(cast, plank)
    await do(resolutions.publish(cast.claire, 1))


async def signing(cast: Cast, who: Actor) -> None:
    committee = replace(cast.omar, roles=cast.omar.roles | {Role.CREDENTIALS})
    await do(adopting.name_signer(committee, who.delegation or "", who.id or 0))


async def test_two_people_certify_each_language_before_the_vote(cast: Cast, plank: Plank) -> None:
    await conftest.adopted(cast, plank)
    made = await do(resolutions.compile_resolution(cast.claire, TITLES, [1]))
    translator = reads(cast.amelie)
    assert await certified.uncertified(made) == ALL
    await do(certifying.certify(translator, 1, ALL))
    await do(certifying.certify(translator, 1, ALL))
    assert await certified.uncertified(made) == ALL, "nobody vouches twice"
    with refused("not-certified"):
        await do(resolutions.put_resolution(cast.claire, 1))
    with refused("not-her-language"):
        await do(certifying.certify(cast.beto, 1, ["fr"]))
    await do(certifying.certify(reads(cast.karen), 1, ["en"]))
    assert await certified.uncertified(made) == ("fr", "es")
    with refused("own-translation"):
        await do(certifying.certify(reads(cast.claire, Role.DRAFTER), 1, ["fr"]))
    forced = await do(voting.put(cast.claire, "resolution", 1, binding=made.digest))
    with refused("not-certified"):
        await do(voting.open_vote(cast.claire, forced.number))


def test_the_latest_decision_at_home_counts() -> None:
    assert standing([]) is Standing.AWAITED
    lines = [Decided(date(2026, 6, 1), 1, "refused"), Decided(date(2026, 7, 1), 2, "ratified")]
    assert standing(lines) is standing(lines[::-1]) is Standing.RATIFIED
    assert is_link("https://example.org/minutes.pdf")
    assert not any(
        map(is_link, ("javascript:alert(1)", "https://", "https://a b", "ftp://example.org", "https://u@x.org"))
    )


async def test_a_delegation_adopts_ad_referendum_and_the_ledger_says_what_came_of_it(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    made = await compiled(cast, plank)
    with refused("not-a-signer"):
        await do(adopting.declare_ad_referendum(cast.karen, 1, "CA"))
    await signing(cast, cast.karen)
    with refused("not-a-signer"):
        await do(adopting.declare_ad_referendum(cast.karen, 1, "MX"))
    await do(adopting.declare_ad_referendum(cast.karen, 1, "CA"))
    await decide(cast, (await do(resolutions.put_resolution(cast.claire, made.number))).number)
    with refused("declared-already"):
        await do(adopting.declare_ad_referendum(cast.claire, 1, "MX"))
    await do(resolutions.publish(cast.claire, 1))
    visitor = browser()
    for address in ("/en/resolutions", "/en/resolutions/1", "/en/resolution/1/editions/1"):
        assert "awaiting ratification by Canada" in (await visitor.get(address)).text
    assert "ratification par Canada" not in (await visitor.get("/en/resolutions/1")).text
    tomorrow = clock.now().date() + timedelta(days=1)
    with pytest.raises(Invalid) as gap:
        await do(adopting.record_ratification(cast.karen, 1, "CA", " ", tomorrow, "maybe", "", "file:///etc"))
    assert set(gap.value.problems) == {"body", "decided_on", "result", "evidence"}
    day = clock.now().date()
    ledger = ("National board", day, "ratified", "Unanimous.", "https://example.org/m")
    await do(adopting.record_ratification(cast.karen, 1, "CA", *ledger))
    page = (await visitor.get("/en/resolutions/1/adoption")).text
    assert "ratified by Canada" in page
    assert "National board" in page
    assert "Karen McLeod" in page, "she has agreed to be named"
    assert "awaiting ratification" not in (await visitor.get("/en/resolutions")).text


async def test_an_edition_never_changes_and_a_corrigendum_makes_the_next(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    first, digest = await editions.edition_bytes(1, 1, "en")
    assert hashlib.sha256(first).hexdigest() == digest
    assert (await editions.edition(NOBODY, 1, 1, "en")).digest == (await queries.row(NOBODY, 1)).digest
    drafter, wrong = reads(cast.karen, Role.DRAFTER), WEEK["en"].replace("thirty-two", "thirty-six")
    refusals = (("en", wrong, "typographical"), ("en", WEEK["en"] + " Soon.", "substance"),
                ("es", "Otra cosa.", "translation"), ("en", WEEK["en"] + " By 2027.", "translation"))  # fmt: skip
    for language, text, nature in refusals:
        with refused("substance"):
            await do(editing.propose(drafter, 1, LABEL, language, text, nature, "A slip.", "en"))
    slip = WEEK["en"].replace("Weekly", "weekly")
    made = await do(editing.propose(drafter, 1, LABEL, "en", slip, "typographical", "A slip.", "en"))
    with refused("own-correction"):
        await do(editing.certify(drafter, 1, made.id))
    await do(editing.certify(reads(cast.amelie), 1, made.id))
    with refused("not-certified"):
        await do(editing.publish(cast.claire, 1, made.id))
    await do(editing.certify(reads(cast.ana), 1, made.id))
    await do(editing.publish(cast.claire, 1, made.id))
    assert (await editions.edition_bytes(1, 1, "en")) == (first, digest)
    visitor = browser()
    old = unescape((await visitor.get("/en/resolution/1/editions/1")).text)
    assert WEEK["en"] in old
    assert "A corrigendum has been published since" in old
    new = unescape((await visitor.get("/fr/resolution/1/editions/2?languages=en")).text)
    assert slip in new
    assert "A slip." in new, "why stands with it"
    bytes_of = await visitor.get("/api/v1/resolutions/1/editions/1?language=en")
    assert (bytes_of.content, bytes_of.headers["etag"]) == (first, f'"{digest}"')
    assert (await visitor.get("/en/resolution/1/editions/3")).status_code == 404


async def test_a_delegation_signs_the_digest_by_its_signer_who_proves_who_she_is(cast: Cast, plank: Plank) -> None:
    await published(cast, plank)
    with refused("not-a-signer"):
        await do(adopting.sign(cast.tom, 1, 1, "Tom Okafor"))
    await signing(cast, cast.tom)
    with pytest.raises(Invalid):
        await do(adopting.sign(cast.tom, 1, 1, "Karen McLeod"))
    signed = await do(adopting.sign(cast.tom, 1, 1, "tom okafor"))
    assert signed.digest == (await queries.row(NOBODY, 1)).digest
    with refused("signed-already"):
        await do(adopting.sign(cast.tom, 1, 1, "Tom Okafor"))
    shown = await adopted.signatures(NOBODY, await queries.row(NOBODY, 1), "fr")
    assert [(each.delegation, each.edition, str(each.by)) for each in shown] == [("Canada", 1, "a delegate, Canada")]


async def test_statements_are_annexed_after_the_result_in_their_own_language(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await compiled(cast, plank)
    with refused("not-declared"):
        await do(annexing.file_statement(cast.ana, 1, "explanation", "es", "Voté a favor."))
    await decide(cast, (await do(resolutions.put_resolution(cast.claire, 1))).number)
    await do(annexing.file_statement(cast.ana, 1, "explanation", "es", "Voté a favor."))
    with refused("too-many"):
        await do(annexing.file_statement(cast.ana, 1, "explanation", "es", "Otra vez."))
    with pytest.raises(Invalid):
        await do(annexing.file_statement(cast.tom, 1, "explanation", "en", "x" * 2_001))
    with refused("not-a-signer"):
        await do(annexing.file_statement(cast.tom, 1, "reservation", "en", "Not for us.", [LABEL]))
    await signing(cast, cast.tom)
    with pytest.raises(Invalid):
        await do(annexing.file_statement(cast.tom, 1, "reservation", "en", "Not for us."))
    await do(annexing.file_statement(cast.tom, 1, "reservation", "en", "Not for us.", [LABEL, "77"]))
    await do(resolutions.publish(cast.claire, 1))
    page = unescape((await browser().get("/fr/resolution/1/editions/1")).text)
    assert "Voté a favor." in page
    assert "Not for us." in page
    row = await queries.row(NOBODY, 1)
    assert [(each.kind, each.clauses) for each in await annexed.statements(NOBODY, row, "en")] == [
        ("reservation", (LABEL,)), ("explanation", ()),
    ]  # fmt: skip


async def test_a_minority_report_has_several_authors_who_each_consent(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    words = "Nosotras votamos en contra."
    with pytest.raises(Invalid) as problem:
        await do(joint.prepare(cast.ana, 1, "minority", "es", words, (), "karen, Nobody at All"))
    assert problem.value.problems["coauthors"].params["name"] == "Nobody at All"
    with pytest.raises(Invalid):
        await do(joint.prepare(cast.ana, 1, "minority", "es", words, (), "Ana Ruiz"))
    kept = await do(
        joint.prepare(cast.ana, 1, "minority", "es", words, [LABEL], "karen mcleod, Tom Okafor (CA); Beto Nava")
    )
    ana, karen, tom, omar = [await come_in(browser(), each) for each in ("ana", "karen", "tom", "omar")]
    address = "/en/resolutions/1/adoption"
    for each in (ana, karen, tom):
        assert words in (await each.get(address)).text
    assert "You are named as a co-author" in (await karen.get("/en/")).text
    for each in (omar, browser()):
        assert words not in (await each.get(address)).text, "before it is annexed only its authors read it"
    row = await queries.row(NOBODY, 1)
    assert await annexed.statements(cast.karen, row, "en") == ()
    await do(joint.answer(cast.karen, 1, kept.id, consents=True))
    await do(joint.answer(cast.tom, 1, kept.id, consents=False))
    with pytest.raises(Absent):
        await do(joint.answer(cast.omar, 1, kept.id, consents=True))
    with refused("not-hers"):
        await do(joint.publish(cast.karen, 1, kept.id))
    with refused("not-answered"):
        await do(joint.publish(cast.ana, 1, kept.id))
    [waits] = await annexed.pending(cast.ana, row, "en")
    silent = next(each.id for each in waits.named if not each.answer)
    await do(joint.take_off(cast.ana, 1, kept.id, silent))
    made = await do(joint.publish(cast.ana, 1, kept.id))
    [shown] = await annexed.statements(NOBODY, row, "en")
    assert [(str(name), delegation) for name, delegation in shown.authors] == [
        ("a delegate, Mexico", "Mexico"), ("Karen McLeod", "Canada"),
    ]  # fmt: skip
    page = (await browser().get("/en/resolution/1/editions/1")).text
    assert words in page
    assert "Karen McLeod" in page
    assert "Tom Okafor" not in page
    paper = (await browser().get("/en/resolution.md")).text
    assert "Karen McLeod (Canada)" in paper
    told = (await browser().get("/en/resolution.json")).json()["statements"][0]
    assert told["coauthors"] == [{"author": "Karen McLeod", "delegation": "Canada"}]
    for code in ("MX", "CA"):
        assert len((await commitments.report_back(NOBODY, 1, code, "en")).statements) == 1, "both report it at home"
    with pytest.raises(Absent):
        await do(joint.leave(cast.tom, 1, made.id))
    await do(joint.leave(cast.karen, 1, made.id))
    assert (await annexed.statements(NOBODY, row, "en"))[0].coauthors == ()


async def test_the_form_for_several_authors_loses_nothing(cast: Cast, plank: Plank, browser: Browser) -> None:
    await published(cast, plank)
    ana = await come_in(browser(), "ana")
    page = (await ana.get("/en/resolutions/1/adoption")).text
    typed = fields(page, "/en/resolutions/1/statements") | {
             "kind": "explanation", "language": "es", "text": "Voté a favor.",
             "coauthors": "Zoë Nobody"}  # fmt: skip
    again = await ana.post("/en/resolutions/1/statements", data=typed)
    assert again.status_code == 422
    assert "No accredited delegate is called Zoë Nobody." in unescape(again.text)
    assert "Voté a favor." in again.text
    typed |= fields(again.text, "/en/resolutions/1/statements") | {"coauthors": "beto"}
    assert (await ana.post("/en/resolutions/1/statements", data=typed)).status_code == 303
    assert "has not answered yet" in (await ana.get("/en/resolutions/1/adoption")).text


async def test_what_each_delegation_gave_is_told_except_where_it_would_tell_on_somebody(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    vote = await Vote.get(number=(await queries.resolution(NOBODY, 1, "en")).vote.number)
    assert (await queries.decision(NOBODY, await queries.row(NOBODY, 1), "en")).delegations == (), "four ballots only"
    gave = {"MX": (7, 6, 1, 0), "CA": (8, 5, 2, 1)}
    counted = vote.result | {"ballots": 15, "conditions": [each for each in vote.result["conditions"]
                                                           if not each.get("delegation")]}  # fmt: skip
    counted["groups"] = [
        {
            "name": code,
            "roll": 9,
            "present": None,
            "cast": cast_,
            "turnout": None,
            "yes": yes,
            "no": no,
            "abstain": none,
        }
        for code, (cast_, yes, no, none) in gave.items()
    ]
    await Vote.filter(id=vote.id).update(result=counted)
    for address in ("/en/resolution/1/editions/1", "/en/resolutions/1", "/en/resolutions/1/adoption"):
        page = (await browser().get(address)).text
        assert "Votes by delegation" in page, address
        assert "<td>6</td><td>1</td><td>0</td><td>9</td>" in page, address
    assert "Canada: yes 5, no 2, abstentions 1." in (await browser().get("/en/resolution.md")).text
    told = (await browser().get("/en/resolution.json")).json()["vote"]["delegations"]
    assert told[0] == {"delegation": "MX", "roll": 9, "cast": 7, "yes": 6, "no": 1, "abstain": 0}
    counted["groups"][1] |= {"cast": 3, "yes": 3, "no": 0, "abstain": 0}
    await Vote.filter(id=vote.id).update(result=counted | {"ballots": 10})
    held = await queries.decision(NOBODY, await queries.row(NOBODY, 1), "en")
    assert {(each.yes, each.cast) for each in held.delegations} == {(None, None)}, "else the small one is worked out"
    assert "not told" in (await browser().get("/en/resolution/1/editions/1")).text


async def test_a_delegation_commits_itself_and_reports(cast: Cast, plank: Plank, browser: Browser) -> None:
    await carried(cast, plank)
    with refused("not-of-the-delegation"):
        await do(committing.commit(cast.karen, 1, "MX", LABEL, "en", "We strike.", "Board"))
    with pytest.raises(Invalid):
        await do(committing.commit(cast.karen, 1, "CA", "h1", "en", "We strike.", "Board"))
    made = await do(committing.commit(cast.ana, 1, "MX", LABEL, "es", "Asambleas en mayo.", "Comité", owner=True))
    await do(committing.report(cast.beto, 1, made.id, "begun", "es", "Tres asambleas."))
    await do(committing.report(cast.beto, 1, made.id, "done", "es", "Todas."))
    with refused("wrong-step"):
        await do(committing.report(cast.beto, 1, made.id, "planned", "es", "De nuevo."))
    await do(resolutions.publish(cast.claire, 1))
    view = await commitments.overview(NOBODY, 1, "en")
    assert [each.status for each in view.of(LABEL, "MX")] == ["done"]
    assert view.of(LABEL, "CA") == ()
    page = unescape((await browser().get("/en/resolutions/1/commitments/MX")).text)
    assert "Asambleas en mayo." in page
    assert "Ana Ruiz" in page, "she has named herself"
    sheet = await commitments.report_back(NOBODY, 1, "MX", "es")
    assert [each.clause for each in sheet.commitments] == [LABEL]


async def test_provenance_that_cannot_be_looked_up_breaks_no_page(cast: Cast, plank: Plank, browser: Browser) -> None:
    await published(cast, plank)
    broken = await Paragraph.get(resolution__number=1, label=LABEL)
    told = broken.sources["labels"]["A1"]
    assert (told["language"], told["votes"], told["version"], told["mover"]) == ("es", [1], 2, cast.ana.id)
    broken.sources = broken.sources | {"author": 99_999, "votes": [88_888], "amendments": [], "labels": {
        "A1": told | {"mover": 77_777, "votes": [66_666]}}}  # fmt: skip
    await broken.save()
    page = await browser().get("/en/resolutions/1")
    assert page.status_code == 200
    assert "somebody whom the records no longer name" in page.text
    assert (await browser().get("/api/v1/resolutions/1")).status_code == 200


async def test_every_page_is_there_for_those_whom_it_is_for(cast: Cast, plank: Plank, browser: Browser) -> None:
    await published(cast, plank)
    await Account.filter(handle="karen").update(languages=["en", "fr", "es"])
    chair, visitor = await come_in(browser(), "claire"), browser()
    for path in ("certification", "adoption", "commitments", "commitments/CA", "corrections"):
        for language in ALL:
            assert (await visitor.get(f"/{language}/resolutions/1/{path}")).status_code == 200, path
    for path in ("resolutions/desk", "planks/1/links", f"resolutions/1/corrections?label={LABEL}&language=fr"):
        assert (await chair.get(f"/fr/{path}")).status_code == 200, path
    assert (await chair.get("/fr/resolutions/signers")).status_code == 403
    assert (await visitor.get("/en/resolutions/desk", follow_redirects=False)).status_code == 303
    found = (await visitor.get("/api/v1/resolutions/1/annexes")).json()
    assert found == {"ad_referendum": [], "signatures": [], "statements": []}
