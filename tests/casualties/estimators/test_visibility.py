from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.estimators.visibility import LAWS, differing
from byname.casualties.fitting.existence import support
from byname.casualties.fitting.hierarchical import interactions, main_effects
from byname.casualties.fitting.poisson_fit import Floats


def table(people: float, tilt: Floats | None = None, lists: int = 4) -> Floats:
    """The table of a log-linear model with a tilt for each number of lists; cell 0 is people / (sum of cells)."""
    held = np.array([mask.bit_count() for mask in range(1 << lists)])
    weights = np.exp(-1.2 * held + (0 if tilt is None else tilt[held]))
    return np.asarray(people * weights / weights.sum())


def test_every_law_gives_one_list_nothing_and_the_laws_share_the_prior() -> None:
    held = np.array([0.0, 1.0, 2.0, 3.0])
    for law in LAWS:
        (tilt,) = law.tilt(np.array([0.8]), held)
        second = tilt[2] - 2 * tilt[1] + tilt[0]
        assert tilt[0] == pytest.approx(0.0, abs=1e-9)
        assert second > 0  # two lists lean together wherever people differ
        if law.name != "two classes":
            assert second == pytest.approx(0.64)
    assert sum(law.prior for law in LAWS) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "strength"), [("normal", 0.8), ("Poisson", 0.7), ("gamma", 0.9), ("two classes", 1.6)]
)
def test_people_who_differ_by_a_law_are_found_and_counted(name: str, strength: float) -> None:
    law = [law for law in LAWS if law.name == name][2 if name == "two classes" else 0]
    (tilt,) = law.tilt(np.array([strength]), np.arange(5.0))
    cells = table(30_000, tilt)
    unseen, cells[0] = cells[0], 0
    found = differing(cells, support(cells, main_effects(4)))
    assert found is not None
    assert found.log_factor > 1
    assert 0.025 < found.below(unseen) < 0.975


def test_alike_people_speak_against_differences() -> None:
    cells = table(30_000)
    unseen, cells[0] = cells[0], 0
    found = differing(cells, support(cells, main_effects(4)))
    assert found is not None
    assert found.log_factor < 0
    assert found.probabilities.sum() == pytest.approx(1.0)
    assert found.below(unseen * 0.8) < 0.05 < 0.95 < found.below(unseen * 1.5)


def test_a_model_that_takes_up_the_differences_has_none_left() -> None:
    cells = table(30_000, lists=3)
    cells[0] = 0
    pairs = (*main_effects(3), *interactions(3, 2))
    assert differing(cells, support(cells, pairs)) is None
    assert differing(cells, support(cells, main_effects(3))) is not None
    assert math.isfinite(differing(cells, support(cells, main_effects(3))).log_factor)  # type: ignore[union-attr]
