"""DeepL, a company's paid service: text leaves the machine, so it is off until a conference chooses it by name."""

from collections.abc import Iterable, Sequence
from typing import Final

from conference.core.languages import LANGUAGES
from conference.translation.engines.provider import Pair
from conference.translation.engines.remote import Remote
from conference.translation.engines.service import Service, Translated, text_of

PAID: Final = "https://api.deepl.com"
FREE: Final = "https://api-free.deepl.com"
_TARGETS: Final = {"en": "EN-US", "fr": "FR", "es": "ES-419"}


class DeepL(Service):
    """The provider. Keys of the free plan end in :fx and have an address of their own."""

    name = "deepl"
    cost = "by DeepL's price list"

    def __init__(self, key: str, address: str = "") -> None:
        where = address or (FREE if key.endswith(":fx") else PAID)
        super().__init__(Remote(where, {"Authorization": f"DeepL-Auth-Key {key}"}))

    @property
    def leaves_machine(self) -> bool:
        return True

    async def _list(self) -> Iterable[Pair]:
        """Every pair of the working languages, where the key is good for anything."""
        await self._remote.get("/v2/usage")
        return [(source, target) for source in LANGUAGES for target in LANGUAGES if source != target]

    async def _translate(self, texts: Sequence[str], pair: Pair, deadline: float | None) -> Sequence[Translated]:
        asked = {
            "text": list(texts),
            "source_lang": pair[0].upper(),
            "target_lang": _TARGETS[pair[1]],
            "preserve_formatting": True,
        }
        answer = await self._remote.post("/v2/translate", deadline, json=asked)
        return [(text_of(each["text"]), ()) for each in answer["translations"]]
