"""The Merkle tree of RFC 9162 (section 2.1): the root over all leaves, grown one leaf at a time, and proofs.

An inclusion proof shows that a leaf is in a tree of a root; a consistency proof that one tree is the beginning of
another. Each is as long as the logarithm of the tree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


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


class WholeTree:
    """A Merkle tree with all its complete subtrees, for proofs and tiles; `leaves`: their hashes.

    `levels[k][n]` is the hash over the leaves from n 2^k on, where there are 2^k of them.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self.levels = [list(leaves)]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([_node(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)])

    def __len__(self) -> int:
        return len(self.levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves, or over all."""
        size = len(self) if size is None else size
        return self._over(0, size) if size else hashlib.sha256(b"").digest()

    def inclusion(self, number: int, size: int) -> list[bytes]:
        """The proof that a leaf is in the tree of the first `size` leaves (RFC 9162, section 2.1.3.1)."""
        return self._path(number, 0, size)

    def consistency(self, earlier: int, size: int) -> list[bytes]:
        """The proof that the first `earlier` leaves begin the first `size` ones (RFC 9162, section 2.1.4.1)."""
        return self._beginning(earlier, 0, size, whole=True) if 0 < earlier < size else []

    def _over(self, first: int, last: int) -> bytes:
        """The hash over the leaves from `first` to before `last`; `first` is a multiple of a power of two above it."""
        size = last - first
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self.levels[level][first >> level]
        split = first + _half(size)
        return _node(self._over(first, split), self._over(split, last))

    def _path(self, number: int, first: int, last: int) -> list[bytes]:
        if last - first == 1:
            return []
        split = first + _half(last - first)
        if number < split:
            return [*self._path(number, first, split), self._over(split, last)]
        return [*self._path(number, split, last), self._over(first, split)]

    def _beginning(self, end: int, first: int, last: int, *, whole: bool) -> list[bytes]:
        """`end`: where the earlier tree ends; `whole`: whether its root is the hash over these leaves."""
        if end == last:
            return [] if whole else [self._over(first, last)]
        split = first + _half(last - first)
        if end <= split:
            return [*self._beginning(end, first, split, whole=whole), self._over(split, last)]
        return [*self._beginning(end, split, last, whole=False), self._over(first, split)]


def includes(leaf: bytes, number: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that a leaf is in the tree of a root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    place, last, found = number, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = _node(one, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, one)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(earlier: int, size: int, before: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of `earlier` leaves and the root `before` begins that of `size` and `root`
    (RFC 9162, section 2.1.4.2)."""
    if earlier == size or earlier == 0:
        return not proof and (before == root if earlier == size else before == hashlib.sha256(b"").digest())
    if not 0 < earlier < size:
        return False
    path = [before, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = earlier - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = _node(one, old), _node(one, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _node(new, one)
        place, last = place >> 1, last >> 1
    return last == 0 and old == before and new == root


def _half(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
