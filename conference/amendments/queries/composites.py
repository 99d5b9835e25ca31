"""Composites read: what can be joined, a first text to work on, the movers' answers, and whose words are in it."""

from collections.abc import Mapping, Sequence

from conference.amendments import wordings
from conference.amendments.models import Amendment, Member
from conference.amendments.queries import rows
from conference.amendments.rules import INSERTS, TITLE, WHOLE, Kind, State, code
from conference.amendments.views import Prefill
from conference.amendments.whose import Words, whose
from conference.core.errors import Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks.models import Plank
from conference.runtime import database
from conference.text import merge


async def passage_of(plank: Plank, members: Sequence[Amendment]) -> tuple[str, Kind]:
    """The passage and the kind of the composite that would join these. Raises `Refused` where they cannot be joined."""
    if len(members) < 2:
        raise Refused("too-few", N_("A composite joins at least two amendments."))
    for each in members:
        await _require_joinable(plank, each)
    blocks, kinds = {each.block for each in members}, {Kind(each.kind) for each in members}
    if len(blocks) == 1 and len(kinds) == 1 and kinds != {Kind.DELETE}:
        return blocks.pop(), kinds.pop()
    if TITLE in blocks:
        told = N_("An amendment to the title is joined only with others to the title.")
        raise Refused("title-apart", told)
    return WHOLE, Kind.SUBSTITUTE


async def _require_joinable(plank: Plank, member: Amendment) -> None:
    if member.plank_id != plank.id or member.state != State.ADMITTED:
        told = N_("Only amendments to this plank that lie on the table are joined; %(amendment)s is none.")
        raise Refused("not-on-the-table", told, amendment=code(member.number))
    if member.composite or member.parent_id is not None:
        told = N_("Neither a composite nor an amendment to an amendment is joined; %(amendment)s is one.")
        raise Refused("not-joinable", told, amendment=code(member.number))
    if await wordings.voted_first(member):
        told = N_("What amends %(amendment)s is decided before it is joined with others.")
        raise Refused("amended", told, amendment=code(member.number))


async def prefill(plank: Plank, members: Sequence[Amendment], language: str) -> Prefill:
    """A first text: the passage with every wording that fits beside the others. The rest is left to a person."""
    block, kind = await passage_of(plank, members)
    present = (await wordings.passage(plank, plank.version, block, None)).get(language, "")
    proposed = {each.number: (await wordings.fitted(each) or {}).get(language, "") for each in members}
    if kind in INSERTS:
        return Prefill(block, kind, present, " ".join(filter(None, proposed.values())), ())
    if block == WHOLE:
        return await _prefill_whole(plank, members, language)
    text, left = present, []
    for number, wanted in proposed.items():
        merged = merge.merge(present, text, wanted) if wanted else None
        if isinstance(merged, merge.Merged):
            text = merged.text
        else:
            left.append(number)
    return Prefill(block, kind, present, text, tuple(left))


async def _prefill_whole(plank: Plank, members: Sequence[Amendment], language: str) -> Prefill:
    """The whole text with each member's passage in it, where no other member changed that passage before."""
    blocks = await wordings.standing(plank.id, plank.version)
    present = wordings.whole_texts(blocks).get(language, "")
    now = {each.id: each for each in blocks if language in each.texts}
    texts, left = {key: [each] for key, each in now.items()}, []
    for member in members:
        fitted = await wordings.fitted(member)
        wanted = (fitted or {}).get(language, "")
        sound = member.block in now and fitted is not None and (wanted or member.kind == Kind.DELETE)
        place = texts[member.block] if sound else []
        changed = wordings.with_change(place, now[member.block], member, wanted, language) if sound else None
        if changed is None:
            left.append(member.number)
        else:
            texts[member.block] = changed
    made = [each for found in texts.values() for each in found]
    return Prefill(WHOLE, Kind.SUBSTITUTE, present, wordings.whole_texts(made).get(language, ""), tuple(left))


async def members_of(composite: Amendment) -> list[Member]:
    """What it joins, with the answers, in the order of their numbers."""
    found = Member.filter(composite_id=composite.id).select_related("member")
    return sorted(await found, key=lambda each: each.member.number)


async def sources(number: int) -> dict[str, dict[str, str]]:
    """By language, the wording of each amendment that joined this composite; nothing for an ordinary amendment."""
    composite = await Amendment.get(number=number)
    return await _sources(await members_of(composite), ("joins",))


async def _sources(members: Sequence[Member], answers: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in members:
        if each.answer in answers:
            for language, text in (await wordings.texts(each.member.number)).items():
                found.setdefault(language, {})[code(each.member.number)] = text
    return found


async def words(composite: Amendment) -> dict[str, tuple[Words, ...]]:
    """Whose words stand in a composite, in each language: the text's own, a member's, or the committee's."""
    members = await members_of(composite)
    proposed = await _sources(members, ("", "joins", "alone"))
    before = await wordings.passage(composite.plank, composite.base, composite.block, None)
    inserts = composite.kind in INSERTS
    return {
        language: whose("" if inserts else before.get(language, ""), text, proposed.get(language, {}))
        for language, text in (await wordings.texts(composite.number)).items()
    }


async def lack(amendment: Amendment) -> Sentence | None:
    """What is still missing before the chair can admit it: co-signers, or the answers of a composite's movers."""
    if amendment.composite:
        return await _lack_of_agreement(amendment)
    return (await unsupported([amendment])).get(amendment.id)


async def unsupported(amendments: Sequence[Amendment]) -> dict[int, Sentence]:
    """By key, the amendments that still lack co-signers, and what they lack; composites have none."""
    ordinary = [each for each in amendments if not each.composite]
    if not ordinary:
        return {}
    behind: dict[int, list[int]] = {each.id: [] for each in ordinary}
    sql = f"SELECT amendment_id, account_id FROM cosigner WHERE amendment_id IN ({', '.join('?' for _ in behind)})"  # noqa: S608
    for amendment, account in await database.rows(sql, *behind):
        behind[amendment].append(account)
    of = await rows.delegations({each.mover_id for each in ordinary}.union(*behind.values()))
    terms, found = await rows.terms(), {}
    for each in ordinary:
        signed = [of.get(account, "") for account in behind[each.id]]
        if lacking := terms.lack(each.floor, signed, of.get(each.mover_id, "")):
            found[each.id] = lacking
    return found


async def _lack_of_agreement(composite: Amendment) -> Sentence | None:
    members = await members_of(composite)
    silent = [code(each.member.number) for each in members if not each.answer]
    if silent:
        return Sentence(N_("Not every mover has answered yet. Missing: %(members)s."), {"members": silent})
    if sum(each.answer == "joins" for each in members) < 2:
        return Sentence(N_("A composite joins at least two amendments."))
    alone = {code(each.member.number) for each in members if each.answer == "alone"}
    left = sorted(alone & _in_use(await words(composite)))
    if left:
        told = N_("Words of %(members)s are still in it, but their movers stand alone.")
        return Sentence(told, {"members": left})
    return None


def _in_use(found: Mapping[str, tuple[Words, ...]]) -> set[str]:
    """The amendments that alone brought some of the words."""
    return {each.labels[0] for language in LANGUAGES for each in found.get(language, ()) if len(each.labels) == 1}
