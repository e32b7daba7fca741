from __future__ import annotations

import numpy as np
import pytest
from benchmarks.motive.synthetic import TRUTH, competing
from hypothesis import given, settings
from hypothesis import strategies as st

from byname.consequences.paths import durations
from byname.errors import CannotEstimate
from byname.statistics.incidence import Durations, cumulative_incidence, interval_censored

ENDS = ("executed", "release")


def known_share(end: str, day: float) -> float:
    total = sum(TRUTH.hazards.values())
    return float(TRUTH.hazards[end] / total * (1 - np.exp(-total * day)))


def test_the_truth_lies_in_the_interval_of_exact_and_of_partial_dates() -> None:
    for rough in (0.0, 0.6):
        found, _ = durations(competing(1500, 2, rough=rough), "arrest", ENDS, until=1500)
        for one, end in zip(cumulative_incidence(found, 2), ENDS, strict=True):
            value, low, high = one.at(730)
            assert low <= known_share(end, 730) <= high
            assert low < value < high


def test_partial_dates_widen_the_interval() -> None:
    widths = []
    for rough in (0.0, 1.0):
        found, _ = durations(competing(300, 3, rough=rough), "arrest", ENDS, until=1500)
        one = interval_censored(found, 2)[0]
        widths.append(one.at(200)[2] - one.at(200)[1])
    assert widths[1] > widths[0]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60), st.integers(0, 2)), min_size=8, max_size=40))
def test_shares_never_fall_and_never_pass_one(people: list[tuple[int, int, int]]) -> None:
    low = np.array([float(p[0]) for p in people])
    cause = np.array([p[2] for p in people])
    cause[0] = 1
    high = np.where(cause > 0, low + np.array([float(p[1]) for p in people]), np.inf)
    found = interval_censored(Durations(low, high, cause), 2)
    assert sum(one.share[-1] for one in found) <= 1 + 1e-6
    for one in found:
        assert (np.diff(one.share) >= -1e-9).all()
        assert ((one.low <= one.share + 1e-9) & (one.share <= one.high + 1e-9)).all()


def test_no_end_is_refused() -> None:
    nobody = Durations(np.array([5.0]), np.array([np.inf]), np.array([0]))
    with pytest.raises(CannotEstimate, match="no end is dated"):
        cumulative_incidence(nobody, 1)
    with pytest.raises(CannotEstimate, match="no deportation"):
        durations(competing(20, 1), "deportation", ENDS)
