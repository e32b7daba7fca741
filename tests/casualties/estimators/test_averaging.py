from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.averaging import averaged
from byname.casualties.histories import CaptureHistories


def expected(people: float, shares: list[float], chances: list[list[float]]) -> CaptureHistories:
    """The table that classes of people with such chances of each list give on average."""
    lists = len(chances[0])
    held = np.arange(1 << lists)[:, None] >> np.arange(lists) & 1
    cells = sum(s * np.where(held, q, 1 - np.array(q)).prod(axis=1) for s, q in zip(shares, chances, strict=True))
    table = np.rint(people * np.asarray(cells))
    table[0] = 0
    return CaptureHistories.from_masks(tuple("abcdef"[:lists]), table)


def test_a_dependence_that_the_table_may_not_show_moves_only_the_upper_end() -> None:
    table = expected(8000, [0.5, 0.5], [[0.25, 0.25, 0.2, 0.25], [0.2, 0.17, 0.15, 0.18]])
    plain, allowed = averaged(table, allow_hidden=False), averaged(table)
    assert allowed.low == pytest.approx(plain.low, rel=1e-6)
    assert allowed.high > plain.high
    assert allowed.estimate == plain.estimate
