"""An amendment comes to be: kept as a draft, filed, found better words for, carried into the other languages."""

from collections.abc import Sequence

from conference.amendments import policy as may
from conference.amendments import rules, terms, whole, wordings
from conference.amendments.commands.records import next_number, note, tell
from conference.amendments.models import Amendment, Cosigner, Kept
from conference.amendments.queries import faulty, rows
from conference.amendments.rules import INSERTS, OPEN, TITLE, WHOLE, Kind, State, code
from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.debate import commands as debate
from conference.planks import queries as plank_texts
from conference.planks import referring
from conference.planks.models import Plank
from conference.runtime import clock, database
from conference.text.words import tidy
from conference.translation import commands as translation
from conference.translation.machine import queue as machine
from conference.translation.machine.rules import Owned, Rank
from conference.translation.models import Text, Unit
from conference.translation.rules import LONGEST
from conference.translation.tongues.asking import Settled
from conference.translation.tongues.commands import keep as keep_tongues

_STATES = (
    "SELECT text_id, state FROM amendment WHERE text_id IN ({units}) UNION ALL "
    "SELECT reason_id, state FROM amendment WHERE reason_id IN ({units})"
)
DRAFTS_AT_MOST = 50
TITLE_AT_MOST = 200


async def propose(
    actor: Actor, plank_number: int, block: str, kind: str, language: str, text: str, reason: str,
    parent: int | None = None, base: int | None = None, draft: int | None = None, because: Settled | None = None,
) -> Amendment:  # fmt: skip
    """File an amendment to a block, the title or the whole text, or to the wording of another amendment (`parent`:
    its number). `draft`: the key of the private draft that it was kept as; `because`: the language of the reason,
    where it is not that of the wording.

    Raises `Invalid` (kind, language, text, reason, deadline) for what the author can mend.
    """
    async with database.transaction():
        plank = await plank_texts.visible(actor, plank_number)
        may.may_propose(actor, plank).require()
        floor = _is_late(await rows.terms())
        upper = await _upper(actor, plank, parent, block)
        version = min(base or plank.version, plank.version)
        await wordings.passage(plank, plank.version, block, upper)
        before = await wordings.passage(plank, version, block, upper)
        wording = checked(kind, block, language, text, reason, before, upper)
        await referring.require(actor, plank, {"text": wording})
        if upper is not None:
            await _require_more_than_no(plank, upper, language, wording)
        kept = await _take_draft(actor, draft)
        filed = await lay(
            actor, plank, block, kind, language, wording, reason, base=version, upper=upper, floor=floor,
            because=because,
        )  # fmt: skip
        if kept is not None:
            await tell(filed, "amendment-drafted", actor, "", {"kept": kept.kept_at.isoformat()})
        await tell(filed, "amendment-filed", actor, "draft", {"floor": True} if floor else None,
                   [kind, block, version, language, wording, reason])  # fmt: skip
        return filed


async def lay(
    actor: Actor, plank: Plank, block: str, kind: str, language: str, wording: str, reason: str, *, base: int,
    upper: Amendment | None = None, floor: bool = False, composite: bool = False, because: Settled | None = None,
) -> Amendment:  # fmt: skip
    """The row of a new amendment with its texts and its debate. Whoever calls has asked whether it may be."""
    number = await next_number()
    thread = await debate.open_thread(plank, f"amendment:{number}")
    unit = await translation.write_unit(actor, language, wording, plank.audience) if wording else None
    said_in = because.language if because else language
    why = await translation.write_unit(actor, said_in, reason.strip(), plank.audience)
    await keep_tongues(why.id, because.tongues if because else "")
    made = await Amendment.create(
        number=number, plank_id=plank.id, base=base, block=block, kind=kind, parent_id=upper.id if upper else None,
        above_id=upper.text_id if upper else None, mover_id=actor.id, text_id=unit.id if unit else None,
        reason_id=why.id, thread_id=thread.id,
        state=State.SUBMITTED, floor=floor, composite=composite, filed_at=clock.now(),
    )  # fmt: skip
    made.plank = plank
    return made


