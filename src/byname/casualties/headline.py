"""Casualties stage: the answer, drawn from several estimators.

Goes in: capture histories. Comes out: the conditional estimate (one average over models, under a named assumption),
the range where that assumption fails within stated bounds, and what was checked. Two lists test nothing, so they give
a range and no point.
"""

from __future__ import annotations

import math
from dataclasses import replace

from byname.casualties.consistency import list_sizes
from byname.casualties.diagnostics import (
    Examined,
    cannot_be_excluded,
    checks_of,
    copied_lists,
    responses_in_either_order,
)
from byname.casualties.estimators.averaging import ASSUMPTION, averaged_posterior, weighted_models
from byname.casualties.estimators.behaviour import behaviour_estimate
from byname.casualties.estimators.chao import chao_bound, chao_bound_by_list
from byname.casualties.estimators.chapman import chapman
from byname.casualties.estimators.graphs import graph_average
from byname.casualties.estimators.latent_class import latent_classes, most_classes
from byname.casualties.estimators.latent_class_bayes import Effort, latent_classes_bayes
from byname.casualties.estimators.loglinear import independence, log_linear
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import (
    Check,
    EstimationResult,
    MethodEstimate,
    answer_bounds,
    verdict_of,
)
from byname.casualties.sensitivity import default_bounds, dependence_range
from byname.errors import CannotEstimate

UNSEEN = (
    "No table shows people who could come onto none of the lists, lists that drew on one another, or entries joined "
    "wrongly or not joined; the number takes it that there are none."
)
INDEPENDENT = "being on one list made nobody likelier or less likely to be on the other"
TWO_LISTS = "Two lists cannot show whether they depend on each other; a third list would."
_MOST_CLASSES = 3
_LISTS_FOR_CLASSES = 8
_LISTS_FOR_GRAPHS = 5
SHORT_EFFORT = Effort(batches=2)


def headline(
    histories: CaptureHistories,
    level: float,
    seed: int,
    *,
    effort: Effort | None = SHORT_EFFORT,
    bounds: tuple[float, float] | None = None,
) -> EstimationResult:
    """Estimate with every estimator that the table allows and draw the answer from them.

    `effort`: of the sampler whose estimate is set beside the others where there is doubt; None leaves it out. The
    answer does not depend on it. `bounds`: of the dependence that no table shows, as factors of the people on no list.
    """
    if len(histories.lists) == 2:
        return two_lists(histories, level, bounds)
    try:
        seen = examined(histories, level, seed)
    except CannotEstimate as error:
        return _bound_alone(histories, level, str(error))
    conditional, checks = seen.conditional, checks_of(seen)
    verdict = verdict_of(checks)
    warnings, lower = [UNSEEN], _lower_bounds(seen.histories, level)
    methods = (conditional, *_others(seen, level), *lower)
    if verdict != "no doubt visible" and effort is not None and len(seen.histories.lists) <= _LISTS_FOR_CLASSES:
        bayes = latent_classes_bayes(seen.histories, level, seed, effort=effort)
        methods, warnings = (*methods, bayes), [*warnings, *bayes.warnings]
    found = dependence_range(conditional, histories.observed, bounds or default_bounds(len(histories.lists)))
    low, high = answer_bounds(verdict, conditional, found)
    warnings += _below_bound(low, lower)
    if seen.copied:
        methods = tuple(_with_all(method, histories.observed) for method in methods)
    value = conditional.estimate if math.isfinite(conditional.high) else None
    return EstimationResult(
        histories.observed, value, low, high, level, conditional.name, verdict, tuple(warnings),
        methods, ASSUMPTION, conditional, found, checks, seen.sizes,
    )  # fmt: skip


