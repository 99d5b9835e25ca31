"""The demo that a newcomer meets: what stands in its database after the first start."""

from datetime import timedelta
from json import loads

import pytest

from conference.amendments import queries as amendment_queries
from conference.amendments.groups.models import Rival, RivalSet
from conference.amendments.models import Amendment, Cosigner, Kept, Member, Step
from conference.amendments.queries import rows
from conference.core.actor import NOBODY
from conference.core.languages import LANGUAGES
from conference.debate.models import Post
from conference.debate.moderation.models import Hiding
from conference.demo import load
from conference.people.models import Account, Delegate, Delegation
from conference.people.queries import actor_of
from conference.planks.links.models import BlockLink
from conference.planks.models import Plank, Segment
from conference.rapporteur import queries as notes
from conference.resolutions.adopted.models import Ratification, Signature
from conference.resolutions.annexed.models import CoAuthor, Statement
from conference.resolutions.commitments.models import Commitment, Progress
from conference.resolutions.editions.models import EditionText
from conference.resolutions.models import Paragraph, Resolution
from conference.runtime import clock, database, journal
from conference.runtime.models import Entry
from conference.translation import queries as translation
from conference.translation.terms import queries as termbase
from conference.voting.models import Vote, Voter
from conference.voting.sealed import box

pytestmark = pytest.mark.usefixtures("demo")


async def test_three_delegations_of_seven_are_on_the_roll():
    seated = await Delegate.filter(state="accredited", alternate=False).select_related("delegation")
    codes = [each.delegation.code for each in seated]
    assert {code: codes.count(code) for code in codes} == {"CA": 7, "MX": 7, "US": 7}
    assert await Delegation.all().count() == 3


async def test_nobody_of_the_cast_has_a_password():
    assert await Account.all().count() >= 30
    assert not await Account.filter(password_hash__not_isnull=True).exists()


async def test_the_offices_are_filled():
    for handle, role in {
        "claire-beaulieu": "chair",
        "ernesto-fuentes": "chair",
        "nadia-haddad": "credentials",
        "lucia-fernandez": "translator",
        "ruth-ansah": "scrutineer",
        "omar-farouk": "observer",
        "yves-caron": "alternate",
        "pat-lindqvist": "organizer",
    }.items():
        assert role in (await actor_of(handle)).roles


async def test_every_post_is_read_in_every_language_and_says_who_translated_it():
    posts = await Post.filter(state="standing")
    assert len(posts) >= 40
    written = {(await translation.originals([post.unit_id]))[post.unit_id].original_language for post in posts}
    assert written == set(LANGUAGES)
    readings = await translation.in_all_languages([post.unit_id for post in posts])
    for texts in readings.values():
        assert set(texts) == set(LANGUAGES)
        translated = [each for each in texts.values() if each.origin != "original"]
        assert all(each.origin == "human" and each.translator for each in translated)
    (hidden,) = await Hiding.all()
    for texts in (await translation.in_all_languages([hidden.reason_id, hidden.reply_id or 0])).values():
        assert set(texts) == set(LANGUAGES)
    older = [each.unit_id for texts in readings.values() for each in texts.values() if not each.current]
    assert len(set(older)) == 2  # their authors have just changed them: they lie on the translators' desk
    assert len(older) == 3


async def test_the_planks_and_amendments_are_complete_in_every_language():
    units = [each.unit_id for each in await Segment.all()]
    for amendment in await Amendment.all():
        units += [unit for unit in (amendment.text_id, amendment.reason_id) if unit is not None]
    missing = await translation.missing(units)
    assert [unit for unit in units if missing.get(unit)] == []


async def test_amendments_stand_at_every_stage_of_their_life():
    amendments = await Amendment.all()
    assert len(amendments) >= 12
    states = {each.state for each in amendments}
    assert states >= {"submitted", "admitted", "returned", "withdrawn", "on-vote", "carried", "lost"}
    assert any(each.parent_id for each in amendments)
    assert await Cosigner.all().count() > len(amendments)


async def test_every_kind_of_amendment_and_of_fate_has_an_example():
    found = await Amendment.all().select_related("mover")
    assert {each.kind for each in found} >= {"replace", "insert", "insert-before", "title"}
    assert {each.state for each in found} >= {"accepted", "joined"}
    taken_over = await Step.filter(verb="amendment-taken-over").select_related("amendment__mover", "account")
    assert [each.account_id for each in taken_over] == [each.amendment.mover_id for each in taken_over] != []
    composite = next(each for each in found if each.composite)
    assert [each.answer for each in await Member.filter(composite_id=composite.id)] == ["joins", "joins"]
    sources = await amendment_queries.sources(composite.number)
    assert {language: len(words) for language, words in sources.items()} == dict.fromkeys(LANGUAGES, 2)


async def test_alternatives_are_marked_and_a_draft_lies_in_its_owners_drawer():
    for rivals in await RivalSet.all():
        assert await Rival.filter(rivals_id=rivals.id).count() >= 2
    assert await RivalSet.filter(ended_at=None).count() == 2
    draft = await Kept.get().select_related("owner")
    owner = await actor_of(draft.owner.handle)
    assert [each.id for each in await rows.kept(owner)] == [draft.id]