async def keep_draft(
    actor: Actor, plank_number: int, block: str, kind: str, language: str, text: str, reason: str,
    parent: int | None = None, base: int | None = None, draft: int | None = None,
) -> Kept:  # fmt: skip
    """Keep it as it is, complete or not, for its owner's eyes only. Raises `Invalid` for what is too long."""
    async with database.transaction():
        plank = await plank_texts.visible(actor, plank_number)
        may.may_propose(actor, plank).require()
        upper = await rows.row(actor, parent) if parent is not None else None
        _not_too_long({"text": (text, LONGEST), "reason": (reason, rules.REASON_AT_MOST)})
        if kind not in tuple(Kind) or language not in LANGUAGES or len(block) > 24:
            raise Absent
        kept = await _take_draft(actor, draft, remove=False)
        if kept is None and await Kept.filter(owner_id=actor.id).count() >= DRAFTS_AT_MOST:
            told = N_("You keep %(most)s drafts already. Please file or discard one of them first.")
            raise Refused("too-many-drafts", told, most=DRAFTS_AT_MOST)
        kept = kept or Kept(owner_id=actor.id)
        kept.plank_id, kept.parent_id = plank.id, upper.id if upper else None
        kept.block, kept.kind, kept.language, kept.text, kept.reason = block, kind, language, text, reason
        kept.base, kept.kept_at = min(base or plank.version, plank.version), clock.now()
        await kept.save()
        return kept


async def discard_draft(actor: Actor, key: int) -> None:
    """The owner throws a draft away."""
    async with database.transaction():
        await (await rows.kept_one(actor, key)).delete()


async def reword(actor: Actor, number: int, text: str) -> Amendment:
    """Better words before the chair rules. Who has co-signed signed other words, and is asked again."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        may.may_reword(actor, amendment).require()
        await faulty.require_sound(amendment)
        unit = await Unit.get(id=amendment.text_id)
        upper = await Amendment.get_or_none(id=amendment.parent_id) if amendment.parent_id else None
        before = await wordings.passage(amendment.plank, amendment.base, amendment.block, upper)
        wording = checked(amendment.kind, amendment.block, unit.language, text, "-", before, upper)
        await referring.require(actor, amendment.plank, {"text": wording})
        original = await Text.get(unit_id=unit.id, language=unit.language, revision=unit.revision)
        if original.author_id != actor.id:
            fresh = await translation.write_unit(actor, unit.language, wording, unit.audience)
            amendment.text_id = fresh.id
            await amendment.save(update_fields=["text_id"])
        else:
            await translation.revise(actor, unit.id, wording)
        await Cosigner.filter(amendment_id=amendment.id).delete()
        await tell(amendment, "amendment-reworded", actor, amendment.state, None, wording)
        return amendment


async def carry_over(actor: Actor, number: int, language: str, text: str, revision: int | None = None) -> Amendment:
    """The same edit in another language, by a translator, the mover or a co-signer."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        may.may_align(actor, amendment, await rows.cosigner_ids(amendment)).require()
        await faulty.require_sound(amendment)
        whole_text = amendment.block == WHOLE
        wording = whole.tidied(text) if whole_text else tidy(text)
        if not wording:
            raise Invalid({"text": Sentence(N_("Please write the passage as it should read."))})
        if whole_text and whole.shape(wording) != whole.shape(await _own_words(amendment)):
            told = N_("Please write as many headings, paragraphs and items as the original has, in the same order.")
            raise Invalid({"text": Sentence(told)})
        await referring.require(actor, amendment.plank, {"text": wording})
        assert amendment.text_id is not None
        await translation.translate(actor, amendment.text_id, language, wording, revision, asked=True)
        note(amendment, amendment.plank, "amendment-aligned", actor, [language, wording])
        return amendment


async def _own_words(amendment: Amendment) -> str:
    unit = await Unit.get(id=amendment.text_id)
    return (await wordings.texts(amendment.number)).get(unit.language, "")


