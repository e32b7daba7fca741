"""Casualties stage: maximum likelihood of latent classes when the number of people on no list is given.

Goes in: a full table by bit mask, with a number in cell 0. Comes out: class shares, each class's chance of standing
on each list, and the log likelihood, by EM with squared extrapolation (Varadhan & Roland 2008).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]

_FLOOR = 1e-9


@njit(cache=True, nogil=True)
def _em_step(cells: Floats, shares: Floats, chances: Floats, new_shares: Floats, new_chances: Floats) -> float:
    """One EM step; fills the new parameters and returns the log likelihood of the old ones."""
    size, (classes, lists) = len(cells), chances.shape
    new_shares[:] = 0.0
    new_chances[:] = 0.0
    joint = np.empty(classes)
    value = 0.0
    for c in range(size):
        if cells[c] <= 0.0:
            continue
        total = 0.0
        for k in range(classes):
            p = shares[k]
            for j in range(lists):
                p *= chances[k, j] if (c >> j) & 1 else 1.0 - chances[k, j]
            joint[k] = p
            total += p
        value += cells[c] * math.log(max(total, 1e-300))
        for k in range(classes):
            r = cells[c] * joint[k] / max(total, 1e-300)
            new_shares[k] += r
            for j in range(lists):
                if (c >> j) & 1:
                    new_chances[k, j] += r
    people = new_shares.sum()
    for k in range(classes):
        for j in range(lists):
            chance = new_chances[k, j] / max(new_shares[k], 1e-300)
            new_chances[k, j] = min(max(chance, _FLOOR), 1.0 - _FLOOR)
        new_shares[k] = max(new_shares[k] / people, _FLOOR)
    return value


@njit(cache=True, nogil=True)
def _logit(p: float) -> float:
    return math.log(p / (1.0 - p)) if p < 1.0 else 20.0


@njit(cache=True, nogil=True)
def _extrapolate(a: Floats, b: Floats, c: Floats, lists: int, out: Floats) -> None:
    """Squared extrapolation from three successive EM iterates, each a row of log shares and logits."""
    first = b - a
    second = (c - b) - first
    length = -math.sqrt(np.sum(first**2) / max(np.sum(second**2), 1e-300))
    length = max(min(length, -1.0), -64.0)
    out[:] = a - 2.0 * length * first + length * length * second


@njit(cache=True, nogil=True)
def _pack(shares: Floats, chances: Floats, out: Floats) -> None:
    classes, lists = chances.shape
    for k in range(classes):
        out[k] = math.log(shares[k])
        for j in range(lists):
            out[classes + k * lists + j] = _logit(chances[k, j])


@njit(cache=True, nogil=True)
def _unpack(packed: Floats, shares: Floats, chances: Floats) -> None:
    classes, lists = chances.shape
    top = packed[:classes].max()
    for k in range(classes):
        shares[k] = max(math.exp(packed[k] - top), _FLOOR)
        for j in range(lists):
            p = 1.0 / (1.0 + math.exp(-max(min(packed[classes + k * lists + j], 20.0), -20.0)))
            chances[k, j] = min(max(p, _FLOOR), 1.0 - _FLOOR)
    shares /= shares.sum()


@njit(cache=True, nogil=True)
def fit_classes(cells: Floats, shares: Floats, chances: Floats, most_steps: int, tolerance: float) -> float:
    """Climb from the parameters given (classes; classes x lists), which are overwritten; the log likelihood reached.

    `cells` holds the people on no list in cell 0. Stops when a round of three steps gains less than `tolerance`.
    """
    classes, lists = chances.shape
    size = classes + classes * lists
    rows = np.empty((4, size))
    s1, c1 = shares.copy(), chances.copy()
    s2, c2 = shares.copy(), chances.copy()
    s3, c3 = shares.copy(), chances.copy()
    before = -np.inf
    for _ in range(most_steps):
        value = _em_step(cells, shares, chances, s1, c1)
        if value - before < tolerance:
            break
        before = value
        _em_step(cells, s1, c1, s2, c2)
        _pack(shares, chances, rows[0])
        _pack(s1, c1, rows[1])
        _pack(s2, c2, rows[2])
        _extrapolate(rows[0], rows[1], rows[2], lists, rows[3])
        _unpack(rows[3], s1, c1)
        jumped = _em_step(cells, s1, c1, s3, c3)
        plain = _em_step(cells, s2, c2, s1, c1)
        if jumped > plain:
            shares[:], chances[:] = s3, c3
        else:
            shares[:], chances[:] = s1, c1
    return _em_step(cells, shares, chances, s1, c1)


@njit(cache=True, nogil=True)
def class_profile(
    cells: Floats, unseen: Floats, shares: Floats, chances: Floats, most_steps: int, tolerance: float, values: Floats
) -> None:
    """The multinomial log likelihood at each number of people on no list, going through them in order from a start.

    Each fit starts where the one before ended; `values` keeps the larger of what it held and what is found.
    """
    full = cells.copy()
    people = cells.sum() - cells[0]
    for i in range(len(unseen)):
        full[0] = unseen[i]
        value = fit_classes(full, shares, chances, most_steps, tolerance)
        value += math.lgamma(people + unseen[i] + 1.0) - math.lgamma(unseen[i] + 1.0)
        if value > values[i]:
            values[i] = value