async def test_blocks_of_one_plank_lean_on_those_of_another():
    links = await BlockLink.all()
    assert {each.kind for each in links} == {"needs", "reinforces"}
    assert all(each.plank_id != each.target_plank_id for each in links)


async def test_a_choice_led_to_consent_and_consent_to_the_adopted_plank():
    choice = await Vote.get(plank__number=1, kind="choice")
    consent = await Vote.get(follows_id=choice.id)
    adoption = await Vote.get(plank__number=1, kind="plank")
    assert (choice.outcome, consent.outcome, adoption.outcome) == ("chosen", "carried", "carried")
    assert choice.declared_at < consent.opened_at < adoption.opened_at
    plank = await Plank.get(number=1)
    assert plank.state == "adopted"
    assert plank.version > 1


async def test_one_vote_is_open_without_an_end_and_one_is_still_to_come():
    vote = await Vote.get(phase="open")
    assert vote.closes_at is None
    assert 0 < await box.number_in(vote.id) < await Voter.filter(vote_id=vote.id).count()
    assert await Vote.filter(phase="put").count() == 1


async def test_the_declaration_is_published():
    resolution = await Resolution.get(state="published")
    assert set(resolution.titles) == set(LANGUAGES)
    vote = await resolution.vote
    assert vote.outcome == "carried"


async def test_the_declaration_has_a_preamble_a_schedule_and_references_that_are_read():
    whole = await Paragraph.filter(resolution__state="published").order_by("position")
    assert {each.part for each in whole} == {"preamble", "operative", "schedule"}
    assert not any("{" in text for each in whole for text in each.texts.values())
    assert any("l’article 2" in each.texts["fr"] and "la cláusula 2" in each.texts["es"] for each in whole)
    sources = [each.sources for each in whole if each.key == "4.p5"]
    assert "A1" in str(sources), "an amendment without a vote stands behind it"


async def test_a_slip_was_put_right_in_a_second_edition_and_the_first_stays_as_it_was():
    first, second = [
        {each.language: loads(each.content) for each in await EditionText.filter(edition__number=number)}
        for number in (1, 2)
    ]
    assert "se tienent" in str(first["fr"]["paragraphs"])
    assert str(first["fr"]["paragraphs"]).replace("se tienent", "se tiennent") == str(second["fr"]["paragraphs"])
    assert first["es"]["paragraphs"] == second["es"]["paragraphs"]


async def test_delegations_signed_ratified_reserved_and_undertook():
    signed = {
        (each.edition.number, each.delegation.code)
        for each in await Signature.all().select_related("edition", "delegation")
    }
    assert {code for _, code in signed} == {"CA", "MX", "US"}
    assert [each.result for each in await Ratification.all()] == ["ratified"]
    assert {each.kind for each in await Statement.all()} == {"reservation", "minority", "explanation"}
    [coauthor] = await CoAuthor.all().select_related("statement", "delegation")
    assert (coauthor.statement.kind, coauthor.delegation.code) == ("minority", "US"), "of two delegations, with consent"
    undertaken = await Commitment.all().select_related("delegation")
    assert {each.delegation.code for each in undertaken} == {"CA", "MX", "US"}
    for each in undertaken:
        assert await Progress.filter(commitment_id=each.id).exists()
    units = [each.unit_id for each in (*undertaken, *await Statement.all(), *await Progress.all())]
    assert not any((await translation.missing(units)).values())


async def test_an_observer_without_an_account_may_read_every_plank():
    assert {plank.audience for plank in await Plank.all()} == {"public"}


async def test_only_the_open_vote_holds_sealed_ballots_that_name_their_voters():
    found = await database.rows("SELECT DISTINCT v.phase FROM envelope e JOIN vote v ON v.id = e.vote_id")
    assert found == [("open",)]


async def test_the_journal_tells_it_in_order_of_time_and_its_chain_holds():
    moments = [entry.at for entry in await Entry.all().order_by("seq")]
    assert moments == sorted(moments)
    assert moments[-1] < clock.now()
    assert clock.now() - moments[0] > timedelta(days=20)
    assert await journal.first_broken_link() is None


def test_each_load_tells_the_same_story():
    assert [step.at for step in load.story().in_order()] == [step.at for step in load.story().in_order()]


async def test_the_glossary_lies_open_and_its_words_are_those_of_the_floor():
    terms = {each.id: each for each in (await termbase.glossary()).terms}
    assert len(terms) == 25
    assert terms["overtime"].forms["es"].text == "tiempo extra"
    assert all(set(each.notes) == set(LANGUAGES) for each in terms.values())


async def test_the_note_on_plank_1_is_read_in_every_language_and_that_on_plank_2_is_a_draft():
    for language in LANGUAGES:
        note = await notes.note(NOBODY, 1, language)
        assert len(note.points) == 9
        assert {each.reading.language for each in note.points} == {language}
        assert all(each.posts for each in note.points)
        assert [len(note.standing), len(note.answered)] == [1, 1]
    assert (await notes.note(NOBODY, 2, "en")).version is None
    assert (await notes.note(await actor_of("james-whitfield"), 2, "en")).own_draft == 3
    marked = await Post.exclude(claim="").values_list("claim", flat=True)
    assert set(marked) == {"demand", "constraint", "means"}
