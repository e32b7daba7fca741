from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.estimators.latent_class import latent_classes
from byname.casualties.histories import CaptureHistories


def two_classes(people: int, lists: int, seed: int) -> CaptureHistories:
    random = np.random.default_rng(seed)
    often = random.random((people, 1)) < 0.5
    held = random.random((people, lists)) < np.where(often, 0.6, 0.15)
    cells = np.bincount(held @ (1 << np.arange(lists)), minlength=1 << lists).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcdefgh"[:lists]), cells)


def test_two_classes_are_found_by_likelihood() -> None:
    found = latent_classes(two_classes(5000, 6, 1))
    assert found.low < 5000 < found.high
    assert found.estimate == pytest.approx(5000, rel=0.05)


def test_three_lists_leave_two_classes_open() -> None:
    assert math.isinf(latent_classes(two_classes(2000, 3, 2)).high)


def test_the_profile_does_not_hang_on_where_it_was_started() -> None:
    table = two_classes(3000, 4, 5)
    found = [latent_classes(table, 2, seed=seed) for seed in range(4)]
    assert all(one.low == pytest.approx(found[0].low, rel=0.01) for one in found)
    highs = [min(one.high, 1e9) for one in found]
    assert max(highs) == pytest.approx(min(highs), rel=0.02)
