from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from byname.errors import CannotEstimate
from byname.statistics.change_points import change_points
from byname.statistics.series import Series

FIRST = dt.date(1937, 1, 1)


def planted(rise: int = 120, fall: int = 260, days: int = 365, seed: int = 5) -> Series:
    random = np.random.default_rng(seed)
    rate = np.where((np.arange(days) >= rise) & (np.arange(days) < fall), 9.0, 1.0)
    counts = random.poisson(rate * random.gamma(3, 1 / 3, days))
    return Series("day", tuple(FIRST + dt.timedelta(days=d) for d in range(days)), counts, 0)


def test_a_flat_series_has_no_change() -> None:
    flat = np.random.default_rng(2).poisson(3.0, 300)
    assert change_points(flat).points == ()


def test_the_same_seed_gives_the_same_changes() -> None:
    counts = planted().counts
    first, second = (change_points(counts, seed=4) for _ in range(2))
    assert first.points == second.points
    assert (first.at_step == second.at_step).all()


def test_too_short_or_empty_series_are_refused() -> None:
    for counts in (np.ones(5, int), np.zeros(50, int)):
        with pytest.raises(CannotEstimate):
            change_points(counts)
    with pytest.raises(CannotEstimate, match="too many"):
        change_points(np.ones(5000, int))
