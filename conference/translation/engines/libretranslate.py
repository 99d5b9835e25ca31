"""LibreTranslate, on this machine or somebody else's."""

from collections.abc import Iterable, Sequence

from conference.core.languages import LANGUAGES
from conference.translation.engines.provider import Pair
from conference.translation.engines.remote import Remote
from conference.translation.engines.service import Service, Translated, text_of


class LibreTranslate(Service):
    """The provider."""

    name = "libretranslate"
    max_batch = 20

    def __init__(self, address: str, key: str = "") -> None:
        super().__init__(Remote(address))
        self._key = {"api_key": key} if key else {}

    async def _list(self) -> Iterable[Pair]:
        return [
            (each["code"], target)
            for each in await self._remote.get("/languages")
            for target in each["targets"]
            if each["code"] in LANGUAGES and target in LANGUAGES and target != each["code"]
        ]

    async def _translate(self, texts: Sequence[str], pair: Pair, deadline: float | None) -> Sequence[Translated]:
        asked = {"q": list(texts), "source": pair[0], "target": pair[1], "format": "text", **self._key}
        answer = await self._remote.post("/translate", deadline, json=asked)
        return [(text_of(text), ()) for text in answer["translatedText"]]
