"""Whose words stand in a text that was joined from several: the old text's, a source's, or nobody's before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from conference.text.provenance import Step, credited

_BEFORE: Final = "before"
_OWN: Final = "own"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a text. `labels` are the sources that brought it (several where several did); empty for words that
    none of them brought. `old`: they stood there before."""

    text: str
    labels: tuple[str, ...] = ()
    old: bool = False


def whose(before: str, text: str, sources: Mapping[str, str]) -> tuple[Words, ...]:
    """Give each stretch of the text to those who brought it. `sources`: label to wording of the same passage.

    The rule is `text.provenance`'s, so that an adopted composite is told the same way everywhere.
    """
    return tuple(
        Words(
            each.text,
            tuple(label for label in each.labels if label not in (_BEFORE, _OWN)),
            old=each.labels == (_BEFORE,),
        )
        for each in credited([Step(_BEFORE, before), Step(_OWN, text, sources)])
    )
