"""Statistics: the compiled loops of the change-point model."""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@numba.njit(cache=True)
def segment(
    sums: Floats,
    constants: Floats,
    of_length: Floats,
    of_total: Floats,
    first: int,
    upto: int,
    both: float,
    size: float,
) -> float:
    """The log chance of the counts of one segment, its mean integrated over the beta prior (its norm left out).

    `of_length` and `of_total` hold the log gamma of the prior and a segment's length or total; `both` is the sum of the
    prior's two numbers.
    """
    length, total = upto - first, sums[upto] - sums[first]
    together = math.lgamma(both + size * length + total)
    return constants[upto] - constants[first] + of_length[length] + of_total[int(total)] - together


@numba.njit(cache=True)
def backward(
    sums: Floats,
    constants: Floats,
    of_length: Floats,
    of_total: Floats,
    both: float,
    size: float,
    stay: float,
    leave: float,
) -> Floats:
    """The log chance of all counts from each step on, given that a segment begins there (Fearnhead 2006, eq. 1)."""
    n = len(sums) - 1
    tails = np.zeros(n + 1)
    for first in range(n - 1, -1, -1):
        best, total = -np.inf, 0.0
        for upto in range(first + 1, n + 1):
            value = segment(sums, constants, of_length, of_total, first, upto, both, size) + stay * (upto - first - 1)
            if upto < n:
                value += leave + tails[upto]
            if value > best:
                total = total * math.exp(best - value) + 1.0 if total > 0 else 1.0
                best = value
            else:
                total += math.exp(value - best)
        tails[first] = best + math.log(total)
    return tails


@numba.njit(cache=True)
def draw_changes(
    sums: Floats,
    constants: Floats,
    tails: Floats,
    chances: Floats,
    of_length: Floats,
    of_total: Floats,
    both: float,
    size: float,
    stay: float,
    leave: float,
) -> npt.NDArray[np.int64]:
    """One draw of the change points given the counts; `chances` are uniform numbers, one for each step."""
    n = len(sums) - 1
    found = np.zeros(n, np.int64)
    count, first = 0, 0
    while first < n:
        passed, chosen = 0.0, n
        for upto in range(first + 1, n):
            value = segment(sums, constants, of_length, of_total, first, upto, both, size) + stay * (upto - first - 1)
            passed += math.exp(value + leave + tails[upto] - tails[first])
            if passed >= chances[count]:
                chosen = upto
                break
        first = chosen
        if first < n:
            found[count] = first
            count += 1
    return found[:count]


@numba.njit(cache=True)
def likeliest_changes(
    sums: Floats,
    constants: Floats,
    of_length: Floats,
    of_total: Floats,
    both: float,
    size: float,
    stay: float,
    leave: float,
) -> npt.NDArray[np.int64]:
    """The change points of the one likeliest segmentation (Jackson et al. 2005)."""
    n = len(sums) - 1
    best = np.zeros(n + 1)
    following = np.full(n + 1, n)
    for first in range(n - 1, -1, -1):
        best[first] = -np.inf
        for upto in range(first + 1, n + 1):
            value = segment(sums, constants, of_length, of_total, first, upto, both, size) + stay * (upto - first - 1)
            if upto < n:
                value += leave + best[upto]
            if value > best[first]:
                best[first], following[first] = value, upto
    found = np.zeros(n, np.int64)
    count, first = 0, following[0]
    while first < n:
        found[count] = first
        count += 1
        first = following[first]
    return found[:count]
