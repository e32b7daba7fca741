from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.chapman import chapman, pair_estimate
from byname.casualties.histories import CaptureHistories

# Ten on both of two lists of 60 and 50, and a third list that must not matter.
TABLE = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 45, 36, 8, 70, 5, 4, 2]))


def test_two_lists_among_three_are_set_against_each_other() -> None:
    pair = pair_estimate(TABLE, "a", "b")
    assert (pair.on_first, pair.on_second, pair.on_both) == (60, 50, 10)
    assert pair.lincoln_petersen == 300
    assert pair.chapman == pytest.approx(61 * 51 / 11 - 1)
    assert pair.standard_error**2 == pytest.approx(61 * 51 * 50 * 40 / (11**2 * 12))


def test_the_order_of_the_two_lists_does_not_matter() -> None:
    assert chapman(TABLE, "a", "b").estimate == chapman(TABLE, "b", "a").estimate


def test_the_interval_lies_above_those_observed_and_holds_the_estimate() -> None:
    found = chapman(TABLE, "a", "b")
    assert 100 < found.low < found.estimate < found.high
    assert not found.warnings


@pytest.mark.parametrize(("both", "warned"), [(6, True), (7, False)])
def test_fewer_than_seven_on_both_are_warned_of(both: int, warned: bool) -> None:
    table = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 20, both]))
    assert bool(chapman(table, "a", "b").warnings) == warned


def test_lists_that_share_nobody_have_an_estimate_only_by_chapman() -> None:
    pair = pair_estimate(CaptureHistories.from_masks(("a", "b"), np.array([0.0, 9, 4, 0])), "a", "b")
    assert pair.lincoln_petersen is None
    assert pair.chapman == 10 * 5 - 1


def test_on_average_chapman_gives_the_truth() -> None:
    random = np.random.default_rng(3)
    held = random.random((400, 500, 2)) < [0.3, 0.4]
    n1, n2, m = held[:, :, 0].sum(axis=1), held[:, :, 1].sum(axis=1), held.all(axis=2).sum(axis=1)
    tables = [CaptureHistories.from_masks(("a", "b"), np.array([0.0, a - c, b - c, c]))
              for a, b, c in zip(n1, n2, m, strict=True)]  # fmt: skip
    found = [pair_estimate(table, "a", "b") for table in tables]
    assert np.mean([one.chapman for one in found]) == pytest.approx(500, abs=6)
    assert np.mean([one.standard_error for one in found]) == pytest.approx(np.std([o.chapman for o in found]), rel=0.1)
