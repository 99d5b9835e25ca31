"""What can be wrong with a translation, as codes for programs and sentences for readers."""

from typing import Final

from conference.core.words import N_, Sentence

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

TROUBLES: Final[dict[str, str]] = {
    "late": N_("No answer came in time."),
    "unreachable": N_("Nothing answers at its address."),
    "unreadable": N_("What it answered could not be read."),
    "blank": N_("It answered with nothing."),
    "broken": N_("It broke while it worked."),
    "broken-model": N_("The files of a model are broken."),
    "glossary-uncompiled": N_("The glossary could not be built into it."),
    "resting": N_("It is left alone for a while after failures."),
    "budget": N_("The budget of characters for today is spent."),
    "too-long": N_("The text is too long for it."),
    "not-translated": N_("No engine here translates this."),
    "refused": N_("No engine here translates this."),
    "failed": N_("It failed without saying why."),
    "http-401": N_("The service does not accept our key."),
    "http-403": N_("The service does not accept our key."),
    "http-429": N_("The service asks us to send less."),
}
"""What keeps an engine from translating, for whoever runs the house."""
_ANSWERED: Final = N_("The service answered with the code %(code)s.")
_UNNAMED: Final = N_("It gave the reason “%(code)s”.")


def trouble(code: str) -> Sentence:
    """What a code in the queue means."""
    if words := SENTENCES.get(code) or TROUBLES.get(code):
        return Sentence(words)
    kind, _, number = code.partition("http-")
    return Sentence(_ANSWERED, {"code": number}) if number and not kind else Sentence(_UNNAMED, {"code": code})


def sentence(code: str) -> str | None:
    """The sentence for a reader, for the catalogue; None for codes that concern the house only."""
    return SENTENCES.get(code)
