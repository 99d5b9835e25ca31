"""Words of any script: tidying what people type, and cutting it into tokens that give the text back.

A token is what a reader would call one word, number or mark, so that a changed accent is one changed word. The
shape of words follows French, Spanish and English practice; where Unicode's own word boundaries (UAX #29) cut
a number from its unit or keep an elided article on its noun, readers' practice wins.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from conference.core.errors import Refused
from conference.core.words import N_

VERSION: Final = 3
"""Raised whenever the same text would be cut into other tokens than before."""

MAX_MARKS: Final = 8
"""Combining marks one letter may carry: well above living orthographies, well below what overflows a line."""

PROBLEMS: Final = {
    "nul": N_("The text holds a NUL character, which no text needs."),
    "control-character": N_("The text holds a control character. Please type or paste it again as plain text."),
    "bidi-override": N_("The text holds a mark that turns the direction of reading. Please remove it."),
    "lone-surrogate": N_("The text holds half a character. Please type or paste it again."),
    "noncharacter": N_("The text holds a code that is no character. Please type or paste it again."),
    "hidden-character": N_("The text holds characters that nobody can see. Please type it again."),
    "too-many-marks": N_("A letter in the text carries too many accents."),
    "block-too-long": N_("A block may hold at most %(limit)s characters."),
    "too-many-blocks": N_("A text may hold at most %(limit)s blocks."),
    "text-too-long": N_("A text may hold at most %(limit)s characters."),
    "list-too-deep": N_("A list may stand in at most %(limit)s other lists."),
    "repeated-id": N_("Two passages of the text have the same id."),
    "malformed-id": N_("A passage of the text has an id of the wrong form."),
}


class BadText(Refused):
    """A text that cannot be taken; `code` is one of `PROBLEMS`, which holds the sentence for people."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, PROBLEMS[code], **params)


_NO_BREAK: Final = "\u00a0\u2007\u202f"
# Ends of planes: the last two code points of each are set aside for ever, as are U+FDD0 to U+FDEF.
_PLANE_ENDS: Final = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_REFUSED: Final = re.compile(
    "(?P<nul>\0)"
    "|(?P<control_character>[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f])"
    "|(?P<bidi_override>[\u202a-\u202e\u2066-\u2069])"
    "|(?P<lone_surrogate>[\ud800-\udfff])"
    f"|(?P<noncharacter>[\ufdd0-\ufdef{_PLANE_ENDS}])"
    "|(?P<hidden_character>[\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f])"
)
# Hints for line breaking that a paste brings along; unseen, they would make equal words differ.
_HINTS: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
LINE_ENDS: Final = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
"""What ends a line, on any machine."""
_UNTIDY_SPACES: Final = re.compile(rf"\s{{2,}}|[^\S {_NO_BREAK}]")


_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


@cache
def _marks(astral: bool) -> str:
    """The combining marks (categories Mn, Mc, Me) as the inside of a character class; `re` knows none.

    A class with ranges beyond U+FFFF is searched range by range at every character, ten times as slow: texts without
    such characters are matched by one without them.
    """
    codes = (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)) if astral else range(0x300, 0x10000)
    ranges: list[list[int]] = []
    for code in (code for code in codes if unicodedata.category(chr(code))[0] == "M"):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@cache
def _too_many_marks(astral: bool) -> re.Pattern[str]:
    return re.compile(f"[{_marks(astral)}]{{{MAX_MARKS + 1}}}")


def clean(text: str) -> str:
    """Text with line breaks kept, such as a post: refused or made NFC, with every line end as one newline.

    Raises `BadText` as `tidy` does. Invisible hints for line breaking are dropped. Marks are counted before
    normalising as well as after it: ordering a million marks takes quadratic time.
    """
    if refused := _REFUSED.search(text):
        raise BadText(str(refused.lastgroup).replace("_", "-"))
    text = LINE_ENDS.sub("\n", _HINTS.sub("", text))
    return _bearable(unicodedata.normalize("NFC", _bearable(text)))


def _bearable(text: str) -> str:
    if not text.isascii() and _too_many_marks(_is_astral(text)).search(text):
        raise BadText("too-many-marks")
    return text


def _is_astral(text: str) -> bool:
    return _ASTRAL.search(text) is not None


