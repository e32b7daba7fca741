from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.histories import CaptureHistories
from byname.casualties.overlap import list_warnings, overlap_groups, pair_overlaps, shared

TABLE = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 40, 30, 9, 35, 8, 5, 3]))


def test_each_two_lists_share_those_whom_both_name() -> None:
    assert shared(TABLE).tolist() == [[60, 12, 11], [12, 47, 8], [11, 8, 51]]


def test_lists_are_grouped_by_whom_they_share_also_through_a_third() -> None:
    chain = CaptureHistories.from_masks(("a", "b", "c", "d"), np.array([0.0, 9, 9, 2, 9, 0, 2, 0, 9, *[0.0] * 7]))
    assert overlap_groups(chain) == [["a", "b", "c"], ["d"]]
    assert overlap_groups(TABLE) == [["a", "b", "c"]]


def test_a_pair_is_compared_among_people_on_a_third_list() -> None:
    first = pair_overlaps(TABLE)[0]
    assert (first.first, first.second, first.on_both) == ("a", "b", 12)
    assert first.log_odds_ratio == pytest.approx(math.log(3.5 * 35.5 / (8.5 * 5.5)))
    assert first.standard_error == pytest.approx(math.sqrt(1 / 3.5 + 1 / 8.5 + 1 / 5.5 + 1 / 35.5))


def test_where_no_third_list_names_anybody_there_is_no_ratio() -> None:
    two = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 5, 4, 3]))
    (pair,) = pair_overlaps(two)
    assert (pair.on_both, pair.log_odds_ratio, pair.standard_error) == (3, None, None)


def test_what_a_reader_must_know_of_the_lists_is_said() -> None:
    cells = np.zeros(16)
    cells[[1, 2, 3, 4]] = 50, 50, 9, 7
    assert list_warnings(CaptureHistories.from_masks(("a", "b", "c", "d"), cells)) == (
        "The list d names nobody.",
        "The list c names only 7 people.",
        "Groups of lists share nobody with each other: a, b; c; d.",
    )
    assert list_warnings(TABLE) == ()


@pytest.mark.parametrize(("people", "said"), [(9, 1), (10, 0)])
def test_a_list_of_fewer_than_ten_is_tiny(people: int, said: int) -> None:
    table = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 50, people - 4, 4]))
    assert len(list_warnings(table)) == said
