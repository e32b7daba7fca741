"""Casualties stage: many Poisson log-linear models at once that differ only in a known offset of each cell.

Goes in: a design, counts, and the offsets of each model. Comes out: the parameters, the log likelihoods and the
variance of the intercept, the log of the people on no list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from byname.casualties.fitting.poisson_fit import Floats

_STEPS = 40
_SETTLED = 1e-4  # the largest step, in logs, that ends the climb
_LONGEST = 2.0  # a step in logs; longer ones overshoot where counts are few
_RIDGE = 1e-9
_HIGHEST = 50.0  # log of an expected count
_LARGEST_OUTER = 2_000_000  # numbers held to form all informations in one product


@dataclass(frozen=True, slots=True)
class TiltedFits:
    """Models x terms `beta`; for each model the log likelihood without its constant, and the variance of beta[0]."""

    beta: Floats
    log_likelihood: Floats
    variance: Floats


def fit_tilted(design: Floats, counts: Floats, offsets: Floats, start: Floats) -> TiltedFits:
    """Fit by Newton's method.

    `design`: cells x terms, `counts`: cells, `offsets`: models x cells, `start`: terms, or models x terms.
    """
    beta = np.repeat(start[None], len(offsets), axis=0) if start.ndim == 1 else start.copy()
    outer = _outer(design)
    for _ in range(_STEPS):
        mu = np.exp(np.minimum(beta @ design.T + offsets, _HIGHEST))
        step = np.linalg.solve(_information(design, outer, mu), ((counts - mu) @ design)[..., None])[..., 0]
        longest = np.abs(step).max(axis=1)
        beta += step * np.minimum(1.0, _LONGEST / np.maximum(longest, 1e-12))[:, None]
        if longest.max() < _SETTLED:
            break
    eta = np.minimum(beta @ design.T + offsets, _HIGHEST)
    mu = np.exp(eta)
    unit = np.zeros((len(beta), design.shape[1], 1))
    unit[:, 0] = 1.0
    variance = np.linalg.solve(_information(design, outer, mu), unit)[:, 0, 0]
    return TiltedFits(beta, np.asarray((counts * eta - mu).sum(axis=1)), np.asarray(variance))


def first_guess(design: Floats, counts: Floats) -> Floats:
    """One weighted least squares step from the counts themselves."""
    mu = counts + 0.5
    root = np.sqrt(mu)
    found: Floats = np.linalg.lstsq(design * root[:, None], root * np.log(mu), rcond=None)[0]
    return found


def _outer(design: Floats) -> Floats | None:
    """Each cell's product of terms, flat; None where that would take too much memory."""
    cells, terms = design.shape
    if cells * terms * terms > _LARGEST_OUTER:
        return None
    return np.asarray((design[:, :, None] * design[:, None, :]).reshape(cells, terms * terms))


def _information(design: Floats, outer: Floats | None, mu: Floats) -> Floats:
    terms = design.shape[1]
    if outer is None:
        found = np.array([design.T @ (row[:, None] * design) for row in mu])
    else:
        found = (mu @ outer).reshape(len(mu), terms, terms)
    diagonal = np.arange(terms)
    found[:, diagonal, diagonal] *= 1 + _RIDGE
    found[:, diagonal, diagonal] += _RIDGE
    return found
