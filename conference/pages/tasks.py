"""Something that waits for a person, as her first page tells it."""

from dataclasses import dataclass

from conference.core.words import Sentence


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for this person: what, where, and what the link says. `private`: it stands on her page
    alone, and nothing is written down about it."""

    icon: str
    sentence: Sentence
    url: str
    private: bool = False
