from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.statistics.ordered import among, distinct

NUMBERS = st.lists(st.integers(-(2**40), 2**40), max_size=60)


@given(NUMBERS)
def test_distinct_numbers_are_those_of_the_set_in_order(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.int64)).tolist() == sorted(set(numbers))


@given(NUMBERS, NUMBERS)
def test_among_says_of_each_number_whether_it_is_there(numbers: list[int], others: list[int]) -> None:
    some = numbers + others[:5]
    found = among(np.array(some, np.int64), np.array(sorted(others), np.int64))
    assert found.tolist() == [number in others for number in some]


@pytest.mark.parametrize("kind", [np.int32, np.uint64, np.int64])
def test_the_kind_of_number_stays(kind: type[np.integer]) -> None:
    assert distinct(np.array([2, 2, 1], kind)).dtype == kind
