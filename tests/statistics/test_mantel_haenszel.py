from __future__ import annotations

import numpy as np
import pytest

from byname.statistics.mantel_haenszel import pooled_odds_ratio


def test_strata_with_one_group_only_say_nothing() -> None:
    strata = np.array([[3, 10, 0, 0], [5, 20, 4, 30]], dtype=float)
    found = pooled_odds_ratio(strata)
    assert found.value == pytest.approx((5 * 26) / (15 * 4))
    assert "1 strata" in found.warnings[0]
