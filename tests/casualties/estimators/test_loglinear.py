from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.loglinear import beam_search, independence, log_linear, ranked_models
from byname.casualties.fitting.existence import support
from byname.casualties.fitting.hierarchical import hierarchical_models, main_effects, neighbours, notation
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate

THREE = ("a", "b", "c")


def full(counts: list[int]) -> CaptureHistories:
    return CaptureHistories.from_masks(THREE[: len(counts).bit_length() - 1], np.array([0.0, *counts[1:]]))


@pytest.mark.parametrize(("lists", "order", "models"), [(3, 2, 8), (4, 3, 113), (5, 2, 1024), (5, 4, 6893)])
def test_every_hierarchical_model_is_listed_once(lists: int, order: int, models: int) -> None:
    found = hierarchical_models(lists, order)
    assert len(found) == len({frozenset(m) for m in found}) == models


def test_a_neighbour_differs_by_one_interaction_and_stays_hierarchical() -> None:
    every = {frozenset(m) for m in hierarchical_models(4, 3)}
    for model in hierarchical_models(4, 3)[::7]:
        for other in neighbours(model, 4, 3):
            assert frozenset(other) in every
            assert len(set(other) ^ set(model)) == 1


def test_models_are_written_by_their_largest_terms() -> None:
    assert notation((0, 1, 2, 4, 8, 3, 5, 6, 7, 9, 12)) == "[123,14,34]"
    assert notation(main_effects(3)) == "[1,2,3]"


def test_two_independent_lists_give_lincoln_and_petersen() -> None:
    found = independence(full([0, 40, 60, 20]))
    assert found.estimate == pytest.approx(60 * 80 / 20, rel=1e-6)
    assert found.low < found.estimate < found.high


def test_a_pair_that_nobody_supports_is_minus_infinity_and_takes_its_cells_with_it() -> None:
    cells = np.array([0, 40, 30, 0, 20, 5, 6, 0], dtype=float)
    found = support(cells, (0, 1, 2, 4, 3))
    assert found.identified
    assert found.terms.tolist() == [0, 1, 2, 4]
    assert np.flatnonzero(found.face).tolist() == [1, 2, 4, 5, 6]


def test_a_list_that_shares_nobody_leaves_the_number_open() -> None:
    cells = np.array([0, 40, 30, 6, 20, 0, 0, 0], dtype=float)
    assert not support(cells, (0, 1, 2, 4, 3)).identified
    assert support(cells, (0, 1, 2, 4)).identified


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
