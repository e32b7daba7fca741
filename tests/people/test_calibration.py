from __future__ import annotations

import numpy as np
import pytest

from byname.people.calibration import Calibration, calibrate


def test_overconfident_weights_are_drawn_to_what_judgements_bear_out() -> None:
    random = np.random.default_rng(4)
    honest = random.normal(0, 4, 3000)
    same = random.random(3000) < 1 / (1 + np.exp2(-honest))
    found = calibrate((2 * honest + 3).astype(np.float32), same)
    assert found.slope == pytest.approx(0.5, abs=0.06)
    assert found.shift == pytest.approx(-1.5, abs=0.3)


def test_few_or_one_sided_judgements_change_nothing() -> None:
    weights = np.linspace(-5, 5, 100).astype(np.float32)
    assert calibrate(weights[:10], weights[:10] > 0) == Calibration()
    assert calibrate(weights, np.ones(100, bool)) == Calibration()
    assert Calibration().change(weights).tolist() == [0.0] * 100
