from __future__ import annotations

import numpy as np
import pytest

from byname.errors import CannotEstimate
from byname.statistics.ratios import odds_ratio, relative_risk, share


def test_ratios_of_empty_groups_are_refused_and_zeros_are_not() -> None:
    with pytest.raises(CannotEstimate, match="empty"):
        relative_risk(1, 2, 0, 0)
    found = odds_ratio(0, 10, 5, 10)
    assert 0 < found.low < found.value < found.high < np.inf
    assert found.warnings
    with pytest.raises(CannotEstimate, match="nobody"):
        share(0, 0)
