from __future__ import annotations

import numpy as np
import pytest

from byname.casualties import CaptureHistories, estimate
from byname.casualties.diagnostics import RESPONSE
from byname.casualties.estimators.behaviour import behaviour, response_to_lists
from byname.errors import CannotEstimate


def led_on(change: float, lists: int = 4, people: int = 40_000, seed: int = 1) -> CaptureHistories:
    """Invented people whose odds of a list change by a factor once an earlier list names them."""
    random = np.random.default_rng(seed)
    held = np.zeros((people, lists), dtype=bool)
    for j in range(lists):
        odds = 0.25 * np.where(held.any(axis=1), change, 1.0)
        held[:, j] = random.random(people) < odds / (1 + odds)
    cells = np.bincount(held @ (1 << np.arange(lists)), minlength=1 << lists).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcdef"[:lists]), cells)


@pytest.mark.parametrize("change", [0.5, 1.0, 2.0])
def test_a_response_to_earlier_lists_is_measured(change: float) -> None:
    found = behaviour(led_on(change))
    assert found.low < 40_000 < found.high
    assert found.diagnostics["change of log odds"] == pytest.approx(np.log(change), abs=0.2)


def test_the_order_of_the_lists_can_be_turned_round() -> None:
    table = led_on(2.0)
    turned = table.of_lists(table.lists[::-1])
    forwards, backwards = response_to_lists(table), response_to_lists(turned, backwards=True)
    assert forwards is not None
    assert backwards is not None
    assert forwards.z == pytest.approx(backwards.z)


def test_a_strong_response_is_a_doubt_and_the_headline_then_holds_the_truth() -> None:
    found = estimate(led_on(2.0))
    assert not found.identified
    assert RESPONSE in [check.name for check in found.checks if check.outcome == "failed"]
    assert found.low < 40_000 < found.high


def test_two_lists_show_no_response() -> None:
    with pytest.raises(CannotEstimate, match="add a list"):
        behaviour(led_on(2.0, lists=2))
