"""Writing, revising, translating, certifying and erasing texts. Owners call these inside their own transaction.

Laying a new unit is part of its owner's act and writes no row of the journal; what happens to it later does.
"""

from collections.abc import Awaitable, Callable, Mapping

from conference.core.actor import NOBODY, Actor
from conference.core.canonical import digest
from conference.core.errors import Absent, Conflict, Refused
from conference.core.words import N_
from conference.runtime import clock, database, journal, markup
from conference.text.words import clean
from conference.translation import policy, rules
from conference.translation.models import Text, Unit
from conference.translation.rules import Origin

VERBS = {Origin.REVIEWED: "review-text", Origin.CERTIFIED: "certify-text"}
Shows = Callable[[int], Awaitable[tuple[str, ...]]]
Hears = Callable[[int], Awaitable[None]]
_shown: list[Shows] = []
_hearing: list[Hears] = []
_erasing: list[Hears] = []
_copies: list[Hears] = []


def shown_in(shows: Shows) -> None:
    """A higher room says which topics' pages show a unit, so that they hear when its texts change."""
    _shown.append(shows)


def heard_by(hears: Hears) -> None:
    """Another room hears, inside the transaction, of every unit that is written or revised."""
    _hearing.append(hears)


def erased_by(takes: Hears) -> None:
    """Another room takes its own words for a unit away, in the transaction that erases it."""
    _erasing.append(takes)


def copies_erased_by(looks: Hears) -> None:
    """Another room takes away what it holds of these words without knowing where it is from: it is called before they
    are gone, in the transaction that erases them."""
    _copies.append(looks)


async def tell(unit_id: int) -> None:
    """Whoever hears of new words hears of this unit's."""
    for hears in _hearing:
        await hears(unit_id)


async def topics_of(unit_id: int) -> tuple[str, ...]:
    """The topics whose pages show this unit."""
    return tuple([topic for shows in _shown for topic in await shows(unit_id)])


async def write_unit(author: Actor, language: str, text: str, audience: str) -> Unit:
    """A new unit with its original."""
    return await lay(author.id, language, {language: text}, audience)


async def lay(
    author: int | None,
    language: str,
    texts: Mapping[str, str],
    audience: str,
    translators: Mapping[str, int | None] | None = None,
) -> Unit:
    """A new unit with its original and what a person already wrote in the other languages.

    `author` is the original's account; a translation's account is its translator's, else the author's.
    """
    async with database.transaction():
        if language not in texts:
            raise Refused("no-original", N_("The text in its original language is missing."))
        unit = await Unit.create(language=language, audience=audience)
        for each, text in texts.items():
            origin = Origin.ORIGINAL if each == language else Origin.HUMAN
            by = author if each == language else (translators or {}).get(each, author)
            await put_text(unit, each, origin, text, by, texts[language])
        await tell(unit.id)
        return unit


async def revise(actor: Actor, unit_id: int, text: str, revision: int | None = None, *, asked: bool = False) -> Unit:
    """A new revision of the original; translations of the one before are outdated from now on.

    `revision` is the one that she had before her: when the original has moved on, nothing is written. `asked`: the
    unit's owner has asked its own policy, which may let others in than the author.
    """
    async with database.transaction():
        written = await _locked(unit_id)
        if not asked:
            policy.may_revise(actor, written).require()
        unit = written.unit
        if revision is not None and revision != unit.revision:
            raise Conflict("source-changed", N_("The original was changed meanwhile. Please look at it again."))
        unit.revision += 1
        await unit.save(update_fields=["revision"])
        await put_text(unit, unit.language, Origin.ORIGINAL, text, actor.id, text)
        await tell(unit.id)
        journal.record("text-revised", topic=f"unit-{unit.id}", by=actor, decided=[unit.revision, text])
        return unit


async def revise_unsigned(unit_id: int, text: str) -> None:
    """A new revision of an original that stands under nobody's account. Its owner has asked whether this may be, and
    neither the text nor the journal names anybody."""
    async with database.transaction():
        unit = (await _locked(unit_id)).unit
        unit.revision += 1
        await unit.save(update_fields=["revision"])
        await put_text(unit, unit.language, Origin.ORIGINAL, text, None, text)
        await tell(unit.id)
        journal.record("text-revised", topic=f"unit-{unit.id}", by=NOBODY, decided=[unit.revision, text])


