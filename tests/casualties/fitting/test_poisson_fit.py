from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from byname.casualties.fitting.poisson_fit import (
    FITTED,
    NOT_CONVERGED,
    SINGULAR,
    fit_many,
    fit_terms,
    present_terms,
    profile_value,
)

CELLS = np.array([0.0, 400, 300, 90, 350, 100, 80, 30])
SEEN = np.arange(8) > 0


def test_two_independent_lists_give_lincoln_and_petersen_in_closed_form() -> None:
    cells, terms, beta = np.array([0.0, 60, 40, 20]), np.array([0, 1, 2]), np.zeros(3)
    status, value, _ = fit_terms(cells, np.arange(4) > 0, terms, beta, False)
    assert status == FITTED
    assert math.exp(beta[0]) == pytest.approx(60 * 40 / 20)
    assert value == pytest.approx(sum(n * math.log(n) - n for n in (60, 40, 20)))  # as many terms as cells: a full fit


def test_the_maximum_is_that_of_a_general_optimiser() -> None:
    terms = np.array([0, 1, 2, 4, 3])
    design = ((np.arange(8)[:, None] & terms) == terms)[1:].astype(float)

    def loss(b: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return float(np.exp(design @ b).sum() - CELLS[1:] @ (design @ b))

    other = minimize(loss, np.array([5.0, 0, 0, 0, 0]), method="BFGS", options={"gtol": 1e-8})
    beta = np.zeros(5)
    status, value, _ = fit_terms(CELLS, SEEN, terms, beta, False)
    assert status == FITTED
    assert value == pytest.approx(-other.fun, rel=1e-9)
    assert beta == pytest.approx(other.x, abs=1e-4)


def test_a_warm_start_arrives_at_the_same_maximum() -> None:
    terms, cold = np.array([0, 1, 2, 4]), np.zeros(4)
    fit_terms(CELLS, SEEN, terms, cold, False)
    warm = cold + 0.3
    assert fit_terms(CELLS, SEEN, terms, warm, True)[0] == FITTED
    assert warm == pytest.approx(cold, abs=1e-6)


def test_terms_that_say_the_same_are_singular() -> None:
    assert fit_terms(np.array([0.0, 5, 5, 0]), np.array([False, True, True, False]), np.array([0, 1, 2]), np.zeros(3),
                     False)[0] == SINGULAR  # fmt: skip


def test_a_term_that_nobody_supports_is_dropped_with_the_cells_above_it() -> None:
    cells = np.array([0.0, 9, 8, 0, 7, 3, 2, 0])
    kept, face = np.zeros(5, dtype=np.int64), SEEN.copy()
    n = present_terms(cells, SEEN, np.array([0, 1, 2, 4, 3]), kept, face)
    assert kept[:n].tolist() == [0, 1, 2, 4]
    assert np.flatnonzero(~face).tolist() == [0, 3, 7]


def test_many_models_are_fitted_as_one_by_one_and_those_without_a_maximum_are_told() -> None:
    terms = np.array([[0, 1, 2, 4, 0], [0, 1, 2, 4, 3]])
    values, missing, states = np.zeros(2), np.zeros(2), np.zeros(2, dtype=np.int64)
    fit_many(CELLS, terms, np.array([4, 5]), values, missing, states)
    for row, size in enumerate((4, 5)):
        beta = np.zeros(size)
        _, value, _ = fit_terms(CELLS, SEEN, terms[row, :size], beta, False)
        assert (values[row], missing[row]) == pytest.approx((value, math.exp(beta[0])))
    assert states.tolist() == [FITTED, FITTED]
    sparse = np.array([0.0, 40, 30, 9, 35, 8, 5, 0])  # all pairs, and nobody on all three lists
    fit_many(sparse, np.array([[0, 1, 2, 4, 3, 5, 6]]), np.array([7]), values[:1], missing[:1], states[:1])
    assert states[0] == NOT_CONVERGED


def test_the_profile_is_highest_near_the_fitted_number() -> None:
    terms, beta = np.array([0, 1, 2, 4]), np.zeros(4)
    fit_terms(CELLS, SEEN, terms, beta, False)
    unseen = math.exp(beta[0])
    around = [profile_value(CELLS, SEEN, terms, at, np.zeros(4), False) for at in (unseen / 2, unseen, unseen * 2)]
    assert around[1] > max(around[0], around[2])
