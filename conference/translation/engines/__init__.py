"""Engines: machines that translate, behind one interface, and the care that is taken of every text they get.

Nouns: *provider* (an engine), *pair* (from a language to a language), *route* (one pair, or two that meet between),
*segment* and *outcome*, *flag* (what is wrong with a translation), *span* (what no engine may touch).

Promises: one outcome for each segment, in order, always; a text that is not whole is none; what a check finds is told
to the reader; the route is named; text leaves the machine only where the conference chose it, and from a closed room
never. No database and no permission is known here.
"""

from conference.translation.engines.house import engines_of
from conference.translation.engines.provider import (
    Capabilities,
    Health,
    Outcome,
    Pair,
    Provider,
    Segment,
    Status,
)
from conference.translation.engines.router import Router
from conference.translation.engines.routing import Choices

__all__ = [
    "Capabilities",
    "Choices",
    "Health",
    "Outcome",
    "Pair",
    "Provider",
    "Router",
    "Segment",
    "Status",
    "engines_of",
]
