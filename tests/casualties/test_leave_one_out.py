from __future__ import annotations

import numpy as np
import pytest

from byname.casualties import CaptureHistories
from byname.casualties.leave_one_out import without_each_list
from byname.errors import CannotEstimate


def test_leaving_out_a_list_that_carries_the_overlap_is_said() -> None:
    table = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 40, 30, 9, 35, 8, 0, 0]))
    found = without_each_list(table)
    assert [m.name for m in found] == ["without a", "without b", "without c"]
    assert found[0].warnings
    assert found[1].estimate > found[1].low


def test_a_list_cannot_be_left_out_of_two() -> None:
    with pytest.raises(CannotEstimate, match="three or more"):
        without_each_list(CaptureHistories.from_masks(("a", "b"), np.array([0.0, 5, 4, 3])))
