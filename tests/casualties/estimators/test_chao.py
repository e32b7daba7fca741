from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.chao import chao_bound, chao_bound_by_list, chao_bound_by_order, frequencies
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate


def expected(people: int, *classes: tuple[float, list[float]]) -> CaptureHistories:
    """The table that classes of people with such chances of each list give on average."""
    lists = len(classes[0][1])
    held = np.arange(1 << lists)[:, None] >> np.arange(lists) & 1
    cells = sum(share * np.where(held, q, 1 - np.array(q)).prod(axis=1) for share, q in classes)
    cells = np.rint(people * np.asarray(cells))
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcdef"[:lists]), cells)


def test_people_are_counted_by_how_many_lists_name_them() -> None:
    assert frequencies(CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 4, 3, 2, 5, 1, 6, 7]))) == [
        0,
        12,
        9,
        7,
    ]


def test_the_bound_is_chaos_formula() -> None:
    table = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 4, 3, 2, 5, 1, 6, 7]))
    assert chao_bound(table).estimate == pytest.approx(28 + (2 / 3) * 12 * 11 / (2 * 10))


def test_without_anybody_on_two_lists_the_bound_is_finite() -> None:
    found = chao_bound(CaptureHistories.from_masks(("a", "b"), np.array([0.0, 6, 4, 0])))
    assert found.estimate == pytest.approx(10 + 0.5 * 10 * 9 / 2)
    assert 10 <= found.low < found.estimate < found.high < np.inf


def test_equal_lists_of_equal_people_reach_the_truth_and_differing_people_lie_above() -> None:
    assert chao_bound(expected(20_000, (1.0, [0.05] * 5))).estimate == pytest.approx(20_000, rel=0.03)
    assert chao_bound(expected(20_000, (0.4, [0.3] * 4), (0.6, [0.05] * 4))).high < 20_000


def test_lists_of_unequal_size_need_the_bound_by_list() -> None:
    table = expected(20_000, (1.0, [0.4, 0.05, 0.1, 0.02]))
    by_list = chao_bound_by_list(table)
    assert by_list.estimate == pytest.approx(20_000, rel=0.02)
    assert by_list.low < 20_000 < by_list.high


def test_the_bound_by_order_rests_on_the_newcomers_of_the_last_two_lists() -> None:
    table = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 50, 40, 9, 20, 8, 5, 3]))
    found = chao_bound_by_order(table)
    assert found.estimate == pytest.approx(135 + 20**2 / (45 - 20))
    assert found.diagnostics["new"] == 20


def test_tables_that_set_no_bound_are_refused() -> None:
    with pytest.raises(CannotEstimate, match="no fewer newcomers"):
        chao_bound_by_order(CaptureHistories.from_masks(("a", "b"), np.array([0.0, 9, 10, 1])))
    with pytest.raises(CannotEstimate, match="no lower bound"):
        chao_bound_by_list(CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 9, 9, 0, 9, 0, 0, 0])))
