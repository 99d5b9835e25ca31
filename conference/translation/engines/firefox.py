"""Firefox's neural models from a folder, run on this machine by the optional package `fxtranslate`.

The folder has a folder for each pair, `en-es`, with the files as Mozilla names them: `model.enes….bin`, and either
`vocab.enes.spm` or `srcvocab.enes.spm` and `trgvocab.enes.spm`. Nothing is ever downloaded from here.
"""

import asyncio
import importlib
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.translation.engines.provider import (
    NO_GLOSSARY,
    Capabilities,
    Health,
    Outcome,
    Pair,
    Segment,
    Status,
    failed,
)
from conference.translation.glossary import Glossary

PACKAGE: Final = "fxtranslate"
_PAIR: Final = re.compile(r"([a-z]{2})-([a-z]{2})")
_NO_PACKAGE: Final = N_("The package %(package)s is not installed: pip install conference[neural]")
_NO_MODELS: Final = N_("%(folder)s holds no models: put each pair’s files into a folder such as en-es.")
_MODELS: Final = N_("Models: %(n)s. Loaded now: %(loaded)s.")


class Firefox:
    """The provider. A model of 17 to 31 MB loads at the first use of its pair."""

    name = "firefox"
    version = "1"
    leaves_machine = False

    def __init__(self, models: Path) -> None:
        self._models = models
        self._loaded: dict[Pair, Any] = {}
        self._turn = asyncio.Lock()

    async def capabilities(self) -> Capabilities:
        return Capabilities(frozenset(_pairs(self._models) if _has_package() else ()), max_chars=5_000)

    async def translate(
        self,
        segments: Sequence[Segment],
        source: str,
        target: str,
        *,
        glossary: Glossary = NO_GLOSSARY,  # noqa: ARG002  # a neural model takes none; the checks still look
        deadline: float | None = None,
    ) -> list[Outcome]:
        pair = (source, target)
        if pair not in (await self.capabilities()).pairs:
            return [Outcome(each.id, None, Status.REFUSED, self.name, self.version) for each in segments]
        return [await self._one(each, pair, deadline) for each in segments]

    async def health(self) -> Health:
        if not _has_package():
            return Health(False, Sentence(_NO_PACKAGE, {"package": PACKAGE}))
        pairs = _pairs(self._models)
        if not pairs:
            return Health(False, Sentence(_NO_MODELS, {"folder": self._models}))
        return Health(True, Sentence(_MODELS, {"n": len(pairs), "loaded": len(self._loaded)}))

    async def aclose(self) -> None:
        self._loaded.clear()

    async def _one(self, segment: Segment, pair: Pair, deadline: float | None) -> Outcome:
        try:
            async with asyncio.timeout_at(deadline), self._turn:
                text = await asyncio.to_thread(self._translated, segment.text, pair)
        except TimeoutError:
            return failed([segment], self, "late")[0]
        except (ValueError, OSError):
            return failed([segment], self, "broken-model")[0]
        if not text.strip():
            return failed([segment], self, "blank")[0]
        return Outcome(segment.id, text, Status.OK, self.name, self.version, pair)

    def _translated(self, text: str, pair: Pair) -> str:
        if pair not in self._loaded:
            self._loaded[pair] = _load(self._models / "-".join(pair))
        return str(self._loaded[pair].translate_long(text))


def _has_package() -> bool:
    return importlib.util.find_spec(PACKAGE) is not None


def _pairs(models: Path) -> list[Pair]:
    """The pairs of working languages whose model and vocabulary are there."""
    found = []
    for folder in sorted(models.glob("??-??")):
        named = _PAIR.fullmatch(folder.name)
        if named and set(named.groups()) <= set(LANGUAGES) and all(_files(folder)):
            found.append((named[1], named[2]))
    return found


def _files(folder: Path) -> tuple[Path | None, Path | None, Path | None]:
    """The model, and the vocabularies of source and target, which are often one file."""
    shared = _one_of(folder, "vocab.*.spm")
    return (
        _one_of(folder, "model.*.bin"),
        _one_of(folder, "srcvocab.*.spm") or shared,
        _one_of(folder, "trgvocab.*.spm") or shared,
    )


def _one_of(folder: Path, pattern: str) -> Path | None:
    return next(iter(sorted(folder.glob(pattern))), None)


def _load(folder: Path) -> Any:
    """A model in memory. Raises `ValueError` where its files are none."""
    model, before, after = _files(folder)
    if model is None or before is None or after is None:
        raise ValueError(f"{folder} holds no whole model")
    engine = importlib.import_module(PACKAGE)
    return engine.Translator(model=model.read_bytes(), src_vocab=before.read_bytes(), trg_vocab=after.read_bytes())