def tidy(text: str) -> str:
    """Text of one block: NFC, no space at its ends, each run of white space made one space.

    A run that holds a no-break space stays a no-break space, since French punctuation needs it. Raises `BadText`
    (nul, control-character, bidi-override, lone-surrogate, noncharacter, hidden-character, too-many-marks).
    Tidying twice changes nothing.
    """
    return _UNTIDY_SPACES.sub(_one_space, clean(text)).strip()


def _one_space(run: re.Match[str]) -> str:
    return next((space for space in run.group() if space in _NO_BREAK), " ")


# Scripts written without spaces between words: each letter with its marks is a token there.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_ELIDED: Final = "l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu"


@cache
def _token(astral: bool) -> re.Pattern[str]:
    marks = _marks(astral)
    letter = rf"[^\W_{_UNSPACED}][{marks}\u200c\u200d]*"
    # The middle dot joins inclusive French forms (délégué·e·s). An apostrophe after an s that more words follow is
    # the plural's possessive (the workers' fund); before a mark or the end it closes a quotation.
    more = rf"(?:['’\-‐‑·_]?{letter})*"
    possessive = r"(?:(?<=[sxz])['’](?=\s\w))?"
    symbol = rf"[^\w\s][{marks}\U0001f3fb-\U0001f3ff]*"
    return re.compile(
        rf"""\s+
        | \{{ (?:[1-9][0-9]{{0,8}}\.)? (?:p[0-9]+[a-z]*|r[0-9]+|s[0-9]+(?:\.c[0-9]+)?) \#? \}}   # a reference
        | (?:{_ELIDED})['’](?=\w)                                       # l'usine is two words, don't is one
        | (?:[^\W\d_]\.){{2,}}                                          # U.S.
        | [$€£¥]? (?: \d{{1,3}}(?:\ \d{{3}}(?!\d))+ | \d+ )             # 1 000 with a plain space
          (?:[.,:٫٬]\d+ | [\u00a0\u202f]\d{{3}}(?!\d))* [{marks}]*      # 1,000.50 and 1 000,50
          (?: [\ \u00a0\u202f]?[%‰٪$€£](?!\w) | {more} )                # 10 %, 60h, 5-day
        | {letter}{more}{possessive}
        | [{_UNSPACED}][{marks}]*
        | [\U0001f1e6-\U0001f1ff]{{2}}                                  # two letters make one flag
        | \.{{2,}}
        | {symbol}(?:\u200d{symbol})*
        | .""",
        re.VERBOSE | re.IGNORECASE | re.DOTALL,
    )


def tokens(text: str) -> tuple[str, ...]:
    """Cut a text into words, numbers with their units, single marks and runs of white space.

    Lossless for any string: the tokens joined give the text back.
    """
    # A loop of our own hands the interpreter to other threads now and then; `findall` would keep it to the end.
    return tuple([found.group() for found in _token(_is_astral(text)).finditer(text)])


def key(token: str) -> str:
    """What a token is compared by: its NFC form, so that é as one code or as two is the same word.

    Only comparing uses it; texts keep the bytes that they came with.
    """
    return token if token.isascii() else unicodedata.normalize("NFC", token)


def without_accents(token: str) -> str:
    """A token without its combining marks (é as e; Arabic without its vowel signs), to tell what a change is about."""
    return "".join(each for each in unicodedata.normalize("NFD", token) if unicodedata.category(each) != "Mn")


def is_word(token: str) -> bool:
    """Whether a token counts as a word: it holds a letter or a digit."""
    return any(character.isalnum() for character in token)


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without marks and spaces."""
    return tuple(token for token in tokens(text) if is_word(token))


def word_count(text: str) -> int:
    """How many words and numbers a text holds; an elided article (l’) counts as the word that it is."""
    return len(words(text))


def spaced(text: str) -> tuple[tuple[str, str], ...]:
    """The tokens of a text, each with the white space after it: `((token, spaces), …)`, lossless.

    White space at the very start stands after an empty token. Comparing words this way leaves no lone space
    between two changes.
    """
    found: list[tuple[str, str]] = []
    for token in tokens(text):
        if not token.isspace():
            found.append((token, ""))
        else:
            before, _ = found.pop() if found else ("", "")
            found.append((before, token))
    return tuple(found)
