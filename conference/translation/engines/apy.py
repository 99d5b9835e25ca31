"""Apertium behind its web service, APY, on this machine or another one of the house."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from conference.core.languages import LANGUAGES
from conference.translation.engines.provider import Pair
from conference.translation.engines.remote import Remote
from conference.translation.engines.service import Service, Translated, text_of

_SHORT: Final = {"eng": "en", "fra": "fr", "spa": "es"}
_LONG: Final = {short: long for long, short in _SHORT.items()}
_MARKED: Final = re.compile(r"[*@#](?P<word>\w[\w'’-]*)")


class Apy(Service):
    """The provider. APY drops text in long requests without a word, so each paragraph goes alone, and of several `q` in
    one request it reads the last only, so there is one."""

    name = "apy"
    max_chars = 2_000

    def __init__(self, address: str) -> None:
        super().__init__(Remote(address))

    async def _list(self) -> Iterable[Pair]:
        answer = await self._remote.get("/listPairs")
        pairs = [(each["sourceLanguage"], each["targetLanguage"]) for each in answer["responseData"]]
        short = {(_SHORT.get(source, source), _SHORT.get(target, target)) for source, target in pairs}
        return [pair for pair in short if set(pair) <= set(LANGUAGES)]

    async def _translate(self, texts: Sequence[str], pair: Pair, deadline: float | None) -> Sequence[Translated]:
        return [await self._one(text, pair, deadline) for text in texts]

    async def _one(self, text: str, pair: Pair, deadline: float | None) -> Translated:
        # APY knows both two letters and three, whichever its mode files are named by.
        asked = {"langpair": "|".join(_LONG.get(each, each) for each in pair), "q": text, "markUnknown": "yes"}
        answer = await self._remote.post("/translate", deadline, data=asked)
        said = text_of(answer["responseData"]["translatedText"])
        if any(mark in text for mark in "*@#"):
            return said, ()  # its marks cannot be told from the text's own
        unknown = tuple(dict.fromkeys(found["word"] for found in _MARKED.finditer(said)))
        return _MARKED.sub(lambda found: found["word"], said), unknown