def checked(
    kind: str, block: str, language: str, text: str, reason: str, before: wordings.Texts, upper: Amendment | None
) -> str:
    """The wording as it is filed. Raises `Invalid` with a sentence for each field."""
    problems: dict[str, Sentence] = {}
    wording = "" if kind == Kind.DELETE else whole.tidied(text) if block == WHOLE else tidy(text)
    longest = TITLE_AT_MOST if block == TITLE else LONGEST
    fits = (kind == Kind.SUBSTITUTE) == (block == WHOLE) and (kind == Kind.TITLE) == (block == TITLE)
    if kind not in tuple(Kind) or (kind != Kind.REPLACE if upper is not None else not fits):
        problems["kind"] = Sentence(N_("Please choose one of the answers offered."))
    if language not in LANGUAGES:
        problems["language"] = Sentence(N_("This is not one of the working languages."))
    if kind != Kind.DELETE and not wording:
        problems["text"] = Sentence(N_("Please write the passage as it should read."))
    elif len(wording) > longest:
        problems["text"] = too_long(longest)
    elif (kind not in INSERTS or upper is not None) and wording == before.get(language):
        problems["text"] = Sentence(N_("This is the passage as it stands. Please change at least one word."))
    if not reason.strip():
        problems["reason"] = Sentence(N_("Please say why, in a sentence or two."))
    elif len(reason) > rules.REASON_AT_MOST:
        problems["reason"] = too_long(rules.REASON_AT_MOST)
    if problems:
        raise Invalid(problems)
    return wording


def too_long(most: int) -> Sentence:
    return Sentence(N_("Please use at most %(most)s characters here."), {"most": most})


def _not_too_long(given: dict[str, tuple[str, int]]) -> None:
    problems = {name: too_long(most) for name, (text, most) in given.items() if len(text) > most}
    if problems:
        raise Invalid(problems)


def _is_late(found: terms.Terms) -> bool:
    """Whether it enters as a floor amendment. Raises `Invalid` where the rules take none after the deadline."""
    if not found.is_late(clock.now()):
        return False
    if not found.floor:
        raise Invalid({"deadline": terms.late(found)})
    return True


async def _upper(actor: Actor, plank: Plank, parent: int | None, block: str) -> Amendment | None:
    """The amendment that is amended."""
    if parent is None:
        return None
    upper = await rows.row(actor, parent)
    if upper.plank_id != plank.id or upper.block != block:
        raise Absent
    may.may_amend_it(actor, upper, plank).require()
    await faulty.require_sound(upper)
    return upper


async def _require_more_than_no(plank: Plank, upper: Amendment, language: str, wording: str) -> None:
    """An amendment that gives back the passage as it was would only say no to the one above. Raises `Invalid`."""
    if upper.kind in INSERTS:
        return
    if (await wordings.passage(plank, upper.base, upper.block, None)).get(language) == wording:
        told = N_("This would only undo amendment %(code)s. Whoever is against it votes against it.")
        raise Invalid({"text": Sentence(told, {"code": code(upper.number)})})


async def _take_draft(actor: Actor, key: int | None, *, remove: bool = True) -> Kept | None:
    """The draft that is filed, which is no draft any more; None for one that is gone."""
    kept = await Kept.get_or_none(id=key, owner_id=actor.id) if key is not None else None
    if kept is not None and remove:
        await Kept.filter(id=kept.id).delete()
    return kept


async def _owned(units: Sequence[int]) -> dict[int, Owned]:
    """Which of these units are wordings and reasons of amendments, for the engines' queue and the translators' desk:
    first those on vote; and by when what is still to be decided has to be there in every language."""
    read = await database.rows(_STATES.format(units=database.places(units)), *units, *units)
    found: dict[int, str] = dict(read)
    due = (await rows.terms()).deadline if found else None
    return {
        unit: Owned(
            Rank.BALLOT if state == State.ON_VOTE else Rank.AMENDMENT, is_open=True, due=due if state in OPEN else None
        )
        for unit, state in found.items()
    }


machine.owned_by(_owned)
