"""Machine translation on this machine: the first text, the next ones, and how soon an edited term is obeyed."""

import time
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.figures import Figure
from conference.translation.engines import Router, Segment, Status, installation
from conference.translation.engines.apertium import Apertium
from conference.translation.glossary import Glossary, read

POST: Final = "Le syndicat de notre usine refuse les heures supplémentaires tant que la chaîne ne repart pas."
TABLE: Final = (
    "id,pos,en,en_plural,fr_CA,fr_CA_gender,fr_CA_plural,es_MX,es_MX_gender,es_MX_plural,machine_from\n"
    "overtime,n,overtime,,heures supplémentaires,f,heures supplémentaires,{term},m,{term}s,en|fr|es\n"
)
FIRST, AGAIN, EDITED = 2.0, 0.05, 5.0


async def measure(folder: Path) -> list[Figure]:
    """The figures, or one line where Apertium is not installed."""
    if installation.look().mend:
        return [Figure("machine translation", "Apertium is not installed", "–", "–", None)]
    router = Router([Apertium(folder)])
    try:
        glossary = read(TABLE.format(term="tiempo extra"))
        first = await _seconds(router, "es", glossary, "tiempo extra")
        again = median([await _seconds(router, "es", glossary, "tiempo extra") for _ in range(100)])
        pivot = await _seconds(router, "en", glossary, "overtime")
        edited = await _seconds(router, "es", read(TABLE.format(term="tiempo adicional")), "tiempo adicional")
    finally:
        await router.aclose()
    return [
        _figure("a French post in Spanish, the first by a new glossary", first, FIRST),
        _figure("the next ones, median of 100", again, AGAIN),
        _figure("a French post in English through Spanish, the first", pivot, FIRST),
        _figure("the next translation after a term was edited", edited, EDITED),
    ]


async def _seconds(router: Router, target: str, glossary: Glossary, expected: str) -> float:
    began = time.perf_counter()
    (outcome,) = await router.translate([Segment("post", POST)], "fr", target, glossary=glossary)
    took = time.perf_counter() - began
    if outcome.status not in (Status.OK, Status.PARTIAL) or expected not in (outcome.text or ""):
        raise AssertionError(f"not translated as agreed: {outcome}")
    return took


def _figure(name: str, seconds: float, goal: float) -> Figure:
    return Figure(name, f"{seconds * 1000:,.0f} ms", "–", f"≤ {goal * 1000:,.0f} ms", seconds <= goal)
