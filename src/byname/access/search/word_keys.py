"""Keys under which words that are spelled alike meet: the word without one or two letters, and its sounds without one.

Takes folded words; gives numbers of 64 bits. Two words that differ by a letter put in, left out, replaced, or changed
for its neighbour, or, if they are longer, by two, share a key (Mor & Fraenkel 1982, A hash code method for detecting
and correcting spelling errors), and so do two whose skeletons of sounds do. Sums of letters times random odd numbers
are the hash, so that all keys of many words are found at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.comparison.spelling import skeleton, skeleton_of, stem, stem_of

LONGEST = 40  # letters of a word that count
_SHORTEST_WORD, _SHORTEST_SOUNDS = 3, 4  # letters from which one may be left out of a word, and of its sounds
_SHORTEST_TWICE, _LONGEST_TWICE = 6, 12  # letters from which two may be left out, and the last that may be
_CHUNK = 50_000
_BITS = 2**64 - 1
Numbers = npt.NDArray[np.uint64]
Words = npt.NDArray[np.bytes_]


class Kind(IntEnum):
    """What a key was made from."""

    SPELLING = 1
    SOUNDS = 2
    STEM = 3


_FACTORS: Numbers = np.random.default_rng(1982).integers(0, 2**63, LONGEST + 1, dtype=np.uint64) * np.uint64(
    2
) + np.uint64(1)


def packed(words: Iterable[str]) -> Words:
    """Words as bytes of equal width (UTF-8), cut after LONGEST."""
    return np.array([word.encode() for word in words], dtype=f"S{LONGEST}")


def keys_of(words: pl.Series) -> tuple[Numbers, npt.NDArray[np.int32]]:
    """All keys of words, and the row of the word that each belongs to."""
    numbers, rows = [], []
    for start in range(0, len(words), _CHUNK):
        part = words.slice(start, _CHUNK)
        table = part.to_frame("word").select("word", sounds=skeleton(pl.col("word")), stem=stem(pl.col("word")))
        for kind, forms in zip(Kind, table.get_columns(), strict=True):
            keys, of = _keys(packed(forms), kind)
            numbers.append(keys)
            rows.append((of + start).astype(np.int32))
    return np.concatenate(numbers or [np.empty(0, np.uint64)]), np.concatenate(rows or [np.empty(0, np.int32)])


def keys_of_some(words: Sequence[str]) -> tuple[Numbers, Numbers, Numbers]:
    """The keys of a few words, each once: the nearest (the word with one letter left out at most, its sounds and its
    stem), those of the word without two letters, and those of its sounds without one.

    Together they are the keys that `keys_of` finds, without its preparations.
    """
    nearest: set[int] = set()
    two: set[int] = set()
    sounds: set[int] = set()
    for word in words:
        spelling, sounding, stem_ = (
            _Sums(form.encode()[:LONGEST]) for form in (word, skeleton_of(word), stem_of(word))
        )
        nearest.update(_finished(spelling.one_left_out(Kind.SPELLING), Kind.SPELLING))
        nearest.update(_finished(stem_.one_left_out(Kind.STEM), Kind.STEM))
        heard = _finished(sounding.one_left_out(Kind.SOUNDS), Kind.SOUNDS)
        nearest.update(heard[:1])
        sounds.update(heard[1:])
        two.update(_finished(spelling.two_left_out(), Kind.SPELLING))
    groups = (nearest, two - nearest, sounds - nearest - two)
    return tuple(np.array(sorted(group), np.uint64) for group in groups)  # type: ignore[return-value]


class _Sums:
    """The hash of the letters of one word before each place, each moved to the front by 0, 1 and 2 places."""

    def __init__(self, letters: bytes) -> None:
        factors = _whole_factors()
        self._end = len(letters)
        self._plain, self._once, self._twice = (
            [0, *accumulate(letter * factors[max(place - moved, 0)] for place, letter in enumerate(letters))]
            for moved in range(3)
        )

    def one_left_out(self, kind: Kind) -> list[int]:
        """The hash of the word, and without each letter in turn."""
        plain, once, end = self._plain, self._once, self._end
        found = [plain[end]]
        if kind is not Kind.STEM and end >= _shortest(kind, 1):
            found += [plain[i] + once[end] - once[i + 1] for i in range(end)]
        return found

    def two_left_out(self) -> list[int]:
        """The hash of the word without each two letters in turn."""
        plain, once, twice, end = self._plain, self._once, self._twice, self._end
        longest = min(end, _LONGEST_TWICE) if end >= _SHORTEST_TWICE else 0
        return [
            plain[i] + once[j] - once[i + 1] + twice[end] - twice[j + 1]
            for i in range(longest)
            for j in range(i + 1, longest)
        ]


def _finished(sums: list[int], kind: Kind) -> list[int]:
    last = _whole_factors()[LONGEST]
    return [(number * last + kind) & _BITS for number in sums]


@cache
def _whole_factors() -> list[int]:
    return [int(factor) for factor in _FACTORS]


def whole_keys(words: Sequence[str] | pl.Series, kind: Kind) -> Numbers:
    """The one key of each whole word, nothing left out."""
    keys: Numbers = _sums(_letters(packed(words)), 0)[:, -1] * _FACTORS[LONGEST] + np.uint64(kind)
    return keys


def _letters(words: Words) -> npt.NDArray[np.uint8]:
    return words.view(np.uint8).reshape(len(words), LONGEST)


def _keys(words: Words, kind: Kind) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """The keys of words that lie side by side, and the row of each."""
    letters = _letters(words)
    length = (letters > 0).sum(axis=1)
    width = int(length.max(initial=1))
    sums = [_sums(letters[:, :width], moved) for moved in range(3)]
    numbers, rows = [sums[0][:, -1]], [np.arange(len(words))]
    for out in _left_out(width, kind):
        here = np.flatnonzero((length > out[-1]) & (length >= _shortest(kind, len(out))))
        if len(here):
            numbers.append(_without(sums, here, out))
            rows.append(here)
    found = np.concatenate(numbers) * _FACTORS[LONGEST] + np.uint64(kind)
    return found, np.concatenate(rows)


def _left_out(width: int, kind: Kind) -> Iterator[tuple[int, ...]]:
    """The places of the letters that are left out, one or two."""
    if kind is Kind.STEM:
        return
    yield from ((place,) for place in range(width))
    if kind is Kind.SPELLING:
        longest = min(width, _LONGEST_TWICE)
        yield from ((one, other) for one in range(longest) for other in range(one + 1, longest))


def _shortest(kind: Kind, number: int) -> int:
    """The letters from which on so many may be left out."""
    if number == 2:
        return _SHORTEST_TWICE
    return _SHORTEST_WORD if kind is Kind.SPELLING else _SHORTEST_SOUNDS


def _sums(letters: npt.NDArray[np.uint8], moved: int) -> Numbers:
    """The hash of the letters before each place, each moved to the front by so many places."""
    factors = np.concatenate([np.zeros(moved, np.uint64), _FACTORS])[: letters.shape[1]]
    sums = np.zeros((len(letters), letters.shape[1] + 1), np.uint64)
    np.cumsum(letters * factors, axis=1, out=sums[:, 1:])
    return sums


def _without(sums: Sequence[Numbers], rows: npt.NDArray[np.int64], out: tuple[int, ...]) -> Numbers:
    """The hash of words without the letters at some places."""
    total, begin = np.zeros(len(rows), np.uint64), 0
    for moved, end in enumerate((*out, sums[0].shape[1] - 1)):
        total += sums[moved][rows, end] - sums[moved][rows, begin]
        begin = end + 1
    return total
