"""A figure as it is told: what was measured, as a share of H, and whether performance.md's goal is reached."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. `of_h` is "–" where a figure has no such ratio; `reached` is None where no goal was set."""

    name: str
    measured: str
    of_h: str
    goal: str
    reached: bool | None


HEAD = ("figure", "measured", "of H", "goal", "reached")


def table(figures: Iterable[Figure]) -> str:
    """The lines under their heads, in columns."""
    words = {True: "yes", False: "NO", None: "–"}
    lines = [HEAD, *((each.name, each.measured, each.of_h, each.goal, words[each.reached]) for each in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def share(ratio: float) -> str:
    """A ratio to H: 0.31, or 1/40 where it is small."""
    return f"{ratio:.2f}" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"


def speed(rate: float, p99: float) -> str:
    return f"{rate:,.0f}/s, p99 {p99 * 1000:.1f} ms"
