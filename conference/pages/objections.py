"""What waits for somebody because others have decided: her post that was hidden, an amendment that was accepted without
a vote, a finding of the concordance that somebody else than its author looks at again."""

from datetime import timedelta
from typing import Final

from conference.amendments import policy as amending
from conference.amendments.models import Amendment
from conference.amendments.queries import rows as amendments
from conference.amendments.rules import State, code
from conference.core.actor import Actor
from conference.core.languages import OWN_NAMES
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.debate.moderation import queries as moderation
from conference.pages.tasks import Task
from conference.runtime import clock
from conference.voting.gate import policy as gates
from conference.voting.gate.models import Finding
from conference.voting.models import Vote
from conference.voting.rules import Phase

SHOWN: Final = timedelta(days=14)
"""For so long a hidden post stands on its author's page, unless she has answered."""


async def hidden_posts(reader: Actor) -> list[Task]:
    """Her posts that were hidden, while she has neither replied to the reason nor asked for a second look. Of what a
    voice said, and of the room of a delegation, her page tells alone: no letter hints at either."""
    return [
        Task(
            "eye",
            Sentence(N_("Your post %(number)s on plank %(plank)s is hidden: read why, reply, or ask for a second look"),
                     {"number": each.number, "plank": each.plank}),
            f"/posts/{each.post_id}/hiding", private=each.private,
        )
        for each in await moderation.hidden_of(reader, clock.now() - SHOWN)
    ]  # fmt: skip


async def accepted(reader: Actor) -> list[Task]:
    """Amendments that the movers accepted without a vote, and that she can still ask to be voted on."""
    if not reader.may("object"):
        return []
    announced = Amendment.filter(plank__audience__in=audiences_of(reader.roles), state=State.ANNOUNCED)
    found = await announced.exclude(mover_id=reader.id).order_by("number")
    terms = await amendments.terms() if found else None
    made = []
    for each in found:
        assert terms is not None, "asked for whenever anything is found"
        until = amendments.objections_until(each, terms)
        if amending.may_object(reader, each, await amendments.objector_ids(each), until, clock.now()):
            said = N_("Amendment %(code)s goes into the text without a vote, unless delegates object by %(moment)s")
            name = code(each.number)
            made.append(Task("gavel", Sentence(said, {"code": name, "moment": until}), f"/amendments/{name}"))
    return made


async def findings(reader: Actor) -> list[Task]:
    """Passages that somebody else has found to say different things, where a translator of that language settles it."""
    if not reader.may("certify-text"):
        return []
    open_ones = Finding.filter(settled_at=None, amendment__plank__audience__in=audiences_of(reader.roles))
    found = [
        each
        for each in await open_ones.select_related("amendment").order_by("id")
        if gates.may_settle(reader, settled=False, own=each.found_by_id == reader.id)
        and (not reader.understands or each.language in reader.understands)
    ]
    carried = Vote.filter(amendment_id__in=[each.amendment_id for each in found], phase=Phase.DECLARED)
    votes = {each.amendment_id: each.number for each in await carried.order_by("number")} if found else {}
    return [
        Task(
            "scale",
            Sentence(N_("Look again at what amendment %(code)s says in %(language)s, and settle it"),
                     {"code": code(each.amendment.number), "language": OWN_NAMES[each.language]}),
            f"/votes/{votes[each.amendment_id]}/texts",
        )
        for each in found
        if each.amendment_id in votes
    ]  # fmt: skip
