"""Reading forms: one boundary for bad bytes, and problems as sentences beside their fields."""

import re
import unicodedata
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request

from conference.core.errors import Invalid
from conference.core.words import N_, Sentence

LONGEST = 20_000
# C0 and C1 controls but tab, line feed and carriage return; bidirectional overrides; noncharacters; lone surrogates
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")


class Form:
    """What was typed, and the problems found in it. Ask for the fields, then call `done()`."""

    def __init__(self, typed: FormData | Mapping[str, object]) -> None:
        # `once` is the edge's own word (web.once): a page that hands on what was typed hands on no old word
        self.typed = {
            name: tidy(str(value)) for name, value in typed.items() if name != "once" and not hasattr(value, "read")
        }
        self._lists = typed
        self.problems: dict[str, Sentence] = {}

    def text(self, name: str, *, longest: int = 200, needed: bool = True) -> str:
        """One field, without spaces around it; a problem is noted when it is missing, too long or unfit."""
        value = self.typed.get(name, "").strip()
        if needed and not value:
            self.problem(name, N_("Please fill in this field."))
        elif len(value) > longest:
            self.problem(name, N_("Please use at most %(most)s characters here."), most=longest)
        elif _UNFIT.search(value):
            self.problem(name, N_("This text contains characters that cannot be shown. Please type it again."))
        return value

    def choice(self, name: str, among: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
        """One field that must be one of the offered values."""
        value = self.typed.get(name, "")
        if value not in among:
            self.problem(name, N_("Please choose one of the answers offered."))
        return value

    def several(self, name: str, among: tuple[str, ...]) -> tuple[str, ...]:
        """Every offered value that was ticked, in the offered order."""
        ticked = set(self._lists.getlist(name)) if isinstance(self._lists, FormData) else set()
        return tuple(value for value in among if value in ticked)

    def ticked(self, name: str) -> bool:
        return self.typed.get(name, "") not in ("", "0", "no", "false")

    def number(self, name: str, *, least: int, most: int, default: int | None = None) -> int:
        value = self.typed.get(name, "").strip()
        if not value and default is not None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,9}", value) or not least <= int(value) <= most:
            self.problem(name, N_("Please give a number from %(least)s to %(most)s."), least=least, most=most)
            return least
        return int(value)

    def keys(self, name: str) -> list[int]:
        """The numbers of all that was ticked under this name; a problem is noted for what no database could hold."""
        ticked = [str(each) for each in self._lists.getlist(name)] if isinstance(self._lists, FormData) else []
        if not all(re.fullmatch("[0-9]{1,9}", each) for each in ticked):
            self.problem(name, N_("Please choose one of the answers offered."))
            return []
        return [int(each) for each in ticked]

    def problem(self, name: str, sentence: str, **params: object) -> None:
        self.problems.setdefault(name, Sentence(sentence, params))

    def done(self) -> None:
        """Raise `Invalid` with every problem found."""
        if self.problems:
            raise Invalid(self.problems)


def tidy(text: str) -> str:
    """One form of every accent (NFC) and of every line break. What no database holds (NUL, half a character) becomes a
    noncharacter: as unfit to be shown, and harmless wherever a field is only looked up."""
    whole = _UNHOLDABLE.sub("\ufffe", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", whole)


async def read(request: Request) -> Form:
    """The form of this request."""
    return Form(await request.form())
