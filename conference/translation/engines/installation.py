"""What of Apertium this machine has: the directions with every file and program they need, and what is missing."""

import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conference.core.languages import LANGUAGES
from conference.translation.engines.provider import Pair

MODES: Final = Path("/usr/share/apertium/modes")
NEEDED: Final[tuple[Pair, ...]] = (("en", "es"), ("es", "en"), ("fr", "es"), ("es", "fr"))
"""The directions by which every working language reaches every other; English and French meet in Spanish."""
PACKAGES: Final = ("apertium", "apertium-eng-spa", "apertium-fr-es", "lttoolbox-dev", "apertium-lex-tools-dev")
MEND: Final = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"
COMPILERS: Final = ("lt-comp", "lt-append", "lrx-comp", "lt-proc")
_SHORT: Final = {"eng": "en", "fra": "fr", "spa": "es"}
_MODE: Final = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")


@dataclass(frozen=True, slots=True)
class Mode:
    """One direction: the stages of its mode file, as commands, and the folder of its dictionaries."""

    pair: Pair
    stages: tuple[tuple[str, ...], ...]

    def file(self, kind: str) -> Path | None:
        """The dictionary of a kind, such as `autobil`."""
        return next((Path(each) for stage in self.stages for each in stage if each.endswith(f".{kind}.bin")), None)


@dataclass(frozen=True, slots=True)
class Installation:
    """The directions that are ready, those of the working languages that are not, and whether glossaries compile."""

    modes: Mapping[Pair, Mode]
    missing: tuple[Pair, ...]
    compiles: bool

    @property
    def mend(self) -> str:
        """The line that installs what is missing, on Debian; empty where nothing is."""
        return MEND if self.missing or not self.compiles else ""


def look(folder: Path = MODES) -> Installation:
    """Look into a folder of mode files. Reads a few small files."""
    modes = {mode.pair: mode for file in sorted(folder.glob("*.mode")) if (mode := _mode(file))}
    missing = tuple(pair for pair in NEEDED if pair not in modes)
    return Installation(modes, missing, all(map(shutil.which, COMPILERS)))


def _mode(file: Path) -> Mode | None:
    """The mode of a file, or None where it is no plain direction between working languages or lacks something."""
    named = _MODE.fullmatch(file.stem)
    if not named:
        return None
    source, target = (_SHORT.get(code, code) for code in named.groups())
    stages = tuple(_stage(part) for part in file.read_text(encoding="utf-8").split("|"))
    whole = source in LANGUAGES and target in LANGUAGES and all(map(_is_there, stages))
    return Mode((source, target), stages) if whole else None


def _stage(text: str) -> tuple[str, ...]:
    """A stage as a command that flushes at every NUL. $1 is where Apertium's wrapper asks for marks or not: we do; $2
    where it would ask the tagger for surface forms."""
    words = [("-g" if word == "$1" else word) for word in shlex.split(text) if word != "$2"]
    return (words[0], "-z", *words[1:])


def _is_there(stage: tuple[str, ...]) -> bool:
    return shutil.which(stage[0]) is not None and all(Path(word).is_file() for word in stage if word.startswith("/"))
