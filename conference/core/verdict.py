"""May she? Asked once, answered with a reason: the same verdict guards the command and labels the button."""

from dataclasses import dataclass

from conference.core.errors import NotPermitted
from conference.core.words import Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with a code and a sentence."""

    allowed: bool
    code: str = ""
    reason: Sentence | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise `NotPermitted` with the reason when the answer is no."""
        if not self.allowed:
            assert self.reason is not None
            raise NotPermitted(self.code, self.reason.text, **self.reason.params)


YES = Verdict(True)


def no(code: str, sentence: str, **params: object) -> Verdict:
    """Refuse, in a whole sentence marked with `N_`."""
    return Verdict(False, code, Sentence(sentence, params))
