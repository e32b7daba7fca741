"""Casualties stage: maximum likelihood of one Poisson log-linear model on a table of capture histories.

Goes in: the table by bit mask and the terms of the model, each a bit mask of lists (0 is the intercept). Comes out: the
parameters and the log likelihood. Sums over supersets of a term (a zeta transform) give score and information, so
that a Newton step costs J 2^J + p^3, which is what makes searching thousands of models fast.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FITTED, NOT_CONVERGED, SINGULAR = 0, 1, 2
_STEPS = 60
_VANISHING = 1e-5  # expected people of an empty cell below which a fit runs to the boundary
_TILTED_GAIN = 1e-6  # gain in log likelihood that ends a fit with an offset
_LITTLE = 1e-2  # gain in log likelihood that can no longer change the order of models


@njit(cache=True, nogil=True)
def _superset_sums(cells: Floats) -> None:
    size, bit = len(cells), 1
    while bit < size:
        for c in range(size):
            if not c & bit:
                cells[c] += cells[c | bit]
        bit <<= 1


@njit(cache=True, nogil=True)
def _subset_sums(cells: Floats) -> None:
    size, bit = len(cells), 1
    while bit < size:
        for c in range(size):
            if c & bit:
                cells[c] += cells[c ^ bit]
        bit <<= 1


@njit(cache=True, nogil=True)
def _solve(matrix: Floats, right: Floats, p: int) -> bool:
    """Solve in place by Cholesky; False where the matrix is singular to working precision."""
    for j in range(p):
        pivot = matrix[j, j]
        for k in range(j):
            pivot -= matrix[j, k] * matrix[j, k]
        if not pivot > 1e-11 * matrix[j, j]:
            return False
        root = np.sqrt(pivot)
        matrix[j, j] = root
        for i in range(j + 1, p):
            value = matrix[i, j]
            for k in range(j):
                value -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = value / root
    for i in range(p):
        for k in range(i):
            right[i] -= matrix[i, k] * right[k]
        right[i] /= matrix[i, i]
    for i in range(p - 1, -1, -1):
        for k in range(i + 1, p):
            right[i] -= matrix[k, i] * right[k]
        right[i] /= matrix[i, i]
    return True


@njit(cache=True, nogil=True)
def _newton_step(sums: Floats, terms: Masks, gram: Floats, step: Floats) -> bool:
    """Solve for the step in place, from the superset sums of the weights; True where the information is singular.

    A singular one gets a slight ridge: the likelihood still reaches its maximum, only where is not unique.
    """
    p = len(terms)
    gradient = step.copy()
    for ridge in (0.0, 1e-7, 1e-4, 1e-1):
        for i in range(p):
            step[i] = gradient[i]
            for j in range(i + 1):
                gram[i, j] = sums[terms[i] | terms[j]]
            gram[i, i] += ridge * (gram[i, i] + 1e-6)
        if _solve(gram, step, p):
            return ridge > 0.0
    step[:] = 0.0
    return True


@njit(cache=True, nogil=True)
def _expected(
    cells: Floats, inside: Flags, terms: Masks, beta: Floats, offset: Floats, eta: Floats, mu: Floats
) -> float:
    """Fill the linear predictor, with the known offset of each cell, and the expected counts; the Poisson log
    likelihood without its constant.
    """
    eta[:] = 0.0
    for j in range(len(terms)):
        eta[terms[j]] += beta[j]
    _subset_sums(eta)
    value = 0.0
    for c in range(len(cells)):
        if inside[c]:
            at = eta[c] + offset[c]
            mu[c] = np.exp(min(at, 300.0))
            value += cells[c] * at - mu[c]
        else:
            mu[c] = 0.0
    return value


@njit(cache=True, nogil=True)
def _smallest_empty(cells: Floats, inside: Flags, mu: Floats) -> float:
    """The smallest expected count of a cell that holds nobody; infinite where there is none."""
    smallest = np.inf
    for c in range(len(cells)):
        if inside[c] and cells[c] == 0.0 and mu[c] < smallest:
            smallest = mu[c]
    return smallest


@njit(cache=True, nogil=True)
def _next_step(
    observed: Floats, mu: Floats, terms: Masks, sums: Floats, gram: Floats, step: Floats
) -> tuple[bool, float]:
    """Fill the Newton step and the sums; whether the information is singular, and what the step promises to gain."""
    sums[:] = mu
    _superset_sums(sums)
    for i in range(len(terms)):
        step[i] = observed[terms[i]] - sums[terms[i]]
    gradient = step.copy()
    singular = _newton_step(sums, terms, gram, step)
    return singular, np.dot(gradient, step)


@njit(cache=True, nogil=True)
def _uphill(
    cells: Floats, inside: Flags, terms: Masks, beta: Floats, offset: Floats, step: Floats, value: float, eta: Floats,
    mu: Floats,
) -> tuple[bool, float]:  # fmt: skip
    """Move along the step, halved until the likelihood does not fall; whether it was possible, and the likelihood.

    `eta` and `mu` are those of the parameters that it leaves.
    """
    size_of_step, trial = 1.0, beta.copy()
    for _ in range(30):
        for j in range(len(terms)):
            trial[j] = beta[j] + size_of_step * step[j]
        new = _expected(cells, inside, terms, trial, offset, eta, mu)
        if new >= value - 1e-12 * abs(value):
            beta[:] = trial
            return True, new
        size_of_step *= 0.5
    return False, _expected(cells, inside, terms, beta, offset, eta, mu)


@njit(cache=True, nogil=True)
def fit_terms(
    cells: Floats, inside: Flags, terms: Masks, beta: Floats, warm: bool, vanishing: float = 0.0
) -> tuple[int, float, float]:
    """Fit one model by Newton's method; give up once an empty cell expects less than `vanishing` and little is gained.

    `cells`: counts by mask; `inside`: the cells that the likelihood counts; `terms`: masks of the parameters; `beta` is
    filled, and is the start where `warm`. Returns (status, log likelihood without its constant, smallest expected count
    of a cell that holds nobody).
    """
    size, p = len(cells), len(terms)
    eta, mu, sums = np.zeros(size), np.zeros(size), np.zeros(size)
    gram, step, none = np.zeros((p, p)), np.zeros(p), np.zeros(size)
    observed = np.where(inside, cells, 0.0)
    _superset_sums(observed)
    singular = False
    if not warm:  # one weighted least squares step from the data themselves
        for c in range(size):
            mu[c] = cells[c] + 0.5 if inside[c] else 0.0
            sums[c] = mu[c] * np.log(mu[c]) if inside[c] else 0.0
        _superset_sums(mu)
        _superset_sums(sums)
        for i in range(p):
            beta[i] = sums[terms[i]]
        singular = _newton_step(mu, terms, gram, beta)
    value = _expected(cells, inside, terms, beta, none, eta, mu)
    status = NOT_CONVERGED
    for _ in range(_STEPS):
        lost, gain = _next_step(observed, mu, terms, sums, gram, step)
        singular |= lost
        if gain < 1e-10 * (1.0 + 1e-4 * abs(value)):  # the last step costs nothing and doubles the digits
            for j in range(p):
                beta[j] += step[j]
            value = _expected(cells, inside, terms, beta, none, eta, mu)
            status = FITTED
            break
        if gain < _LITTLE and _smallest_empty(cells, inside, mu) < vanishing:  # it runs to the boundary, step by step
            break
        better, value = _uphill(cells, inside, terms, beta, none, step, value, eta, mu)
        if not better:
            status = FITTED if gain < 1e-6 else NOT_CONVERGED
            break
    return SINGULAR if singular else status, value, _smallest_empty(cells, inside, mu)


@njit(cache=True, nogil=True)
def fit_tilted(
    cells: Floats, inside: Flags, terms: Masks, offsets: Floats, beta: Floats, values: Floats, variances: Floats
) -> None:
    """Fit one model again and again, each time with a known offset of its cells.

    `offsets`: fits x cells; `beta`: fits x terms, the starts, overwritten. Fills the log likelihoods without their
    constant and the variances of the first parameter; minus infinity and infinity where a fit fails.
    """
    size, p = len(cells), len(terms)
    eta, mu, sums = np.zeros(size), np.zeros(size), np.zeros(size)
    gram, step = np.zeros((p, p)), np.zeros(p)
    observed = np.where(inside, cells, 0.0)
    _superset_sums(observed)
    for m in range(len(offsets)):
        values[m], variances[m] = -np.inf, np.inf
        value = _expected(cells, inside, terms, beta[m], offsets[m], eta, mu)
        settled = False
        for _ in range(_STEPS):
            _, gain = _next_step(observed, mu, terms, sums, gram, step)
            settled = gain < _TILTED_GAIN
            if settled:
                break
            better, value = _uphill(cells, inside, terms, beta[m], offsets[m], step, value, eta, mu)
            if not better:
                break
        if settled and np.isfinite(value):
            step[:] = 0.0
            step[0] = 1.0
            _newton_step(sums, terms, gram, step)
            values[m], variances[m] = value, step[0]


@njit(cache=True, nogil=True)
def present_terms(cells: Floats, inside: Flags, terms: Masks, kept: Masks, face: Flags) -> int:
    """Drop the terms that nobody supports: their parameter is minus infinity and the cells above them are 0 exactly.

    (Chan, Silverman & Vincent 2021, section 2.) `kept` is filled with the terms that remain and `face` with the cells
    that remain; returns how many terms remain.
    """
    sums = np.where(inside, cells, 0.0)
    _superset_sums(sums)
    face[:] = inside
    n = 0
    for t in terms:
        if sums[t] > 0.0:
            kept[n] = t
            n += 1
        else:
            for c in range(len(cells)):
                if c & t == t:
                    face[c] = False
    return n


@njit(cache=True, nogil=True)
def fit_many(cells: Floats, terms: Masks, sizes: Masks, values: Floats, missing: Floats, states: Masks) -> None:
    """Fit many models on the cells other than 0.

    `terms`: models x longest model, `sizes`: terms of each. Fills the log likelihoods, the expected counts of cell 0
    and the states (FITTED; NOT_CONVERGED also where an expected count runs to 0; SINGULAR where cell 0 is not
    identified).
    """
    inside = np.ones(len(cells), dtype=np.bool_)
    inside[0] = False
    kept, face = np.zeros(terms.shape[1], dtype=np.int64), inside.copy()
    for m in range(len(terms)):
        n = present_terms(cells, inside, terms[m, : sizes[m]], kept, face)
        beta = np.zeros(n)
        status, value, smallest = fit_terms(cells, face, kept[:n], beta, False, _VANISHING)
        if status == FITTED and smallest < _VANISHING:
            status = NOT_CONVERGED
        values[m], missing[m], states[m] = value, np.exp(min(beta[0], 300.0)), status


@njit(cache=True, nogil=True)
def profile_value(cells: Floats, face: Flags, terms: Masks, unseen: float, beta: Floats, warm: bool) -> float:
    """The multinomial log likelihood of a population with `unseen` people in cell 0, maximised over the parameters.

    `face` marks the cells other than 0 that the likelihood counts; `beta` is filled. Minus infinity where the fit
    fails. (Cormack 1992; the profile of Baillargeon & Rivest 2007.)
    """
    full, inside = cells.copy(), face.copy()
    full[0], inside[0] = unseen, True
    status, value, _ = fit_terms(full, inside, terms, beta, warm)
    if status == SINGULAR or not np.isfinite(value):
        return -np.inf
    total = 0.0
    for c in range(len(cells)):
        if inside[c]:
            total += full[c]
    # fit_terms gives sum n log mu - sum mu, and sum mu = total at the maximum
    return float(value + total - total * np.log(total) + math.lgamma(total + 1.0) - math.lgamma(unseen + 1.0))
