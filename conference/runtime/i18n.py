"""Catalogues, dates and numbers in the reader's language. `.po` files are read once, when the process starts."""

import io
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from conference.core.languages import DEFAULT, LANGUAGES, TAGS
from conference.core.words import Sentence
from conference.runtime import clock
from conference.runtime.assets import folder

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def use(language: str) -> None:
    """From here on this task speaks this language."""
    _language.set(language)


def language() -> str:
    return _language.get()


@cache
def catalogue(language: str) -> Translations:
    """The catalogue of one language, compiled in memory."""
    path = folder("locales") / language / "LC_MESSAGES" / "conference.po"
    if not path.exists():
        return Translations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def warm() -> None:
    """Compile every catalogue and read every language's calendar now, so that no first reader waits."""
    for each in LANGUAGES:
        catalogue(each)
        _day(clock.now().date(), each)


def gettext(text: str) -> str:
    return catalogue(_language.get()).gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    return catalogue(_language.get()).ngettext(one, many, number)


def say(sentence: Sentence | str, in_language: str | None = None) -> str:
    """A sentence in the reader's language, its parameters spoken in that language too."""
    spoken = in_language or _language.get()
    if isinstance(sentence, str):
        return catalogue(spoken).gettext(sentence) if sentence else ""
    text = catalogue(spoken).gettext(sentence.text)
    if not sentence.params:
        return text
    return text % {name: _spoken(value, spoken) for name, value in sentence.params.items()}


def _spoken(value: object, spoken: str) -> object:
    if isinstance(value, Sentence):
        return say(value, spoken)
    if isinstance(value, datetime):
        return moment(value, spoken)
    if isinstance(value, date):
        return _day(value, spoken)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return format_decimal(value, locale=_locale(spoken), decimal_quantization=False)
    if isinstance(value, tuple | list):
        return format_list([str(_spoken(each, spoken)) for each in value], locale=_locale(spoken))
    return value


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(TAGS[language], sep="-")


def moment(value: datetime, in_language: str | None = None) -> str:
    """A date and a time with its zone, as the reader's language writes it."""
    return f"{_day(value.date(), in_language or _language.get())}, {value.hour}:{value.minute:02} UTC"


def day(value: date, in_language: str | None = None) -> str:
    """A date as the reader's language writes it."""
    return _day(value, in_language or _language.get())


@lru_cache(1_000)
def _day(value: date, spoken: str) -> str:
    """Many moments of a debate fall on one day."""
    return format_date(value, "d MMM y", locale=_locale(spoken))


def hour(value: datetime) -> str:
    return format_time(value, "H:mm", locale=_locale(_language.get()))


def ago(value: datetime) -> str:
    """How long since, in words."""
    return format_timedelta(value - clock.now(), add_direction=True, locale=_locale(_language.get()))


def number(value: Decimal | int | str) -> str:
    """A number in the reader's digits; a fraction such as `20/3` stays as it is."""
    return str(_spoken(value, _language.get()))


def listed(values: list[str] | tuple[str, ...]) -> str:
    """`a, b and c` as the language joins them."""
    return format_list(list(values), locale=_locale(_language.get()))
