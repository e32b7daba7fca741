"""Casualties stage: pairs of lists that all lean on each other, each by an amount of its own, most of them by little.

Goes in: capture histories and a log-linear model. Comes out: how well the model fits if the pairs that it leaves out
depend too, and what it then expects on no list. A choice among models takes a small dependence for none, and many small
ones together for certainty. Here the log odds ratios of those pairs are normal around 0 and their spread is integrated
over (random effects; King & Brooks 2001 give interactions such a prior), so that they move and widen the estimate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from byname.casualties.estimators.visibility import Differing
from byname.casualties.fitting.existence import Support, design_of
from byname.casualties.fitting.hierarchical import interactions
from byname.casualties.fitting.poisson_fit import Floats

# Half normal; pairs of lists of people within a third spread by 0.66 (benchmarks/casualties/dependence.py).
PRIOR_SPREAD = 0.5  # log odds
_SPREADS = np.geomspace(0.03, 1.5, 10)
_STEPS = 60
_LONGEST_STEP = 3.0  # log odds
_SETTLED = 1e-8  # gain in log likelihood


@dataclass(frozen=True, slots=True)
class _Fits:
    """Penalised fits of one design, one for each row of penalties: parameters (fits x terms), log likelihood, variance
    of the first parameter, log determinant of the information.
    """

    beta: Floats
    log_likelihood: Floats
    variance: Floats
    log_information: Floats


def leaning(cells: Floats, found: Support, lists: int) -> Differing | None:
    """Integrate a model over the spread of the log odds ratios of all pairs that it leaves out.

    `found`: the model's support; the Bayes factor (Laplace's approximation) is that against the model without them.
    None where the model leaves the people on no list open, has every pair already, or a fit does not settle.
    """
    masks = np.flatnonzero(found.face).astype(np.int64)
    pairs = np.array([pair for pair in interactions(lists, 2) if pair not in found.terms], dtype=np.int64)
    extra = design_of(masks, pairs)
    extra = extra[:, extra.any(axis=0)]
    if not found.identified or not extra.size:
        return None
    design, free = np.column_stack([design_of(masks, found.terms), extra]), len(found.terms)
    alone = _fitted(design[:, :free], cells[masks], np.zeros((1, free)))
    penalty = np.zeros((len(_SPREADS), design.shape[1]))
    penalty[:, free:] = 1 / _SPREADS[:, None] ** 2
    leans = _fitted(design, cells[masks], penalty)
    return None if alone is None or leans is None else _integrated(alone, leans, penalty, extra.shape[1])


def _integrated(alone: _Fits, leans: _Fits, penalty: Floats, pairs: int) -> Differing | None:
    factor = leans.log_likelihood - (penalty * leans.beta**2).sum(axis=1) / 2 - leans.log_information / 2
    factor -= alone.log_likelihood - alone.log_information / 2 + pairs * np.log(_SPREADS)
    prior = np.log(_SPREADS) - (_SPREADS / PRIOR_SPREAD) ** 2 / 2  # the spreads are even in their logs
    joint = factor + prior - math.log(np.exp(prior).sum())
    return Differing.of(joint, leans.beta[:, 0], leans.variance)


def _fitted(design: Floats, counts: Floats, penalty: Floats) -> _Fits | None:
    """Poisson regressions by Newton's method, one for each row of quadratic penalties; None unless all settle."""
    mu = counts + 0.5
    start = np.linalg.lstsq(design * np.sqrt(mu)[:, None], np.sqrt(mu) * np.log(mu), rcond=None)[0]
    beta, before = np.tile(start, (len(penalty), 1)), np.full(len(penalty), -np.inf)
    for _ in range(_STEPS):
        eta = np.minimum(beta @ design.T, 50.0)
        mu = np.exp(eta)
        information = (design.T * mu[:, None, :]) @ design + penalty[:, :, None] * np.eye(design.shape[1])
        likelihood = (counts * eta - mu).sum(axis=1)
        now = likelihood - (penalty * beta**2).sum(axis=1) / 2
        try:
            inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
        except np.linalg.LinAlgError:
            return None
        if np.all(np.abs(now - before) < _SETTLED * (1 + 1e-4 * np.abs(now))):
            return _Fits(
                beta, likelihood, inverse[:, 0, 0], np.asarray(np.linalg.slogdet(information)[1], dtype=np.float64)
            )
        step = (inverse @ ((counts - mu) @ design - penalty * beta)[:, :, None])[:, :, 0]
        longest = np.abs(step).max(axis=1, keepdims=True)
        beta, before = beta + step * np.minimum(1.0, _LONGEST_STEP / np.maximum(longest, 1e-12)), now
    return None