async def translate(
    actor: Actor, unit_id: int, language: str, text: str, revision: int | None = None, *, asked: bool = False
) -> None:
    """A person's text of the present revision; the one before it, certified or not, gives way.

    `revision` is the one that the translator had before her: when the original has moved on, nothing is written.
    `asked`: the unit's owner has asked its own policy, which may let others in than translators.
    """
    async with database.transaction():
        written = await _locked(unit_id)
        if not asked:
            policy.may_translate(actor, written).require()
        unit = written.unit
        if language == unit.language:
            raise Refused("original-language", N_("This is the language of the original: only its author changes it."))
        if revision is not None and revision != unit.revision:
            raise Conflict("source-changed", N_("The original was changed meanwhile. Please look at it again."))
        await Text.filter(unit_id=unit.id, language=language, revision=unit.revision).delete()
        source = await Text.get(unit_id=unit.id, revision=unit.revision, origin=Origin.ORIGINAL)
        await put_text(unit, language, Origin.HUMAN, text, actor.id, source.text)
        decided, also = [unit.revision, language, text], await topics_of(unit.id)
        journal.record("text-translated", topic=f"unit-{unit.id}", by=actor, decided=decided, also=also)


async def review(actor: Actor, unit_id: int, language: str) -> None:
    """A second person has looked at the present text in this language."""
    await _vouch(actor, unit_id, language, Origin.REVIEWED, "text-reviewed")


async def certify(actor: Actor, unit_id: int, language: str) -> None:
    """A second person vouches for the present text in this language."""
    await _vouch(actor, unit_id, language, Origin.CERTIFIED, "text-certified")


async def _vouch(actor: Actor, unit_id: int, language: str, origin: Origin, verb: str) -> None:
    async with database.transaction():
        unit = (await _locked(unit_id)).unit
        policy.may_vouch(actor, unit, VERBS[origin]).require()
        if language == unit.language:
            raise Refused("original-language", N_("An original needs no certificate: it is its author's own text."))
        text = rules.best(await Text.filter(unit_id=unit.id, language=language, revision=unit.revision))
        if text is None:
            raise Refused("nothing-to-certify", N_("There is no text of the present revision in this language."))
        if text.origin in (origin, Origin.CERTIFIED):
            return
        policy.may_vouch_for(actor, text.author_id).require()
        text.origin, text.voucher_id = origin, actor.id
        await text.save(update_fields=["origin", "voucher_id"])
        decided, also = [unit.revision, language, text.text], await topics_of(unit.id)
        journal.record(verb, topic=f"unit-{unit.id}", by=actor, decided=decided, also=also)


async def erase(unit_id: int) -> None:
    """Take the unit's words away, in every language and revision. Its owner has asked whether this may be."""
    async with database.transaction():
        await Unit.filter(id=unit_id).select_for_update().first()  # nothing is stored for it meanwhile
        for looks in _copies:
            await looks(unit_id)
        await Text.filter(unit_id=unit_id).delete()
        for takes in _erasing:
            await takes(unit_id)


async def _locked(unit_id: int) -> policy.Written:
    unit = await Unit.filter(id=unit_id).select_for_update().first()
    if unit is None:
        raise Absent
    original = await Text.get_or_none(unit_id=unit.id, revision=unit.revision, origin=Origin.ORIGINAL)
    if original is None:
        raise Absent
    return policy.Written(unit, original.author_id)


def taken(text: str) -> str:
    """A text as it is kept. Raises `Refused` for one that cannot be taken."""
    written = clean(text).strip()
    rules.require_text(written)
    return written


async def put_text(unit: Unit, language: str, origin: Origin, text: str, author: int | None, source: str) -> Text:
    """One row of a unit's present revision. Raises `Refused` for a text that cannot be taken."""
    rules.require_language(language)
    written = taken(text)
    return await Text.create(
        unit_id=unit.id,
        revision=unit.revision,
        language=language,
        origin=origin,
        text=written,
        html=markup.render(written),
        source_hash=digest(clean(source).strip()),
        author_id=author,
        created_at=clock.now(),
    )
