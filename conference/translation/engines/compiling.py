"""The overlay of a glossary, compiled: a folder with the dictionaries of one direction, made once for each revision.

A folder takes its name only when all of it is there, so that no pipeline ever reads half a revision, and several
processes may compile the same one at the same time.
"""

import asyncio
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conference.translation.engines.installation import Mode
from conference.translation.glossary import Glossary
from conference.translation.glossary.overlay import Analysis, Known, Overlay, asked, overlay

VERSION: Final = 2
"""Raised whenever the same glossary would be compiled into something else."""
SELECTION: Final = "conference.lrx.bin"
KEPT: Final = 3
"""Folders of one direction that stay, the newest: another process may still want to start from one."""
PATIENCE: Final = 60
_UNIT: Final = re.compile(r"\^([^/$]*)/([^$]*)\$")
_TAG: Final = re.compile(r"<([^<>]+)>")


class Uncompiled(Exception):
    """A glossary that the compilers refuse, with what they said."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One dictionary of the overlay: its kind in the mode file and its source."""

    kind: str
    source: str


async def stages(mode: Mode, glossary: Glossary, folder: Path) -> tuple[tuple[str, ...], ...]:
    """The stages of a mode by a glossary; the mode's own where there is none. Raises `Uncompiled`."""
    if glossary.is_empty:
        return mode.stages
    place = folder / f"{mode.pair[0]}-{mode.pair[1]}-{_name(mode, glossary)}"
    if not place.is_dir():
        await asyncio.to_thread(_make, mode, glossary, place)
    return tuple(_over(mode, place))


def _name(mode: Mode, glossary: Glossary) -> str:
    """The glossary's revision, and a digest of the dictionaries below: they change when Debian brings newer ones."""
    files = [file.stat() for kind in ("automorf", "autobil", "autogen") if (file := mode.file(kind))]
    below = repr([VERSION, [(each.st_size, each.st_mtime_ns) for each in files]])
    return f"{glossary.revision}-{hashlib.sha256(below.encode()).hexdigest()[:6]}"


def _over(mode: Mode, place: Path) -> list[tuple[str, ...]]:
    """The mode's stages with each file of the overlay in the place of the one below it, and selection by the conference
    after the bilingual dictionary, before the mode's own."""
    found: list[tuple[str, ...]] = []
    for stage in mode.stages:
        found.append(tuple(str(over) if (over := place / Path(word).name).is_file() else word for word in stage))
        if stage[-1].endswith(".autobil.bin") and (place / SELECTION).is_file():
            found.append(("lrx-proc", "-z", "-m", str(place / SELECTION)))
    return found


def _make(mode: Mode, glossary: Glossary, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=place.parent, prefix=".making-"))
    try:
        _compile(mode, overlay(glossary, *mode.pair, _known(mode, glossary)), making)
        os.rename(making, place)
    except OSError:
        if not place.is_dir():  # else another process made the same one first
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _forget_old(place)


def _forget_old(place: Path) -> None:
    siblings = sorted(place.parent.glob(f"{place.name[:5]}-*"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in siblings[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _known(mode: Mode, glossary: Glossary) -> Known:
    """What the dictionary below says of each source word that it takes as one."""
    words = asked(glossary, *mode.pair)
    below = mode.file("automorf")
    if below is None or not words:
        return {}
    lines = "\n".join(f"{word}[{number}]" for number, word in enumerate(words))
    answers = _run("lt-proc", str(below), said=lines).split("\n")
    known: dict[str, list[Analysis]] = {}
    for word, line in zip(words, answers, strict=True):
        units = _UNIT.findall(line)
        if len(units) == 1 and units[0][0] == word:
            known[word] = [_analysis(each) for each in units[0][1].split("/") if "+" not in each and "<" in each]
    return known


def _analysis(text: str) -> Analysis:
    """An analysis as the bilingual dictionary reads it: `part<n><f><sg># de marché` has the lemma `part# de marché`."""
    lemma, invariable = text.partition("<")[0], text.rpartition(">")[2]
    return Analysis(lemma + invariable, tuple(_TAG.findall(text)))


def _compile(mode: Mode, made: Overlay, place: Path) -> None:
    parts = (_Part("automorf", made.analysis), _Part("autobil", made.bilingual), _Part("autogen", made.generation))
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda part: _dictionary(mode, part, place), parts))
    if made.selection:
        rules = place / "conference.lrx"
        rules.write_text(made.selection, encoding="utf-8")
        _run("lrx-comp", str(rules), str(place / SELECTION))


def _dictionary(mode: Mode, part: _Part, place: Path) -> None:
    """The dictionary below and the overlay's part in one file, under the name of the one below."""
    below = mode.file(part.kind)
    if part.source and below:
        dix, alone = place / f"{part.kind}.dix", place / f"{part.kind}.alone"
        dix.write_text(part.source, encoding="utf-8")
        _run("lt-comp", "lr", str(dix), str(alone))
        _run("lt-append", str(below), str(alone), str(place / below.name))


def _run(*command: str, said: str = "") -> str:
    """Run a compiler. Raises `Uncompiled`."""
    try:
        ended = subprocess.run(command, input=said, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Uncompiled(str(problem)) from problem
    if ended.returncode:
        raise Uncompiled(f"{command[0]}: {ended.stderr.strip()[-300:]}")
    return ended.stdout
