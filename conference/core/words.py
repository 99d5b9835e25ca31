"""Sentences shown to people, marked for the catalogues here and translated only at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogues and give it back unchanged."""
    return sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence with its parameters: `text` is the catalogue key with `%(name)s` places."""

    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text
