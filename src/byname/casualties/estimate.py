"""Casualties stage: one call from a table of capture histories to an estimate that says how far it can be trusted.

Goes in: capture histories or the path of their table. Comes out: an `EstimationResult`, always with an interval, the
estimators beside one another, warnings, and two plain sentences.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
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
from byname.casualties.headline import headline, people_named
from byname.casualties.histories import MOST_LISTS, CaptureHistories
from byname.casualties.overlap import list_warnings, overlap_groups
from byname.casualties.people_on_lists import PeopleOnLists, with_covariates
from byname.casualties.result import Check, EstimationResult, MethodEstimate, verdict_of
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
    histories: CaptureHistories | PeopleOnLists | str | Path,
    method: str = "auto",
    level: float = 0.95,
    seed: int = 0,
    *,
    covariates: Sequence[str] = (),
    bounds: tuple[float, float] | None = None,
) -> EstimationResult:
    """Estimate how many people there were, on lists and on none.

    `method`: "auto" or a key of METHODS; `level`: of the interval; `seed`: of anything drawn. With `covariates` the
    path is that of a table of one row a person with two 0/1 columns and these columns, and the estimate takes the lists
    for independent only among people who are alike in them; `method` is then "auto". `bounds`: of the dependence that
    no table shows, as factors of the people on no list (what published tables show where None). Raises BadSource for a
    table that is none, CannotEstimate for one list, too many lists, nobody observed, or a method that the table does
    not allow.
    """
    if covariates and isinstance(histories, str | Path):
        histories = PeopleOnLists.read(histories, covariates)
    if isinstance(histories, PeopleOnLists):
        return _with_covariates(histories, method, level, seed)
    if covariates:
        fix = "give a table of people, or leave covariates out"
        raise CannotEstimate("capture histories know nothing of each person", where="covariates", fix=fix)
    given = histories if isinstance(histories, CaptureHistories) else CaptureHistories.read(histories)
    _check(given, method, level)
    table = _named(given)
    if len(overlap_groups(table)) == len(table.lists):
        return _bound_only(table, level)
    found = headline(table, level, seed, bounds=bounds) if method == "auto" else _single(table, method, level, seed)
    warnings = dict.fromkeys((*found.warnings, *list_warnings(given), *given.notes))
    return replace(found, warnings=tuple(warnings))


def _with_covariates(people: PeopleOnLists, method: str, level: float, seed: int) -> EstimationResult:
    if method != "auto":
        fix = "leave the method or the covariates out"
        raise CannotEstimate(f"the method '{method}' takes no covariates", where=people.where, fix=fix)
    _check(people.histories, method, level)
    return with_covariates(people, level, seed)


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


def _single(table: CaptureHistories, method: str, level: float, seed: int) -> EstimationResult:
    """The estimate of one method that was asked for by name: it checks nothing."""
    found = METHODS[method](table, level, seed)
    said = f"the assumptions of '{method}' hold"
    check = Check("checks", "powerless", f"'{method}' was asked for by name and its assumptions were not checked")
    return EstimationResult(
        table.observed, found.estimate, found.low, found.high, level, found.name, verdict_of((check,)),
        found.warnings, (found,), said, found, None, (check,),
    )  # fmt: skip


def _bound_only(table: CaptureHistories, level: float) -> EstimationResult:
    """Lists that never overlap: at least so many, and no number."""
    n = table.observed
    bound = people_named(n)
    said = "no person stands on two lists, and without overlap every larger number fits as well"
    checks = (Check("overlap", "powerless", said),)
    warning = "The lists never overlap; the number of people cannot be identified."
    return EstimationResult(
        n, None, n, math.inf, level, bound.name, verdict_of(checks), (warning,), (bound,), checks=checks
    )
