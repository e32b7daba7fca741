from __future__ import annotations

import json
import math

import numpy as np
import pytest

from byname.casualties import CaptureHistories, estimate
from byname.errors import CannotEstimate


def three(counts: list[int]) -> CaptureHistories:
    return CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, *counts]))


def test_the_json_has_the_keys_other_programs_rely_on() -> None:
    found = json.loads(json.dumps(estimate(three([400, 300, 90, 350, 100, 80, 30])).to_json(), allow_nan=False))
    assert {"observed", "estimate", "low", "high", "level", "method", "identified", "warnings", "methods"} <= set(found)
    assert all(set(m) >= {"name", "estimate", "low", "high", "seconds", "diagnostics"} for m in found["methods"])
    assert found["observed"] == 1350 <= found["low"] < found["estimate"] < found["high"]


def test_lists_that_never_overlap_give_a_bound_and_no_number() -> None:
    found = estimate(three([40, 30, 0, 20, 0, 0, 0]))
    assert found.estimate is None
    assert (found.low, found.high, found.identified) == (90, math.inf, False)
    assert "cannot be identified" in " ".join(found.sentences)


def test_two_lists_are_never_identified() -> None:
    found = estimate(CaptureHistories(("a", "b"), np.array([[1, 0], [0, 1], [1, 1]]), np.array([60, 40, 20])))
    assert not found.identified
    assert found.estimate == pytest.approx(81 * 61 / 21 - 1)


@pytest.mark.parametrize("lists", [1, 13])
def test_one_list_and_thirteen_lists_cannot_be_estimated(lists: int) -> None:
    names = tuple(f"list {i}" for i in range(lists))
    with pytest.raises(CannotEstimate, match="list"):
        estimate(CaptureHistories(names, np.eye(lists, dtype=np.int8), np.ones(lists, dtype=np.int64)))


def test_nobody_observed_and_unknown_methods_are_refused() -> None:
    with pytest.raises(CannotEstimate, match="nobody"):
        estimate(three([0] * 7))
    with pytest.raises(CannotEstimate, match="choose one of auto"):
        estimate(three([4, 3, 2, 1, 1, 1, 1]), method="guess")
