from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from byname.archive.merkle import MerkleTree


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