def examined(histories: CaptureHistories, level: float, seed: int) -> Examined:
    """The conditional estimate of three or more lists with everything that its checks look at.

    Lists that were compiled from the others are left out. Raises CannotEstimate where no model fixes a number.
    """
    copied = copied_lists(histories)
    table = histories.of_lists([name for name in histories.lists if name not in copied])
    models = weighted_models(table)
    conditional, average = averaged_posterior(table, models, level)
    if copied:
        conditional = _with_all(conditional, histories.observed)
    return Examined(
        table, models, average, conditional,
        tuple(_classes(table, level, seed)),
        responses_in_either_order(table),
        list_sizes(table, 1 - (1 - level) / len(table.lists)),
        copied,
    )  # fmt: skip


def two_lists(histories: CaptureHistories, level: float, bounds: tuple[float, float] | None = None) -> EstimationResult:
    """Two lists: a range, and no point as the answer, since nothing in the data can test that they are independent."""
    found = chapman(histories, histories.lists[0], histories.lists[1], level)
    wide = dependence_range(found, histories.observed, bounds or default_bounds(2))
    checks = (Check("independence of two lists", "powerless", "two lists leave nothing to test it with"),)
    return EstimationResult(
        histories.observed, None, wide.low, wide.high, level, found.name, verdict_of(checks),
        (TWO_LISTS, UNSEEN, *found.warnings), (found,), INDEPENDENT, found, wide, checks,
    )  # fmt: skip


def _bound_alone(histories: CaptureHistories, level: float, reason: str) -> EstimationResult:
    """What is left where no model fixes a number: a lower bound."""
    n = histories.observed
    bound = people_named(n)
    checks = (Check("a model that fixes a number", "powerless", "no log-linear model fixes the people on no list"),)
    return EstimationResult(
        n, None, float(n), math.inf, level, bound.name, verdict_of(checks), (reason, UNSEEN), (bound,), checks=checks
    )


def people_named(observed: int) -> MethodEstimate:
    """The only bound that holds whatever the lists are: there were at least those whom they name."""
    return MethodEstimate("People whom the lists name", float(observed), float(observed), math.inf)


def _with_all(conditional: MethodEstimate, observed: int) -> MethodEstimate:
    """The estimate from some of the lists, never below the people whom all lists name."""
    value, low, high = (max(float(observed), x) for x in (conditional.estimate, conditional.low, conditional.high))
    return replace(conditional, estimate=value, low=low, high=high)


def _lower_bounds(histories: CaptureHistories, level: float) -> list[MethodEstimate]:
    """Chao's lower bound for lists of any size, or for equal ones where too few people stand on two lists."""
    try:
        return [chao_bound_by_list(histories, level)]
    except CannotEstimate:
        return [chao_bound(histories, level)]


def _below_bound(low: float, lower: list[MethodEstimate]) -> list[str]:
    """Why the answer may reach below Chao's bound, where it does."""
    said = "The answer reaches below {:,.0f}, {}, which holds only if no list kept people off another."
    return [said.format(bound.low, bound.name) for bound in lower if low < bound.low]


def _others(seen: Examined, level: float) -> list[MethodEstimate]:
    """What other estimators say, to be set beside the answer."""
    table = seen.histories
    led_on = [r for r in seen.responses if cannot_be_excluded(table, seen.models, r)]
    found = [*_plain_methods(table, level), *seen.classes]
    found += [behaviour_estimate(response, table.observed, level) for response in led_on]
    return [*found, graph_average(table, level)] if len(table.lists) <= _LISTS_FOR_GRAPHS else found


def _plain_methods(histories: CaptureHistories, level: float) -> list[MethodEstimate]:
    found = []
    for method in (log_linear, independence):
        try:
            found.append(method(histories, level))
        except CannotEstimate:  # the model is not identified in this table; the others stand
            continue
    return found


def _classes(histories: CaptureHistories, level: float, seed: int) -> list[MethodEstimate]:
    lists = len(histories.lists)
    most = max(2, min(_MOST_CLASSES, most_classes(lists))) if lists <= _LISTS_FOR_CLASSES else 2
    return [latent_classes(histories, k, level, seed) for k in range(2, most + 1)]
