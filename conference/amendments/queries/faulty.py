"""Whether one amendment can be shown, asked before a step that needs it whole."""

from conference.amendments.faults import FAULTS
from conference.amendments.models import Amendment
from conference.amendments.wordings import Shelf
from conference.core.errors import Refused
from conference.core.words import N_, Sentence


async def fault_of(amendment: Amendment) -> str:
    """A code of `faults.FAULTS`, or "" where all is well."""
    return (await Shelf.of([amendment])).fault(amendment)


async def require_sound(amendment: Amendment) -> None:
    """Raise `Refused` (cannot-be-shown) where something is broken in its row."""
    fault = await fault_of(amendment)
    if fault:
        told = N_("Amendment %(amendment)s cannot be shown, so no such step is possible. %(fault)s")
        raise Refused("cannot-be-shown", told, amendment=f"A{amendment.number}", fault=Sentence(FAULTS[fault]))
