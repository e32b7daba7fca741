from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.loglinear import beam_search, independence, log_linear, ranked_models
from byname.casualties.fitting.hierarchical import notation
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate

THREE = ("a", "b", "c")


def full(counts: list[int]) -> CaptureHistories:
    return CaptureHistories.from_masks(THREE[: len(counts).bit_length() - 1], np.array([0.0, *counts[1:]]))


def test_two_independent_lists_give_lincoln_and_petersen() -> None:
    found = independence(full([0, 40, 60, 20]))
    assert found.estimate == pytest.approx(60 * 80 / 20, rel=1e-6)
    assert found.low < found.estimate < found.high


def test_no_model_at_all_is_an_error_not_a_number() -> None:
    with pytest.raises(CannotEstimate, match="no log-linear model"):
        log_linear(full([0, 4, 5, 0]))


def test_beam_search_of_six_lists_finds_what_exhaustive_search_of_five_finds_when_the_sixth_is_independent() -> None:
    rng = np.random.default_rng(1)
    held = rng.random((20_000, 6)) < [0.3, 0.2, 0.25, 0.3, 0.2, 0.2]
    held[:, 1] |= held[:, 0] & (rng.random(20_000) < 0.4)
    masks = held @ (1 << np.arange(6))
    cells = np.bincount(masks, minlength=64).astype(float)
    cells[0] = 0
    best = ranked_models(CaptureHistories.from_masks(tuple("abcdef"), cells))[0]
    assert 3 in best.terms
    assert best.unseen + cells.sum() == pytest.approx(20_000, rel=0.05)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_beam_search_of_full_order_finds_the_model_that_trying_all_of_them_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    often = rng.random((30_000, 1)) < 0.3
    held = rng.random((30_000, 5)) < np.where(often, 0.5, rng.uniform(0.05, 0.2, 5))
    cells = np.bincount(held @ (1 << np.arange(5)), minlength=32).astype(float)
    cells[0] = 0
    exhaustive = ranked_models(CaptureHistories.from_masks(tuple("abcde"), cells))[0]
    found = beam_search(cells, 5, 4, "bic")[0]
    assert notation(found.terms) == notation(exhaustive.terms)
    assert any(term.bit_count() > 2 for term in found.terms)


def test_interactions_of_three_of_six_lists_are_found() -> None:
    rng = np.random.default_rng(5)
    held = rng.random((60_000, 6)) < [0.3, 0.3, 0.3, 0.2, 0.2, 0.2]
    held[:, 0] ^= held[:, 1] & held[:, 2] & (rng.random(60_000) < 0.5)
    cells = np.bincount(held @ (1 << np.arange(6)), minlength=64).astype(float)
    cells[0] = 0
    best = ranked_models(CaptureHistories.from_masks(tuple("abcdef"), cells))[0]
    assert 0b111 in best.terms
    assert best.unseen + cells.sum() == pytest.approx(60_000, rel=0.05)
