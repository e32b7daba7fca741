"""Casualties stage: one call from a table of capture histories to an estimate that says how far it can be trusted.

Goes in: capture histories or the path of their table. Comes out: an `EstimationResult`, always with an interval, the
estimators beside one another, warnings, and two plain sentences.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from byname.casualties.estimators.averaging import averaged
from byname.casualties.estimators.behaviour import behaviour
from byname.casualties.estimators.bootstrap import bootstrap_estimate
from byname.casualties.estimators.chao import chao_bound, chao_bound_by_list, chao_bound_by_order
from byname.casualties.estimators.chapman import chapman
from byname.casualties.estimators.graphs import graph_average
from byname.casualties.estimators.heterogeneity import heterogeneous
from byname.casualties.estimators.latent_class import latent_classes
from byname.casualties.estimators.latent_class_bayes import latent_classes_bayes
from byname.casualties.estimators.loglinear import independence, log_linear, stepwise
from byname.casualties.estimators.sample_coverage import sample_coverage
from byname.casualties.headline import Headline, headline
from byname.casualties.histories import MOST_LISTS, CaptureHistories
from byname.casualties.overlap import list_warnings, overlap_groups
from byname.casualties.people_on_lists import PeopleOnTwoLists, with_covariates
from byname.casualties.result import EstimationResult, MethodEstimate
from byname.errors import CannotEstimate

Estimator = Callable[[CaptureHistories, float, int], MethodEstimate]


def _chapman(histories: CaptureHistories, level: float, seed: int) -> MethodEstimate:
    if len(histories.lists) != 2:
        raise CannotEstimate(
            f"Chapman's estimator takes two lists, not {len(histories.lists)}",
            where=histories.where,
            fix="choose 'auto'",
        )
    return chapman(histories, histories.lists[0], histories.lists[1], level)


METHODS: dict[str, Estimator] = {
    "behaviour": lambda h, level, seed: behaviour(h, level),
    "bootstrap": bootstrap_estimate,
    "chao": lambda h, level, seed: chao_bound(h, level),
    "chao-by-list": lambda h, level, seed: chao_bound_by_list(h, level),
    "chao-by-order": lambda h, level, seed: chao_bound_by_order(h, level),
    "chapman": _chapman,
    "graphs": lambda h, level, seed: graph_average(h, level),
    "heterogeneous": lambda h, level, seed: heterogeneous(h, level=level),
    "independence": lambda h, level, seed: independence(h, level),
    "latent-classes": lambda h, level, seed: latent_classes(h, 2, level, seed),
    "latent-classes-bayes": latent_classes_bayes,
    "loglinear": lambda h, level, seed: log_linear(h, level),
    "loglinear-aic": lambda h, level, seed: log_linear(h, level, criterion="aic"),
    "loglinear-average": lambda h, level, seed: averaged(h, level),
    "sample-coverage": sample_coverage,
    "stepwise": lambda h, level, seed: stepwise(h, level),
}


def estimate(
    histories: CaptureHistories | PeopleOnTwoLists | str | Path,
    method: str = "auto",
    level: float = 0.95,
    seed: int = 0,
    *,
    covariates: Sequence[str] = (),
) -> EstimationResult:
    """Estimate how many people there were, on lists and on none.

    `method`: "auto" or a key of METHODS; `level`: of the interval; `seed`: of anything drawn. With `covariates` the
    path is that of a table of one row a person with two 0/1 columns and these columns, and the estimate takes the lists
    for independent only among people who are alike in them; `method` is then "auto". Raises BadSource for a table that
    is none, CannotEstimate for one list, too many lists, nobody observed, or a method that the table does not allow.
    """
    if covariates and isinstance(histories, str | Path):
        histories = PeopleOnTwoLists.read(histories, covariates)
    if isinstance(histories, PeopleOnTwoLists):
        return _with_covariates(histories, method, level, seed)
    if covariates:
        fix = "give a table of people, or leave covariates out"
        raise CannotEstimate("capture histories know nothing of each person", where="covariates", fix=fix)
    given = histories if isinstance(histories, CaptureHistories) else CaptureHistories.read(histories)
    _check(given, method, level)
    table = _named(given)
    if len(overlap_groups(table)) == len(table.lists):
        return _bound_only(table, level)
    found = headline(table, level, seed) if method == "auto" else _single(METHODS[method](table, level, seed))
    warnings = (*found.warnings, *list_warnings(given), *given.notes)
    return _result(table, found, warnings, level)


def _with_covariates(people: PeopleOnTwoLists, method: str, level: float, seed: int) -> EstimationResult:
    if method != "auto":
        fix = "leave the method or the covariates out"
        raise CannotEstimate(f"the method '{method}' takes no covariates", where=people.where, fix=fix)
    table = people.histories
    _check(table, method, level)
    found = with_covariates(people, level, seed)
    return _result(table, found, found.warnings, level)


def _check(table: CaptureHistories, method: str, level: float) -> None:
    if method != "auto" and method not in METHODS:
        known = ", ".join(["auto", *METHODS])
        raise CannotEstimate(f"there is no method '{method}'", where=table.where, fix=f"choose one of {known}")
    if not 0.5 <= level < 1:
        raise CannotEstimate(f"an interval cannot have the level {level}", where=table.where, fix="choose 0.95")
    if len(table.lists) < 2:
        raise CannotEstimate("one list alone says nothing of those it lacks", where=table.where, fix="add a list")
    if len(table.lists) > MOST_LISTS:
        table.by_mask()
    if not table.observed:
        raise CannotEstimate("nobody stands on any list", where=table.where, fix="check the column `count`")


def _named(table: CaptureHistories) -> CaptureHistories:
    """The table without lists that name nobody, of which the warnings speak."""
    sizes = table.patterns.T.astype(np.int64) @ table.counts
    named = [name for name, size in zip(table.lists, sizes, strict=True) if size]
    if len(named) < 2:
        raise CannotEstimate("only one list names anybody", where=table.where, fix="add a list")
    return table if len(named) == len(table.lists) else table.of_lists(named)


def _single(method: MethodEstimate) -> Headline:
    identified = math.isfinite(method.high) and "lower bound" not in method.name
    return Headline(method.name, method.estimate, method.low, method.high, identified, method.warnings, (method,))


def _bound_only(table: CaptureHistories, level: float) -> EstimationResult:
    """Lists that never overlap: at least so many, and no number."""
    n = table.observed
    bound = chao_bound(table, level)
    bound = MethodEstimate(bound.name, bound.estimate, n, math.inf, 0.0, bound.diagnostics)
    sentences = (
        f"The lists name {n:,} people and no person stands on two of them, so there were at least {n:,}.",
        "How many stand on no list cannot be identified: without overlap every larger number fits as well.",
    )
    warning = "The lists never overlap; the number of people cannot be identified."
    return EstimationResult(n, None, n, math.inf, level, bound.name, False, (warning,), (bound,), sentences)


def _result(table: CaptureHistories, found: Headline, warnings: tuple[str, ...], level: float) -> EstimationResult:
    n = table.observed
    return EstimationResult(
        n,
        found.estimate,
        found.low,
        found.high,
        level,
        found.method,
        found.identified,
        tuple(dict.fromkeys(warnings)),
        found.methods,
        _sentences(n, found, level),
    )


def _sentences(observed: int, found: Headline, level: float) -> tuple[str, str]:
    if math.isfinite(found.high):
        span = f"between {found.low:,.0f} and {found.high:,.0f} ({level:.0%} interval)"
    else:
        span = f"more than {found.low:,.0f}, with no upper bound the data can set ({level:.0%} interval)"
    first = f"The lists name {observed:,} people; with those on no list there were about {found.estimate:,.0f}, {span}."
    if found.identified:
        return first, "The estimators agree, so the interval rests on the data more than on the choice of model."
    reason = found.warnings[0].rstrip(".") if found.warnings else "the estimators do not agree"
    return first, f"The number is not firmly identified: {reason[0].lower()}{reason[1:]}."
