from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byname.casualties import CaptureHistories, estimate
from byname.casualties.headline import headline
from byname.errors import CannotEstimate


def three(counts: list[int]) -> CaptureHistories:
    return CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, *counts]))


COUNTS = st.one_of(st.just(0), st.just(0), st.integers(0, 20), st.integers(0, 10**7))


@st.composite
def tables(draw: st.DrawFn) -> CaptureHistories:
    lists = draw(st.integers(2, 4))
    counts = draw(st.lists(COUNTS, min_size=(1 << lists) - 1, max_size=(1 << lists) - 1))
    return CaptureHistories.from_masks(tuple("abcd"[:lists]), np.array([0.0, *counts]))


def test_the_json_has_the_keys_other_programs_rely_on() -> None:
    found = json.loads(json.dumps(estimate(three([400, 300, 90, 350, 100, 80, 30])).to_json(), allow_nan=False))
    assert {"observed", "estimate", "low", "high", "level", "method", "identified", "warnings", "methods"} <= set(found)
    assert all(set(m) >= {"name", "estimate", "low", "high", "seconds", "diagnostics"} for m in found["methods"])
    assert found["observed"] == 1350 <= found["low"] < found["estimate"] < found["high"]


def test_lists_that_never_overlap_give_a_bound_and_no_number() -> None:
    found = estimate(three([40, 30, 0, 20, 0, 0, 0]))
    assert found.estimate is None
    assert (found.low, found.high, found.identified) == (90, math.inf, False)
    assert "at least 90" in found.sentences[0]
    assert "no person stands on two lists" in found.sentences[1]


def test_two_lists_give_chapmans_number_only_under_its_assumption() -> None:
    table = CaptureHistories(("a", "b"), np.array([[1, 0], [0, 1], [1, 1]]), np.array([60, 40, 20]))
    found = estimate(table)
    assert (found.identified, found.estimate) == (False, None)
    assert found.conditional is not None
    assert found.conditional.estimate == pytest.approx(81 * 61 / 21 - 1)
    assert found.low < found.conditional.low < found.conditional.high < found.high
    narrow = estimate(table, bounds=(1.0, 1.0))
    assert (narrow.low, narrow.high) == pytest.approx((found.conditional.low, found.conditional.high))


def test_nested_lists_are_not_said_to_be_everybody() -> None:
    found = estimate(CaptureHistories(("a", "b"), np.array([[1, 0], [1, 1]]), np.array([26, 40])))
    assert found.estimate is None
    assert found.verdict == "cannot tell"
    assert found.low == 66
    assert found.high > 80
    assert "No single number is given" in found.sentences[1]


def test_a_method_asked_for_by_name_is_not_checked_and_says_so() -> None:
    found = estimate(three([400, 300, 90, 350, 100, 80, 30]), method="independence")
    assert found.verdict == "cannot tell"
    assert found.range is None
    assert "not checked" in found.sentences[-1]


def test_counts_the_same_in_other_columns_give_the_same_answer() -> None:
    table = three([400, 300, 90, 350, 100, 80, 30])
    turned = table.of_lists(table.lists[::-1])
    assert estimate(table).low == pytest.approx(estimate(turned).low, rel=1e-4)
    assert estimate(table).high == pytest.approx(estimate(turned).high, rel=1e-4)


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


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tables())
def test_any_table_gives_an_ordered_interval_or_a_clear_refusal(table: CaptureHistories) -> None:
    try:
        found = estimate(table, method="loglinear-average") if len(table.lists) == 2 else None
    except CannotEstimate:
        found = None
    if found is not None:
        json.dumps(found.to_json(), allow_nan=False)
        assert table.observed <= found.low <= found.high
    sizes = table.patterns.T @ table.counts
    if len(table.lists) == 2 or not sizes.all():
        return
    first = headline(table, 0.95, 0, effort=None)
    json.dumps(first.to_json(), allow_nan=False)
    assert table.observed - 1e-6 <= first.low <= first.high
    assert first.estimate is None or first.low <= first.estimate <= first.high
    assert (first.estimate is None) == (first.conditional is None or math.isinf(first.conditional.high))
    assert all(m.low * (1 - 1e-9) <= m.estimate <= m.high * (1 + 1e-9) for m in first.methods)


def test_lists_that_name_nobody_are_left_out_and_said() -> None:
    table = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 60, 50, 20, 0, 0, 0, 0]))
    found = estimate(table)
    assert found.low == estimate(table.of_lists(["a", "b"])).low
    assert "The list c names nobody." in found.warnings


def test_a_table_that_sets_no_lower_end_gives_a_bound_and_no_infinite_one() -> None:
    """Two lists that hold nobody of one another, and sixteen people on all four."""
    patterns = np.array([[mask >> place & 1 for place in range(4)] for mask in range(1, 16)], dtype=np.int8)
    counts = np.array([0, 0, 10343, 26024, *[0] * 10, 16])
    found = estimate(CaptureHistories(("a", "b", "c", "d"), patterns, counts, "capture histories", ()))
    assert (found.estimate, found.low, found.high) == (None, 36383.0, math.inf)
    json.dumps(found.to_json(), allow_nan=False)
