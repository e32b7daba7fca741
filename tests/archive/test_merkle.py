from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.archive.merkle import MerkleTree, WholeTree, includes, is_consistent

LEAVES = [hashlib.sha256(b"\x00" + str(n).encode()).digest() for n in range(70)]


def _root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, written as the text defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = _root_by_definition(leaves[:split]), _root_by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_growing_tree_has_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert MerkleTree(leaf.hex() for leaf in leaves).root == _root_by_definition(leaves).hex()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=20, unique=True), st.data())
def test_any_other_order_has_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    other = data.draw(st.permutations(leaves))
    same = MerkleTree(leaf.hex() for leaf in leaves).root == MerkleTree(leaf.hex() for leaf in other).root
    assert same == (other == leaves)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33, 64, 70])
def test_roots_are_those_of_the_definition(size: int) -> None:
    assert WholeTree(LEAVES[:size]).root() == _root_by_definition(LEAVES[:size])
    assert WholeTree(LEAVES).root(size) == _root_by_definition(LEAVES[:size])
    assert MerkleTree(leaf.hex() for leaf in LEAVES[:size]).root == _root_by_definition(LEAVES[:size]).hex()


def test_a_tree_without_leaves_has_the_root_of_nothing() -> None:
    assert WholeTree([]).root() == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 41))
def test_every_leaf_is_proved_and_no_other_passes_for_it(size: int) -> None:
    tree, root = WholeTree(LEAVES), _root_by_definition(LEAVES[:size])
    for number in range(size):
        proof = tree.inclusion(number, size)
        assert includes(LEAVES[number], number, size, proof, root)
        assert not includes(LEAVES[number + 1], number, size, proof, root)
        assert not includes(LEAVES[number], number + 1, size, proof, root)
        assert not includes(LEAVES[number], number, size, [*proof, root], root)
        assert not includes(LEAVES[number], number, size, proof[:-1], root) or size == 1
        for place in range(len(proof)):
            wrong = [bytes([one[0] ^ 1]) + one[1:] if at == place else one for at, one in enumerate(proof)]
            assert not includes(LEAVES[number], number, size, wrong, root)


@pytest.mark.parametrize("size", range(1, 41))
def test_every_beginning_is_proved_and_no_other_passes_for_it(size: int) -> None:
    tree, root = WholeTree(LEAVES), _root_by_definition(LEAVES[:size])
    for earlier in range(1, size + 1):
        proof, before = tree.consistency(earlier, size), _root_by_definition(LEAVES[:earlier])
        assert is_consistent(earlier, size, before, root, proof)
        other = _root_by_definition([*LEAVES[: earlier - 1], LEAVES[-1]])
        assert not is_consistent(earlier, size, other, root, proof)
        assert not is_consistent(earlier, size, before, other, proof)
        assert not is_consistent(earlier, size, before, root, [*proof, root])
        for place in range(len(proof)):
            wrong = [bytes([one[0] ^ 1]) + one[1:] if at == place else one for at, one in enumerate(proof)]
            assert not is_consistent(earlier, size, before, root, wrong)


def test_what_cannot_be_is_refused() -> None:
    root = _root_by_definition(LEAVES[:4])
    assert not includes(LEAVES[0], -1, 4, [], root)
    assert not includes(LEAVES[0], 0, 0, [], root)
    assert not is_consistent(5, 4, root, root, [])
    assert is_consistent(0, 4, hashlib.sha256(b"").digest(), root, [])
    assert not is_consistent(0, 4, root, root, [])
    assert not is_consistent(3, 4, root, root, [])
