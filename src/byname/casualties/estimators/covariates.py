"""Casualties stage: two lists and what is known of each person (Das, Kennedy & Jewell 2021).

Goes in: one row a person with two 0/1 columns and covariates. Comes out: a doubly robust estimate of the population,
which needs the two lists to be independent only among people who are alike in the covariates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter

import numpy as np
import polars as pl

from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.result import MethodEstimate
from byname.errors import BadSource, CannotEstimate
from byname.statistics.normal import normal_quantile

_FOLDS = 5
_LEAST = 0.005  # the smallest chance of being on both lists that is believed
_RIDGE = 1e-3


def doubly_robust(
    people: pl.DataFrame, first: str, second: str, covariates: Sequence[str], level: float = 0.95, seed: int = 0
) -> MethodEstimate:
    """Estimate from two lists with covariates.

    `people`: one row a person on either list; `first`, `second`: its 0/1 columns; `covariates`: numbers are
    standardised, words become classes, missing values a class of their own. Chances are fitted by multinomial
    regression on other folds than they are used on. Raises CannotEstimate where nobody is on both lists.
    """
    start = perf_counter()
    one, two = (_on_list(people, name) for name in (first, second))
    if not ((one + two) > 0).all():
        raise BadSource("a person is on neither list", where="people", fix="leave out people on neither list")
    if (one * two).sum() < 2 * _FOLDS:
        raise CannotEstimate("too few people are on both lists", where=f"{first}, {second}", fix="use longer lists")
    design = _design(people.select(covariates))
    kind = (one + 2 * two - 1).astype(np.int64)  # 0 first only, 1 second only, 2 both
    fold = np.random.default_rng(seed).permutation(len(kind)) % _FOLDS
    chances = np.empty((len(kind), 3))
    for f in range(_FOLDS):
        chances[fold == f] = _probabilities(design[fold == f], _regress(design[fold != f], kind[fold != f]))
    both = np.maximum(chances[:, 2], _LEAST)
    q1, q2 = np.minimum(chances[:, 0] + both, 1.0), np.minimum(chances[:, 1] + both, 1.0)
    influence = q1 * q2 / both * (one / q1 + two / q2 - one * two / both)  # their theorem 2
    n = len(kind)
    inverse = max(float(influence.mean()), 1.0)
    population, seen = n * inverse, 1 / inverse
    error = math.sqrt(population * (seen * float(influence.var()) + (1 - seen) / seen))
    reach = normal_quantile(level) * error
    raised = int((chances[:, 2] < _LEAST).sum())
    warnings = (f"{raised} people are so unlikely on both lists that their chance was raised.",) if raised else ()
    return MethodEstimate(
        f"Doubly robust, {first} and {second}", population, max(float(n), population - reach), population + reach,
        perf_counter() - start, {"standard error": error, "covariates": design.shape[1] - 1}, warnings,
    )  # fmt: skip


def _on_list(people: pl.DataFrame, name: str) -> Floats:
    column = people[name].cast(pl.Float64, strict=False)
    if column.is_null().any() or not column.is_in([0.0, 1.0]).all():
        raise BadSource("the column holds something other than 0 and 1", where=f"column '{name}'", fix="give 0 or 1")
    return column.to_numpy()


def _design(covariates: pl.DataFrame) -> Floats:
    parts = [np.ones((len(covariates), 1))]
    for column in covariates:
        if column.dtype.is_numeric() and not column.is_null().any():
            values = column.cast(pl.Float64).to_numpy()
            parts.append(((values - values.mean()) / (values.std() or 1.0))[:, None])
        else:
            words = column.cast(pl.String).fill_null("not known")
            kinds = words.unique().sort()
            parts += [(words == kind).to_numpy()[:, None].astype(float) for kind in kinds[1:]]
    return np.concatenate(parts, axis=1)


def _probabilities(design: Floats, coefficients: Floats) -> Floats:
    score = np.column_stack([np.zeros(len(design)), design @ coefficients])
    score -= score.max(axis=1, keepdims=True)
    weight = np.exp(score)
    result: Floats = weight / weight.sum(axis=1, keepdims=True)
    return result


def _regress(design: Floats, kind: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    """Multinomial logistic regression on three kinds by Newton's method, with a slight ridge."""
    p = design.shape[1]
    beta = np.zeros((p, 2))
    wanted = np.column_stack([kind == 1, kind == 2]).astype(float)
    for _ in range(50):
        chance = _probabilities(design, beta)[:, 1:]
        gradient = design.T @ (wanted - chance) - _RIDGE * len(kind) * beta * (np.arange(p) > 0)[:, None]
        information = np.empty((2 * p, 2 * p))
        for a in range(2):
            for b in range(2):
                weight = chance[:, a] * ((a == b) - chance[:, b])
                information[a * p : (a + 1) * p, b * p : (b + 1) * p] = design.T @ (weight[:, None] * design)
        information += _RIDGE * len(kind) * np.eye(2 * p)
        step = np.linalg.solve(information, gradient.T.reshape(-1)).reshape(2, p).T
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            break
    return beta
