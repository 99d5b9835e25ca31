"""The zones of time and the days of the week that somebody can choose, in her language."""

from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import get_day_names, get_timezone_location

from conference.core.languages import TAGS

_KNOWN: Final = (
    "America/St_Johns", "America/Halifax", "America/Toronto", "America/Winnipeg", "America/Regina", "America/Edmonton",
    "America/Vancouver", "America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Mexico_City", "America/Monterrey", "America/Cancun",
    "America/Hermosillo", "America/Tijuana", "America/Ciudad_Juarez", "America/Puerto_Rico", "America/Havana",
    "America/Guatemala", "America/Bogota", "America/Lima", "America/Caracas", "America/Santiago",
    "America/Argentina/Buenos_Aires", "America/Sao_Paulo", "UTC", "Europe/London", "Europe/Lisbon", "Europe/Madrid",
    "Europe/Paris", "Europe/Brussels", "Europe/Berlin", "Europe/Rome", "Europe/Warsaw", "Europe/Istanbul",
    "Africa/Casablanca", "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Kolkata",
    "Asia/Manila", "Asia/Shanghai", "Asia/Seoul", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip


def _there(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        return False
    return True


NAMES: Final = tuple(name for name in _KNOWN if name == "UTC" or _there(name))
"""Those that this machine has the rules of."""


@lru_cache(8)
def named(language: str) -> tuple[tuple[str, str], ...]:
    """Each zone with its city, in the order of the cities."""
    locale = TAGS[language].replace("-", "_")
    found = [
        (name, "UTC" if name == "UTC" else get_timezone_location(name, locale=locale, return_city=True).split("/")[-1])
        for name in NAMES
    ]
    return tuple(sorted(found, key=lambda each: (each[1] != "UTC", each[1].casefold())))


@lru_cache(8)
def weekdays(language: str) -> tuple[tuple[int, str], ...]:
    """The days from Monday on, by number."""
    return tuple(sorted(get_day_names("wide", "stand-alone", TAGS[language].replace("-", "_")).items()))
