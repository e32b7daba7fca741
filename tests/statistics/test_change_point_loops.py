"""The compiled sums over segmentations against all of them tried one by one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.special import betaln, gammaln, logsumexp

from byname.statistics.change_point_loops import backward, draw_changes, likeliest_changes, segment

COUNTS = np.array([1, 0, 2, 9, 8, 7, 1])
SIZE, A, B, LENGTH = 2.0, 1.5, 0.4, 3.0
SUMS = np.concatenate([[0.0], np.cumsum(COUNTS)])
CONSTANTS = np.concatenate([[0.0], np.cumsum(gammaln(COUNTS + SIZE) - gammaln(SIZE) - gammaln(COUNTS + 1))])
REST = (
    gammaln(A + SIZE * np.arange(len(COUNTS) + 1)) - betaln(A, B),
    gammaln(B + np.arange(int(COUNTS.sum()) + 1)),
    A + B,
    SIZE,
)
STAY, LEAVE = math.log1p(-1 / LENGTH), -math.log(LENGTH)


def every_segmentation() -> dict[tuple[int, ...], float]:
    """The log chance of each set of change points with the counts."""
    n = len(COUNTS)
    found = {}
    for size in range(n):
        for changes in itertools.combinations(range(1, n), size):
            edges = (0, *changes, n)
            chance = sum(segment(SUMS, CONSTANTS, *REST[:2], a, b, *REST[2:]) for a, b in itertools.pairwise(edges))
            found[changes] = chance + LEAVE * size + STAY * (n - 1 - size)
    return found


def test_the_sum_over_segmentations_is_that_of_all_of_them() -> None:
    tails = backward(SUMS, CONSTANTS, *REST, STAY, LEAVE)
    assert len(every_segmentation()) == 2**6
    assert tails[0] == pytest.approx(logsumexp(list(every_segmentation().values())))


def test_the_likeliest_segmentation_is_the_best_of_all() -> None:
    every = every_segmentation()
    best = max(every, key=lambda changes: every[changes])
    assert tuple(likeliest_changes(SUMS, CONSTANTS, *REST, STAY, LEAVE)) == best
    assert best


def test_segmentations_are_drawn_as_often_as_their_chance_says() -> None:
    every = every_segmentation()
    tails = backward(SUMS, CONSTANTS, *REST, STAY, LEAVE)
    random = np.random.default_rng(1)
    draws = [tuple(draw_changes(SUMS, CONSTANTS, tails, random.random(len(SUMS)), *REST, STAY, LEAVE).tolist())
             for _ in range(4000)]  # fmt: skip
    for changes in sorted(every, key=lambda changes: every[changes])[-3:]:
        chance = math.exp(every[changes] - tails[0])
        assert draws.count(changes) / 4000 == pytest.approx(chance, abs=4 * math.sqrt(chance / 4000) + 1e-3)
