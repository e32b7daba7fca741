from __future__ import annotations

import numpy as np
import pytest

from byname.errors import CannotEstimate
from byname.statistics.logistic import fit_logistic


def test_an_attribute_that_separates_the_outcome_is_refused() -> None:
    design, cases = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 0.0, 1.0, 1.0])
    with pytest.raises(CannotEstimate, match="separates"):
        fit_logistic(["x"], design, cases, np.ones(4), np.arange(4))
