"""The working languages: their addresses, their full tags, their own names."""

from typing import Final

LANGUAGES: Final[tuple[str, ...]] = ("en", "fr", "es")
TAGS: Final[dict[str, str]] = {"en": "en", "fr": "fr-CA", "es": "es-MX"}
OWN_NAMES: Final[dict[str, str]] = {"en": "English", "fr": "Français", "es": "Español"}
DEFAULT: Final = "en"


def language_of(tag: str) -> str | None:
    """The working language of a tag such as `fr-CA` or `es_419`, or None: only the first part counts.

    Babel's own negotiation knows no fallback from es-419 to es, hence this.
    """
    first = tag.replace("_", "-").split("-", 1)[0].strip().lower()
    return first if first in LANGUAGES else None


def in_language(texts: dict[str, str], language: str) -> str:
    """One of several texts keyed by language: the wanted one, else the first there is."""
    if texts.get(language):
        return texts[language]
    return next((texts[each] for each in LANGUAGES if texts.get(each)), "")
