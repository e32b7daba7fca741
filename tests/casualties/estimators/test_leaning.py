from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.averaging import ALIKE, averaged, averaged_posterior, weighted_models
from byname.casualties.estimators.leaning import leaning
from byname.casualties.fitting.existence import support
from byname.casualties.fitting.hierarchical import interactions, main_effects
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.histories import CaptureHistories

LEANS = (0.3, -0.25, 0.2, -0.2, 0.25, -0.3)  # log odds ratios of the six pairs of four lists


def table(people: float, leans: tuple[float, ...] = (), lists: int = 4) -> tuple[float, Floats]:
    """The people on no list, and the table of a log-linear model with these log odds ratios of pairs."""
    masks = np.arange(1 << lists)
    weights = -1.3 * np.array([mask.bit_count() for mask in masks.tolist()], dtype=float)
    for pair, lean in zip(interactions(lists, 2), leans, strict=False):
        weights += np.where(masks & pair == pair, lean, 0.0)
    cells = people * np.exp(weights) / np.exp(weights).sum()
    unseen, cells[0] = float(cells[0]), 0.0
    return unseen, np.rint(cells)


def histories(cells: Floats) -> CaptureHistories:
    return CaptureHistories.from_masks(tuple("abcdef"[: len(cells).bit_length() - 1]), cells)


def test_pairs_that_all_lean_a_little_are_found_and_counted() -> None:
    unseen, cells = table(60_000, LEANS)
    found = leaning(cells, support(cells, main_effects(4)), 4)
    assert found is not None
    assert found.log_factor > 10
    assert 0.025 < found.below(unseen) < 0.975
    assert found.probabilities.sum() == pytest.approx(1.0)


def test_independent_lists_speak_against_leans_and_keep_their_number() -> None:
    unseen, cells = table(60_000)
    found = leaning(cells, support(cells, main_effects(4)), 4)
    assert found is not None
    assert found.log_factor < 0
    assert found.below(unseen * 0.9) < 0.05 < 0.95 < found.below(unseen * 1.1)


def test_a_model_of_all_pairs_leaves_none_to_lean() -> None:
    _, cells = table(60_000, LEANS)
    assert leaning(cells, support(cells, (*main_effects(4), *interactions(4, 2))), 4) is None


def test_lists_of_which_some_share_nobody_are_fitted_without_those_pairs() -> None:
    unseen, cells = table(20_000)
    cells[[mask for mask in range(16) if mask & 3 == 3]] = 0.0
    found = leaning(cells, support(cells, (*main_effects(4), 3)), 4)
    assert found is not None
    assert np.isfinite(found.log_unseen).all()
    assert 0.01 < found.below(unseen) < 0.99


def test_the_average_over_models_holds_small_leans_without_taking_people_for_different() -> None:
    unseen, cells = table(60_000, LEANS)
    found, average = averaged_posterior(histories(cells), weighted_models(histories(cells)))
    assert sum(weight for weight, _ in average.lean) > 0.5
    assert float(found.diagnostics[ALIKE] or 0) > 0.75
    assert found.low < cells.sum() + unseen < found.high


def test_three_lists_are_not_tried_with_leans() -> None:
    _, cells = table(20_000, lists=3)
    _, average = averaged_posterior(histories(cells), weighted_models(histories(cells)))
    assert average.alike
    assert average.lean == ()


def test_the_larger_the_table_the_more_a_lean_of_every_pair_weighs() -> None:
    shares = []
    for people in (2_000, 20_000, 200_000):
        found = histories(table(people, LEANS)[1])
        _, average = averaged_posterior(found, weighted_models(found))
        shares.append(sum(weight for weight, _ in average.lean))
    assert shares == sorted(shares)
    assert averaged(histories(table(2_000, LEANS)[1])).high > 2_000
