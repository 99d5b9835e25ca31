"""The engines of an installation, as its settings name them."""

from conference.runtime.settings import Settings
from conference.translation.engines.apertium import Apertium
from conference.translation.engines.apy import Apy
from conference.translation.engines.deepl import DeepL
from conference.translation.engines.firefox import Firefox
from conference.translation.engines.libretranslate import LibreTranslate
from conference.translation.engines.provider import Provider

FOLDER = "engines"
"""Where compiled glossaries lie, in the data folder; it may be removed at any time."""


def engines_of(settings: Settings) -> list[Provider]:
    """Apertium always, whether it is installed or not; a service where the settings say where it is."""
    found: list[Provider] = [Apertium(settings.data / FOLDER)]
    if settings.apy_address:
        found.append(Apy(settings.apy_address))
    if settings.libretranslate_address:
        found.append(LibreTranslate(settings.libretranslate_address, settings.libretranslate_key))
    if settings.deepl_key:
        found.append(DeepL(settings.deepl_key))
    if settings.firefox_models:
        found.append(Firefox(settings.firefox_models))
    return found
