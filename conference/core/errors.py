"""How the product says no: a code for programs, a whole sentence for people, nothing typed is lost."""

from collections.abc import Mapping

from conference.core.words import N_, Sentence


class Refused(Exception):
    """A rule says no. `code` is stable for programs and tests; the sentence is translated at the edge."""

    status = 422

    def __init__(self, code: str, sentence: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = Sentence(sentence, params)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class NotPermitted(Refused):
    """The actor may not do this, whatever she types."""

    status = 403


class NotSignedIn(NotPermitted):
    """Nobody is signed in, and the step needs somebody."""

    status = 401


class Conflict(Refused):
    """Somebody else was first; the page must be read again."""

    status = 409


class TooMany(Refused):
    """Too many tries in too short a time."""

    status = 429


class Absent(Refused):
    """Nothing here for this reader: hidden and missing things answer alike."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not-found", N_("There is no such page, or it is not open to you."))


class Invalid(Refused):
    """What was typed cannot be taken: one sentence for each field that has a problem."""

    def __init__(self, problems: Mapping[str, Sentence]) -> None:
        super().__init__("invalid", N_("Some answers need another look."))
        self.problems = dict(problems)
