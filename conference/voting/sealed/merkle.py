"""The tree over a box's leaves: one root stands for all of them, a short path proves that one is in.

Leaves and inner nodes are hashed with different first bytes (RFC 6962, section 2.1), so that no inner node can be
passed off as a leaf. Unlike there, an odd node goes up unchanged.
"""

import hashlib
from collections.abc import Sequence


def leaf(receipt: str, sealed: bytes) -> str:
    """The leaf that binds a receipt's code to its envelope."""
    inner = hashlib.sha256(receipt.encode()).digest() + hashlib.sha256(sealed).digest()
    return hashlib.sha256(b"\x00" + inner).hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The root of sorted leaves; 64 zeros for an empty box."""
    level = list(leaves)
    if not level:
        return "0" * 64
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path(leaves: Sequence[str], position: int) -> list[tuple[str, str]]:
    """The neighbours on the way up from a leaf: ("left" | "right", hash) each."""
    steps: list[tuple[str, str]] = []
    level = list(leaves)
    while len(level) > 1:
        neighbour = position ^ 1
        if neighbour < len(level):
            steps.append(("left" if neighbour < position else "right", level[neighbour]))
        level, position = _above(level), position // 2
    return steps


def root_of_path(start: str, steps: Sequence[tuple[str, str]]) -> str:
    """The root that a leaf and its path lead to."""
    here = start
    for side, neighbour in steps:
        here = _node(neighbour, here) if side == "left" else _node(here, neighbour)
    return here


def _above(level: list[str]) -> list[str]:
    pairs = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[len(level) - len(level) % 2 :]


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
