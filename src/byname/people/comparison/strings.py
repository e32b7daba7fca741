"""People stage: how alike two spellings are, on texts packed into one array of bytes, compiled.

Goes in: the bytes of all values, where each starts, and a mask of the letters of each. Comes out: the likeness of two
values by Jaro and Winkler (1990) and the number of edits between them (Damerau 1964; bit-parallel after Hyyrö 2003).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from byname.people.comparison.compiled import compiled, kernel

_LONGEST = 63  # letters that are compared; a name has fewer
_ONE = np.uint64(1)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_PREFIX_WEIGHT, _PREFIX_LONGEST, _PREFIX_FROM = 0.1, 4, 0.7  # Winkler (1990)


class Texts(NamedTuple):
    """Texts one after another: value `v` has the bytes `text[start[v]:start[v + 1]]` and the letters of `mask[v]`."""

    text: npt.NDArray[np.uint8]
    start: npt.NDArray[np.int64]
    mask: npt.NDArray[np.int64]


def pack(values: pl.Series) -> Texts:
    """Pack a column of texts without nulls.

    >>> texts = pack(pl.Series(["anna", "johan"]))
    >>> texts.start.tolist()
    [0, 4, 9]
    """
    array = values.cast(pl.String).to_arrow()
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    array = array.cast(pa.large_string())
    offsets, data = array.buffers()[1], array.buffers()[2]
    start = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    text = np.frombuffer(data, np.uint8)[: start[-1]] if data is not None else np.empty(0, np.uint8)
    return Texts(text, start, _masks(text, start))


@compiled
def _masks(text: npt.NDArray[np.uint8], start: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    masks = np.zeros(len(start) - 1, np.int64)
    for value in range(len(masks)):
        for place in range(start[value], start[value + 1]):
            masks[value] |= np.int64(1) << np.int64(text[place] & 31)
    return masks


@kernel
def bits_set(number: int) -> int:
    """The number of bits that are set."""
    count = 0
    while number:
        number &= number - 1
        count += 1
    return count


@kernel
def likeness_at_most(texts: Texts, one: int, other: int) -> float:
    """A bound above the Jaro-Winkler likeness from lengths, letters and the common beginning alone."""
    length_one = texts.start[one + 1] - texts.start[one]
    length_other = texts.start[other + 1] - texts.start[other]
    if length_one == 0 or length_other == 0:
        return 0.0
    common = min(
        length_one - bits_set(texts.mask[one] & ~texts.mask[other]),
        length_other - bits_set(texts.mask[other] & ~texts.mask[one]),
    )
    jaro = (common / length_one + common / length_other + 1.0) / 3.0
    return _winkler(texts, one, other, jaro)


@kernel
def _winkler(texts: Texts, one: int, other: int, jaro: float) -> float:
    if jaro <= _PREFIX_FROM:
        return jaro
    prefix, first, second = 0, texts.start[one], texts.start[other]
    longest = min(texts.start[one + 1] - first, texts.start[other + 1] - second, _PREFIX_LONGEST)
    while prefix < longest and texts.text[first + prefix] == texts.text[second + prefix]:
        prefix += 1
    return jaro + prefix * _PREFIX_WEIGHT * (1.0 - jaro)


@kernel
def jaro_winkler(texts: Texts, one: int, other: int) -> float:
    """The likeness of two values, from 0 to 1 (Winkler 1990, with a common beginning of up to four letters)."""
    first, second = texts.start[one], texts.start[other]
    length_one = min(texts.start[one + 1] - first, _LONGEST)
    length_other = min(texts.start[other + 1] - second, _LONGEST)
    if length_one == 0 or length_other == 0:
        return 0.0
    reach = max(max(length_one, length_other) // 2 - 1, 0)
    taken_one, taken_other, matches = np.int64(0), np.int64(0), 0
    for i in range(length_one):
        for j in range(max(0, i - reach), min(length_other, i + reach + 1)):
            bit = np.int64(1) << np.int64(j)
            if not taken_other & bit and texts.text[first + i] == texts.text[second + j]:
                taken_other |= bit
                taken_one |= np.int64(1) << np.int64(i)
                matches += 1
                break
    if matches == 0:
        return 0.0
    crossed, j = 0, 0
    for i in range(length_one):
        if taken_one >> np.int64(i) & 1:
            while not taken_other >> np.int64(j) & 1:
                j += 1
            crossed += texts.text[first + i] != texts.text[second + j]
            j += 1
    jaro = (matches / length_one + matches / length_other + (matches - crossed // 2) / matches) / 3.0
    return _winkler(texts, one, other, jaro)


@kernel
def edits(texts: Texts, one: int, other: int) -> int:
    """Letters put in, left out, replaced or exchanged with their neighbour to turn one value into the other."""
    first, second = texts.start[one], texts.start[other]
    length_one = min(texts.start[one + 1] - first, _LONGEST)
    length_other = min(texts.start[other + 1] - second, _LONGEST)
    if length_one == 0:
        return length_other
    last = _ONE << np.uint64(length_one - 1)
    upright, downright, diagonal, before = _ALL, np.uint64(0), np.uint64(0), np.uint64(0)
    distance = length_one
    for j in range(length_other):
        same = np.uint64(0)
        for i in range(length_one):
            if texts.text[first + i] == texts.text[second + j]:
                same |= _ONE << np.uint64(i)
        exchanged = ((~diagonal & same) << _ONE) & before
        diagonal = (((same & upright) + upright) ^ upright) | same | downright | exchanged
        right = downright | ~(diagonal | upright)
        left = diagonal & upright
        if right & last:
            distance += 1
        if left & last:
            distance -= 1
        right = (right << _ONE) | _ONE
        upright = (left << _ONE) | ~(diagonal | right)
        downright = right & diagonal
        before = same
    return distance


@kernel
def edit_likeness(texts: Texts, one: int, other: int) -> float:
    """One less the edits as a share of the longer value."""
    longer = max(texts.start[one + 1] - texts.start[one], texts.start[other + 1] - texts.start[other])
    return 1.0 - edits(texts, one, other) / longer if longer else 1.0
