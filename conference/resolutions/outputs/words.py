"""The sentences of editions on paper, and how one is told in every language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from conference.core.languages import OWN_NAMES
from conference.core.words import N_, Sentence
from conference.resolutions.adopted.rules import Standing
from conference.resolutions.annexed.rules import Kind
from conference.resolutions.commitments.rules import Status
from conference.resolutions.formats.document import Texts
from conference.runtime.i18n import say

EDITION: Final = N_("%(conference)s. Resolution %(number)s, edition %(edition)s")
PUBLISHED: Final = N_("Published on %(moment)s.")
TOGETHER: Final = N_("The three language versions were adopted together, and each is an original.")
CORRECTED_SINCE: Final = N_("A corrigendum has been published since. This edition stays readable as it was.")
CORRECTS: Final = N_("This edition corrects edition %(edition)s; the corrigendum stands behind the text.")
SIGNED_DIGEST: Final = N_("The digest of every word in every language, which delegations sign:")
HEADINGS: Final = {
    "preamble": N_("Preamble"),
    "operative": N_("The conference resolves"),
    "schedule": N_("Schedules"),
    "page": N_("Page %(page)s of %(pages)s"),
}

VOTED: Final = N_("How the conference voted on the whole text")
VOTE: Final = N_("Vote %(number)s, declared on %(moment)s.")
MET: Final = N_("Met: %(condition)s")
UNMET: Final = N_("Not met: %(condition)s")
GAVE: Final = N_("%(delegation)s: yes %(yes)s, no %(no)s, abstentions %(abstain)s.")
TURNED_OUT: Final = N_("%(delegation)s: %(cast)s of %(roll)s voted.")

REFERENDUM: Final = N_("Adoption ad referendum and ratification")
DECLARED: Final[Mapping[str, str]] = {
    Standing.AWAITED: N_(
        "%(delegation)s adopted ad referendum, as declared on %(moment)s. The ratification is awaited."
    ),
    Standing.RATIFIED: N_("%(delegation)s adopted ad referendum, as declared on %(moment)s, and has ratified."),
    Standing.REFUSED: N_(
        "%(delegation)s adopted ad referendum, as declared on %(moment)s. The ratification was refused."
    ),
}
DECIDED: Final = {
    "ratified": N_("%(delegation)s: ratified by %(body)s on %(day)s."),
    "refused": N_("%(delegation)s: refused by %(body)s on %(day)s."),
}

SIGNATURES: Final = N_("Signatures")
SIGNED: Final = N_("%(delegation)s: signed by %(person)s on %(moment)s, edition %(edition)s.")

STATEMENTS: Final = {
    Kind.RESERVATION: N_("Reservations"),
    Kind.MINORITY: N_("Minority reports"),
    Kind.EXPLANATION: N_("Explanations of vote"),
}
FILED: Final = N_("%(delegation)s, %(person)s, on %(moment)s.")
FILED_ON: Final = N_("%(delegation)s, %(person)s, on %(moment)s, about: %(clauses)s.")
FILED_TOGETHER: Final = N_("%(authors)s, on %(moment)s.")
FILED_TOGETHER_ON: Final = N_("%(authors)s, on %(moment)s, about: %(clauses)s.")
AUTHOR: Final = N_("%(person)s (%(delegation)s)")

CORRIGENDA: Final = N_("Corrigenda")
CORRECTION: Final = N_("Passage %(label)s, %(language)s: corrected against edition %(edition)s.")
READ: Final = N_("It read: “%(before)s”")
READS: Final = N_("It reads now: “%(after)s”")

COMMITMENTS: Final = N_("Commitments")
STATUS: Final[Mapping[str, str]] = {
    Status.PLANNED: N_("planned"),
    Status.BEGUN: N_("begun"),
    Status.DONE: N_("done"),
    Status.GIVEN_UP: N_("given up"),
}
COMMITTED: Final = N_("Clause %(clause)s, %(delegation)s: %(status)s. %(office)s answers for it.")
COMMITTED_BY: Final = N_("Clause %(clause)s, %(delegation)s: %(status)s, due on %(day)s. %(office)s answers for it.")
OWNED: Final = N_("%(sentence)s Named for it: %(person)s.")


def spoken(languages: Sequence[str], make: Callable[[str], str]) -> Texts:
    """Language -> what `make` says in it."""
    return {language: make(language) for language in languages}


def told(languages: Sequence[str], text: str, **params: object) -> Texts:
    """One sentence in several languages."""
    return spoken(languages, lambda language: say(Sentence(text, params), language))


def headings(languages: Sequence[str], parts: frozenset[str]) -> Mapping[str, Mapping[str, str]]:
    """The words that the formats need. Where the text begins with what is resolved and has nothing else, it needs no
    heading for that."""
    kept = {name: text for name, text in HEADINGS.items() if name != "operative" or len(parts) > 1}
    return {
        language: {name: say(text, language) for name, text in kept.items()}
        | {"digest": say(SIGNED_DIGEST, language), "name": OWN_NAMES[language]}
        for language in languages
    }
