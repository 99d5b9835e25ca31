"""Writing a term, taking one out, taking a whole table over. What holds the term is translated once more."""

from collections.abc import Iterable
from typing import Final

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, NotPermitted
from conference.core.words import N_
from conference.runtime import clock, database, journal
from conference.translation.glossary import Glossary, Term
from conference.translation.glossary.terms import pattern
from conference.translation.machine import queue
from conference.translation.terms.models import TermRevision
from conference.translation.terms.queries import content, term

TOPIC: Final = "glossary"
_TRANSLATED: Final = (
    "SELECT DISTINCT u.id, o.text, m.middle FROM text_unit u JOIN text o ON o.unit_id = u.id "
    "AND o.revision = u.revision AND o.origin = 'original' JOIN machine_text m ON m.unit_id = u.id "
    "AND m.revision = u.revision"
)


async def write(actor: Actor, written: Term, number: int) -> None:
    """A new revision of a term, or a new term (`number` 0). `number` is the revision that the writer had before her."""
    await _next(actor, written.id, written, number)


async def take_out(actor: Actor, key: str, number: int) -> None:
    """The conference does without this term from now on; what it was stays in its history."""
    await _next(actor, key, None, number)


async def take_over(actor: Actor, glossary: Glossary) -> None:
    """Every term of a table, each as a first revision; for a conference that has none yet."""
    async with database.transaction():
        for each in glossary.terms:
            await write(actor, each, 0)


async def take_in(actor: Actor, written: Iterable[tuple[Term, int]]) -> None:
    """Terms of a table, each over the revision that was looked at (0 for a new one); all of them or none."""
    async with database.transaction():
        for each, number in written:
            await write(actor, each, number)


async def _next(actor: Actor, key: str, written: Term | None, number: int) -> None:
    async with database.transaction():
        if not actor.may("edit-glossary"):
            raise NotPermitted("not-permitted", N_("Translators and organizers write the glossary."))
        before = await TermRevision.filter(key=key).order_by("-number").first()
        if before is None and written is None:
            raise Absent
        if (before.number if before else 0) != number:
            raise Conflict(
                "term-changed", N_("Somebody else has changed this term meanwhile. Please look at it again.")
            )
        kept = content(written) if written else None
        await TermRevision.create(key=key, number=number + 1, content=kept, author_id=actor.id, written_at=clock.now())
        earlier = term(before.content) if before else None
        journal.record("term-written", topic=TOPIC, by=actor, decided=[key, number + 1, kept])
        await _translate_again([each for each in (earlier, written) if each])


async def _translate_again(terms: Iterable[Term]) -> None:
    """What holds a word of these terms, in its original or in the language between, waits for an engine again."""
    words = tuple(sorted({word for each in terms for form in each.forms.values() for word in form.words}))
    holds = pattern(words)
    found = await database.rows(_TRANSLATED)
    await queue.again(sorted({unit for unit, text, middle in found if holds.search(f"{text}\n{middle}")}))
