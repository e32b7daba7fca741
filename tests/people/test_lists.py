from __future__ import annotations

import numpy as np
import pytest

from byname.people.lists import ListRanges, Lists, RowsOfLists, once_of

OF = np.array([0, 0, 2, 2, 2, 1], np.int32)
TWICE = np.array([False, True, False])
COLUMN = Lists(("A", "B", "B-list"), OF, TWICE)
RANGES = ListRanges(("A", "B", "B-list"), TWICE, np.array([0, 2, 5]), np.array([0, 2, 1], np.int32), 6)


@pytest.mark.parametrize("lists", [COLUMN, RANGES])
def test_lists_are_known_by_row_and_by_size(lists: RowsOfLists) -> None:
    assert lists.sizes.tolist() == [2, 1, 3]
    rows = np.array([5, 0, 4, 2, 1], np.int32)
    assert lists.of_rows(rows).tolist() == [1, 0, 2, 2, 0]


def test_lists_that_name_nobody_twice_are_told_apart() -> None:
    assert COLUMN.once.tolist() == once_of(OF, TWICE).tolist() == [0, 0, 2, 2, 2, -1]
    assert once_of(np.empty(0, np.int32), TWICE).tolist() == []
