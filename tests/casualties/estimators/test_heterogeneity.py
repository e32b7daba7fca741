from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.heterogeneity import FORMS, common_dependence, heterogeneous
from byname.casualties.fitting.hierarchical import main_effects
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate


def table(strength: float, lists: int = 4, people: float = 40_000) -> CaptureHistories:
    """The table in which every two lists have the same log odds ratio."""
    held = (np.arange(1 << lists)[:, None] >> np.arange(lists) & 1).sum(axis=1)
    cells = np.exp(-1.2 * held + strength * held * (held - 1) / 2)
    cells = np.rint(people * cells / cells.sum())
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcde"[:lists]), cells)


@pytest.mark.parametrize("strength", [-0.2, 0.0, 0.3])
def test_the_log_odds_ratio_that_all_lists_share_is_found(strength: float) -> None:
    found = common_dependence(table(strength), main_effects(4))
    assert found is not None
    assert found.strength == pytest.approx(strength, abs=0.01)
    assert found.z == pytest.approx(found.strength / found.standard_error)
    assert np.exp(found.log_unseen) == pytest.approx(40_000 - table(strength).observed, rel=0.03)


def test_a_model_that_contains_the_term_leaves_nothing_to_fit() -> None:
    pairs = (*main_effects(3), 3, 5, 6)
    assert common_dependence(table(0.3, lists=3), pairs) is None
    with pytest.raises(CannotEstimate, match="differ in visibility"):
        heterogeneous(CaptureHistories.from_masks(("a", "b"), np.array([0.0, 5, 4, 3])))


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_holds_the_truth_where_all_are_equally_visible(form: str) -> None:
    found = heterogeneous(table(0.0), form)
    assert found.low < 40_000 < found.high
    assert found.name.endswith(form)


def test_lists_that_lean_apart_are_said() -> None:
    assert heterogeneous(table(-0.3)).warnings
    assert not heterogeneous(table(0.3)).warnings
