"""What can be wrong with a translation, as codes for programs and sentences for readers."""

from typing import Final

from conference.core.words import N_

PROTECTED: Final = "lost-protected"
NUMBERS: Final = "numbers"
LENGTH: Final = "length"
LANGUAGE: Final = "wrong-language"
TERM: Final = "term"
AVOIDED: Final = "avoided-word"
NEGATION: Final = "negation"
UNKNOWN: Final = "unknown-words"
DROPPED: Final = "words-lost"

SENTENCES: Final[dict[str, str]] = {
    PROTECTED: N_("A name, a link or a reference was lost in translation."),
    NUMBERS: N_("The numbers are not those of the original."),
    LENGTH: N_("The translation is much shorter or longer than the original."),
    LANGUAGE: N_("The translation does not read like the language it should be in."),
    TERM: N_("A term of the glossary is not translated as agreed."),
    AVOIDED: N_("The translation uses a word that the glossary says to avoid."),
    NEGATION: N_("A “not” may have been lost or added: the translation may say the opposite."),
    UNKNOWN: N_("Many words were not known to the machine and stand as in the original."),
    DROPPED: N_("The machine left words out."),
}
"""Every flag that makes a translation a partial one."""


def sentence(code: str) -> str | None:
    """The sentence for a reader, for the catalogue; None for codes that concern the house only."""
    return SENTENCES.get(code)
