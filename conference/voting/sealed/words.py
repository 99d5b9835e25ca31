"""Words that stand for a share of a key (SLIP-39): read as people write them, with the reason when they do not fit."""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from conference.core.words import N_, Sentence

LENGTH: Final = 33
ASKED: Final = 6
"""So many words a teller types back, to prove that she has them all on paper."""
COMMON: Final = 4
"""So many first words say which set a share is of; they are much alike in all of its shares and prove little."""
LONGEST: Final = 20
CLOSE: Final = 0.75
"""How alike a word of the list must be to be offered as the one meant: one letter wrong, not another word."""
_KNOWN: Final = frozenset(WORDLIST)


def split(secret: bytes, needed: int, made: int) -> list[str]:
    """Words for each of the shares that are made; any `needed` of them give the secret back."""
    shares: list[str] = generate_mnemonics(1, [(needed, made)], secret)[0]
    return shares


def combined(shares: Sequence[str]) -> bytes:
    """The secret of exactly as many shares as are needed. Raises `ValueError` when they are not of one set."""
    try:
        secret: bytes = combine_mnemonics(shares)
    except MnemonicError as problem:
        raise ValueError(str(problem)) from problem
    return secret


def fingerprint(share: str) -> str:
    """A hash by which a share that is typed is recognized."""
    return hashlib.sha256(share.encode()).hexdigest()


def typed(text: str) -> tuple[str, ...]:
    """The words of what somebody typed: whatever stands between them, such as numbers, is left out."""
    return tuple(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).lower()))


def places(mark: str) -> tuple[int, ...]:
    """The places (from 1) of the words that prove a share, the same at every look, different for each share."""
    later = range(COMMON + 1, LENGTH + 1)
    return tuple(sorted(sorted(later, key=lambda n: hashlib.sha256(f"{mark} {n}".encode()).digest())[:ASKED]))


def problem(words: Sequence[str]) -> Sentence | None:
    """What is wrong with the words of a share, in one sentence; None when they are a share."""
    for place, word in enumerate(words, 1):
        if word not in _KNOWN:
            return unknown(word, place)
    if len(words) != LENGTH:
        return Sentence(
            N_("A share has %(length)s words; %(count)s are here."), {"length": LENGTH, "count": len(words)}
        )
    try:
        Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        return Sentence(
            N_(
                "Every word is in the list, but together they are no share: one was mistaken for another, or two have "
                "changed places. Please compare them with your paper, word by word."
            )
        )
    return None


def unknown(word: str, place: int) -> Sentence:
    """That a word is in no share, with the one that was probably meant."""
    shown = word[:LONGEST]
    near = difflib.get_close_matches(shown, WORDLIST, 1, CLOSE)
    if near:
        return Sentence(
            N_("Word %(place)s, “%(word)s”, is not in the list of words. Did you mean “%(near)s”?"),
            {"place": place, "word": shown, "near": near[0]},
        )
    return Sentence(N_("Word %(place)s, “%(word)s”, is not in the list of words."), {"place": place, "word": shown})


def known(word: str) -> bool:
    """Whether the list has this word."""
    return word in _KNOWN
