"""Whether what was frozen beside a paragraph can be read: one row that was damaged must break no page."""

from collections.abc import Mapping
from typing import Any


def sound(sources: object) -> Mapping[str, Any]:
    """The sources as they are, or none at all where they have not the form in which they are frozen."""
    return sources if isinstance(sources, dict) and _well_formed(sources) else {}


def _well_formed(sources: Mapping[str, Any]) -> bool:
    labels, spans, brought = sources.get("labels", {}), sources.get("spans", {}), sources.get("amendments", [])
    return (
        isinstance(labels, dict)
        and isinstance(spans, dict)
        and isinstance(brought, list)
        and all(isinstance(each, dict) and _numbers(each.get("votes", [])) for each in (sources, *labels.values()))
        and all(_numbers(each.get("also", [])) and _are_below(each.get("amended_by", [])) for each in labels.values())
        and all(_is_amendment(each) for each in brought)
        and all(isinstance(told, list) and all(map(_is_span, told)) for told in spans.values())
    )


def _is_amendment(told: object) -> bool:
    below = told.get("amended_by", []) if isinstance(told, dict) else None
    return (
        isinstance(told, dict)
        and isinstance(told.get("number"), int)
        and _numbers(told.get("votes"))
        and _are_below(below)
    )


def _are_below(told: object) -> bool:
    return isinstance(told, list) and all(isinstance(each, dict) and {"number", "mover"} <= set(each) for each in told)


def _is_span(told: object) -> bool:
    return isinstance(told, list) and len(told) == 2 and all(isinstance(each, str) for each in told)


def _numbers(told: object) -> bool:
    return isinstance(told, list) and all(isinstance(each, int) for each in told)
