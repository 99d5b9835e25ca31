"""Proofs of inclusion: every leaf's path leads to the root, and no other does."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from conference.voting.sealed import merkle

leaves = st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=40, unique=True).map(
    lambda names: sorted(hashlib.sha256(name).hexdigest() for name in names)
)


@given(leaves)
def test_every_path_leads_to_the_root(listed: list[str]) -> None:
    root = merkle.root(listed)
    for position, leaf in enumerate(listed):
        assert merkle.root_of_path(leaf, merkle.path(listed, position)) == root


@given(leaves, st.data())
def test_another_leaf_does_not(listed: list[str], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(listed) - 1))
    stranger = hashlib.sha256(b"a ballot that was never cast").hexdigest()
    assert merkle.root_of_path(stranger, merkle.path(listed, position)) != merkle.root(listed)


@given(leaves, st.data())
def test_one_leaf_more_less_or_other_changes_the_root(listed: list[str], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(listed) - 1))
    stranger = hashlib.sha256(b"a ballot that was never cast").hexdigest()
    without = listed[:position] + listed[position + 1 :]
    roots = {merkle.root(each) for each in (listed, without, [*without, stranger], [*listed, stranger])}
    assert len(roots) == (4 if without else 3 + (merkle.root([]) != merkle.root([stranger])))


@given(st.binary(max_size=200), st.binary(min_size=1, max_size=200), st.text(max_size=20))
def test_a_leaf_binds_both_the_receipt_and_the_envelope(one: bytes, other: bytes, code: str) -> None:
    assert merkle.leaf(code, one) != merkle.leaf(code, one + other)
    assert merkle.leaf(code, one) != merkle.leaf(code + "0", one)


def test_a_path_is_as_short_as_the_tree_is_high() -> None:
    listed = [hashlib.sha256(bytes([n])).hexdigest() for n in range(200)]
    assert max(len(merkle.path(listed, position)) for position in range(200)) == 8


def test_known_roots() -> None:
    """Computed by hand from the definition: leaf level, one pair, and an odd node that goes up unchanged."""

    def node(left: str, right: str) -> str:
        return hashlib.sha256(b"\x01" + bytes.fromhex(left + right)).hexdigest()

    a, b, c = (merkle.leaf(code, b"sealed") for code in "abc")
    assert merkle.root([]) == "0" * 64
    assert merkle.root([a]) == a
    assert merkle.root([a, b]) == node(a, b)
    assert merkle.root([a, b, c]) == node(node(a, b), c)
