"""Marks: what stands in the database instead of an account where nobody is to find it.

A mark is a keyed hash of the account and of what it is about. The key lies in `keys/`, so neither the database nor a
backup says whose a voice or a draft is; the house itself knows again only who comes in person and asks for her own.
"""

import hmac
from functools import lru_cache
from pathlib import Path

from conference.runtime import keys, settings

NAME = "marks"


def mark(account: int, what: str) -> str:
    """The mark of an account for one thing; the key is made with the first mark."""
    return hmac.digest(_key(settings.current().keys), f"{account} {what}".encode(), "sha256").hex()


@lru_cache(4)
def _key(_folder: Path) -> bytes:
    return keys.lasting(NAME)


def voice(account: int, plank_id: int) -> str:
    """Whose a pseudonym on this plank is."""
    return mark(account, f"voice {plank_id}")


def draft(account: int, place: str) -> str:
    """Whose a draft at this place is."""
    return mark(account, f"draft {place}")
