"""Statistics: logistic regression of an outcome on several attributes at once, with errors that allow for clusters.

Goes in: rows of people grouped by equal attributes, and the region of each. Comes out: an odds ratio for each
attribute with its interval. People of one region share a troika and its limits, so they are not independent: the errors
are those of the sums over regions (Liang and Zeger 1986), corrected for few regions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from scipy.stats import t as student

from byname.errors import CannotEstimate
from byname.values.analysis import Estimate

Floats = npt.NDArray[np.float64]
_ROUNDS = 50
_FEW_CLUSTERS = 10


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """The fit: an odds ratio and a p-value for each named column, the number of people and of clusters."""

    odds_ratios: dict[str, Estimate]
    p_values: dict[str, float]
    people: int
    clusters: int
    warnings: tuple[str, ...]


def fit_logistic(
    columns: Sequence[str],
    design: Floats,
    cases: Floats,
    people: Floats,
    clusters: npt.NDArray[np.int64],
    level: float = 0.95,
) -> LogisticFit:
    """Fit by iterated least squares and give cluster-robust intervals (CR1; t with clusters - 1 degrees of freedom).

    `design`: rows x columns, without the constant; `cases` of `people` in each row; `clusters`: the region of each row.
    Raises CannotEstimate where the outcome is the same for all or an attribute separates it.
    """
    if cases.sum() in (0, people.sum()):
        raise CannotEstimate("the outcome is the same for all", where="regression", fix="compare outcomes that differ")
    x = np.column_stack([np.ones(len(design)), design])
    beta, information = _solve(x, cases, people)
    scores = x * (cases - people * expit(x @ beta))[:, None]
    names, place = np.unique(clusters, return_inverse=True)
    sums = np.zeros((len(names), x.shape[1]))
    np.add.at(sums, place, scores)
    errors = _errors(sums, information, people.sum())
    freedom = max(len(names) - 1, 1)
    width = student.ppf(0.5 + level / 2, freedom)
    ratios, p_values = {}, {}
    for place_of, name in enumerate(columns, start=1):
        b, e = float(beta[place_of]), float(errors[place_of])
        low, middle, high = (float(v) for v in np.exp([b - width * e, b, b + width * e]))
        ratios[name] = Estimate(middle, low, high, int(cases.sum()), level)
        p_values[name] = float(2 * student.sf(abs(b) / e, freedom)) if e > 0 else 1.0
    few = (f"Only {len(names)} clusters: the errors are rough.",) if len(names) < _FEW_CLUSTERS else ()
    return LogisticFit(ratios, p_values, int(people.sum()), len(names), few)


def dispersed_error(scores: Floats, cases: Floats, people: Floats) -> float:
    """The standard error of the slope on one score, widened by how far the groups lie from a straight line on the log
    scale of odds (quasi-binomial, McCullagh and Nelder 1989, section 4.5).

    `scores`, `cases`, `people`: one each a group. Raises CannotEstimate for fewer than three groups.
    """
    if len(scores) < 3:
        raise CannotEstimate("two groups always lie on a line", where="regression", fix="give three groups or more")
    x = np.column_stack([np.ones(len(scores)), scores])
    beta = np.zeros(2)
    for _ in range(30):
        p = expit(x @ beta)
        information = (x * (people * p * (1 - p))[:, None]).T @ x
        beta = beta + np.linalg.solve(information, x.T @ (cases - people * p))
    p = expit(x @ beta)
    spread = float((((cases - people * p) ** 2) / (people * p * (1 - p))).sum() / (len(scores) - 2))
    return float(math.sqrt(max(spread, 1.0) * np.linalg.inv(information)[1, 1]))


def _solve(x: Floats, cases: Floats, people: Floats) -> tuple[Floats, Floats]:
    beta = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        fitted = expit(x @ beta)
        information = (x * (people * fitted * (1 - fitted))[:, None]).T @ x
        try:
            step = np.linalg.solve(information, x.T @ (cases - people * fitted))
        except np.linalg.LinAlgError:
            break
        beta = beta + np.clip(step, -4, 4)
        if np.abs(step).max() < 1e-9:
            return beta, information
        if np.abs(beta).max() > 25:
            break
    raise CannotEstimate(
        "an attribute separates the outcome, or two attributes say the same", where="regression", fix="leave one out"
    )


def _errors(sums: Floats, information: Floats, people: float) -> Floats:
    """Standard errors from the sums of scores by cluster; with one cluster, from the information alone."""
    inverse = np.linalg.inv(information)
    count, width = sums.shape
    if count < 2:
        return np.sqrt(np.diag(inverse))
    factor = count / (count - 1) * (people - 1) / max(people - width, 1)
    found: Floats = np.sqrt(np.maximum(np.diag(factor * inverse @ (sums.T @ sums) @ inverse), 0.0))
    return found
