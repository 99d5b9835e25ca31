"""Writing, revising, translating, certifying and erasing texts. Owners call these inside their own transaction.

Laying a new unit is part of its owner's act and writes no row of the journal; what happens to it later does.
"""

from collections.abc import Awaitable, Callable, Mapping

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.errors import Absent, Conflict, Refused
from conference.core.words import N_
from conference.runtime import clock, database, journal, markup
from conference.text.words import clean
from conference.translation import policy, rules
from conference.translation.models import Text, Unit
from conference.translation.rules import Origin

Shows = Callable[[int], Awaitable[tuple[str, ...]]]
_shown: list[Shows] = []


def shown_in(shows: Shows) -> None:
    """A higher room says which topics' pages show a unit, so that they hear when its texts change."""
    _shown.append(shows)


async def _topics_of(unit_id: int) -> tuple[str, ...]:
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
            await _put(unit, each, origin, text, by, texts[language])
        return unit


async def revise(actor: Actor, unit_id: int, text: str) -> Unit:
    """A new revision of the original; translations of the one before are outdated from now on."""
    async with database.transaction():
        written = await _locked(unit_id)
        policy.may_revise(actor, written).require()
        unit = written.unit
        unit.revision += 1
        await unit.save(update_fields=["revision"])
        await _put(unit, unit.language, Origin.ORIGINAL, text, actor.id, text)
        journal.record("text-revised", topic=f"unit-{unit.id}", by=actor, decided=[unit.revision, text])
        return unit


async def translate(actor: Actor, unit_id: int, language: str, text: str, revision: int | None = None) -> None:
    """A person's text of the present revision; the one before it, certified or not, gives way.

    `revision` is the one that the translator had before her: when the original has moved on, nothing is written.
    """
    async with database.transaction():
        written = await _locked(unit_id)
        policy.may_translate(actor, written).require()
        unit = written.unit
        if language == unit.language:
            raise Refused("original-language", N_("This is the language of the original: only its author changes it."))
        if revision is not None and revision != unit.revision:
            raise Conflict("source-changed", N_("The original was changed meanwhile. Please look at it again."))
        await Text.filter(unit_id=unit.id, language=language, revision=unit.revision).delete()
        source = await Text.get(unit_id=unit.id, revision=unit.revision, origin=Origin.ORIGINAL)
        await _put(unit, language, Origin.HUMAN, text, actor.id, source.text)
        decided, also = [unit.revision, language, text], await _topics_of(unit.id)
        journal.record("text-translated", topic=f"unit-{unit.id}", by=actor, decided=decided, also=also)


async def certify(actor: Actor, unit_id: int, language: str) -> None:
    """A translator vouches for the present text in this language."""
    async with database.transaction():
        unit = (await _locked(unit_id)).unit
        policy.may_certify(actor, unit).require()
        if language == unit.language:
            raise Refused("original-language", N_("An original needs no certificate: it is its author's own text."))
        text = await Text.get_or_none(unit_id=unit.id, language=language, revision=unit.revision)
        if text is None:
            raise Refused("nothing-to-certify", N_("There is no text of the present revision in this language."))
        if text.origin == Origin.CERTIFIED:
            return
        text.origin = Origin.CERTIFIED
        await text.save(update_fields=["origin"])
        decided, also = [unit.revision, language, text.text], await _topics_of(unit.id)
        journal.record("text-certified", topic=f"unit-{unit.id}", by=actor, decided=decided, also=also)


async def erase(unit_id: int) -> None:
    """Take the unit's words away, in every language and revision. Its owner has asked whether this may be."""
    async with database.transaction():
        await Text.filter(unit_id=unit_id).delete()


async def _locked(unit_id: int) -> policy.Written:
    unit = await Unit.filter(id=unit_id).select_for_update().first()
    if unit is None:
        raise Absent
    original = await Text.get_or_none(unit_id=unit.id, revision=unit.revision, origin=Origin.ORIGINAL)
    if original is None:
        raise Absent
    return policy.Written(unit, original.author_id)


async def _put(unit: Unit, language: str, origin: Origin, text: str, author: int | None, source: str) -> None:
    rules.require_language(language)
    written = clean(text).strip()
    rules.require_text(written)
    await Text.create(
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
