from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.fitting.existence import support
from byname.casualties.fitting.profile import Profile, crossing, profile_interval

CELLS = np.array([0.0, 60, 40, 20])
TERMS = (0, 1, 2)


def test_the_profile_of_two_lists_is_highest_at_lincoln_and_petersen() -> None:
    profile = Profile(CELLS, support(CELLS, TERMS), 120.0)
    assert profile.best == pytest.approx(120, rel=0.03)
    assert profile.root(profile.best) == pytest.approx(0, abs=1e-3)
    assert profile.root(60) < 0 < profile.root(240)


def test_the_interval_ends_where_the_likelihood_has_fallen_by_half_the_square_of_the_deviate() -> None:
    found = support(CELLS, TERMS)
    low, high = profile_interval(CELLS, found, 120.0, 0.95)
    profile = Profile(CELLS, found, 120.0)
    assert 0 < low < 120 < high
    for end in (low, high):
        assert profile.top - profile.value(end) == pytest.approx(1.959964**2 / 2, rel=1e-3)
    narrow = profile_interval(CELLS, found, 120.0, 0.8)
    assert low < narrow[0] < narrow[1] < high


def test_lists_that_share_nobody_have_no_upper_end() -> None:
    cells = np.array([0.0, 60, 40, 0])
    found = support(np.array([0.0, 60, 40, 1]), TERMS)
    assert profile_interval(cells, found, 500.0, 0.95)[1] == math.inf


def test_a_crossing_is_found_in_either_direction_or_is_the_end() -> None:
    assert crossing(lambda x: x - 30, 10, 100) == pytest.approx(30, abs=1e-3)
    assert crossing(lambda x: x - 3, 10, 0.0) == pytest.approx(3, abs=1e-3)
    assert crossing(lambda x: 1.0, 10, 100) == math.inf
    assert crossing(lambda x: 1.0, 10, 0.0) == 0.0
