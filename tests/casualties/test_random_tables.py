from __future__ import annotations

import json
import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from byname.casualties.estimate import estimate
from byname.casualties.headline import headline
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate

COUNTS = st.one_of(st.just(0), st.just(0), st.integers(0, 20), st.integers(0, 10**7))


@st.composite
def tables(draw: st.DrawFn) -> CaptureHistories:
    lists = draw(st.integers(2, 4))
    counts = draw(st.lists(COUNTS, min_size=(1 << lists) - 1, max_size=(1 << lists) - 1))
    return CaptureHistories.from_masks(tuple("abcd"[:lists]), np.array([0.0, *counts]))


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
    assert math.isfinite(first.estimate)
    assert table.observed - 1e-6 <= first.low <= first.estimate <= first.high
    assert all(m.low * (1 - 1e-9) <= m.estimate <= m.high * (1 + 1e-9) for m in first.methods)


def test_lists_that_name_nobody_are_left_out_and_said() -> None:
    table = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 60, 50, 20, 0, 0, 0, 0]))
    found = estimate(table)
    assert found.estimate == estimate(table.of_lists(["a", "b"])).estimate
    assert "The list c names nobody." in found.warnings
