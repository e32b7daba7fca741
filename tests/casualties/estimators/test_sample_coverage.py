from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.sample_coverage import coverage_of, sample_coverage
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate


def test_independent_lists_give_the_truth_by_both_estimators() -> None:
    chances, people = np.array([0.6, 0.5, 0.7]), 10_000
    masks = np.arange(8)
    cells = np.array([people * np.where((m >> np.arange(3)) & 1, chances, 1 - chances).prod() for m in masks])
    cells[0] = 0
    found = coverage_of(cells)
    assert (found.full, found.one_step) == pytest.approx((people, people), rel=1e-9)


def test_little_coverage_is_said_and_gives_the_one_step_estimate() -> None:
    found = sample_coverage(CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 90, 80, 9, 70, 8, 9, 2])))
    assert "lower bound" in found.warnings[0]
    assert found.estimate == found.diagnostics["one-step"]
    assert found.low < found.estimate < found.high


def test_four_lists_are_refused() -> None:
    with pytest.raises(CannotEstimate, match="three lists"):
        sample_coverage(CaptureHistories.from_masks(("a", "b", "c", "d"), np.ones(16)))
