"""The Merkle tree of RFC 9162 (section 2.1): the root over all leaves, grown one leaf at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


class MerkleTree:
    """A growing Merkle tree (RFC 9162, section 2.1); adding a leaf and taking the root cost the logarithm of its size.

    >>> MerkleTree().root == hashlib.sha256(b"").hexdigest()
    True
    """

    def __init__(self, leaves: Iterable[str] = ()) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []  # complete subtrees from left to right: height, hash
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: str) -> None:
        """Add the hash of a leaf (hexadecimal)."""
        height, node = 0, bytes.fromhex(leaf)
        while self._peaks and self._peaks[-1][0] == height:
            node = _node(self._peaks.pop()[1], node)
            height += 1
        self._peaks.append((height, node))
        self.size += 1

    @property
    def root(self) -> str:
        """The root over all leaves, in hexadecimal."""
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        node = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            node = _node(peak, node)
        return node.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
