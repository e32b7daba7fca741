"""Casualties stage: the honest default.

Goes in: capture histories. Comes out: the headline, drawn from several estimators. It is the interval averaged over
log-linear models and over a common dependence of all lists. Where the lists lean together (positive dependence), as
they do when people differ in visibility (heterogeneity), or might without our seeing it, latent classes widen the
interval and it is called not identified.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from byname.casualties.diagnostics import cannot_be_excluded, doubts_of, responses_in_either_order
from byname.casualties.estimators.averaging import PLAIN_HIGH, WeightedModels, averaged, weighted_models
from byname.casualties.estimators.behaviour import behaviour_estimate
from byname.casualties.estimators.chao import chao_bound
from byname.casualties.estimators.chapman import chapman
from byname.casualties.estimators.graphs import graph_average
from byname.casualties.estimators.heterogeneity import common_dependence
from byname.casualties.estimators.latent_class import MIDDLE, latent_classes, most_classes
from byname.casualties.estimators.latent_class_bayes import Effort, latent_classes_bayes
from byname.casualties.estimators.loglinear import independence, log_linear
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import MethodEstimate
from byname.errors import CannotEstimate

# Chosen on populations drawn at random and on replicates kept for it (benchmarks/casualties).
DEPARTURE = 1.5  # times the log-linear upper bound of people on no list: the least that a doubt widens to
OPEN_DEPARTURE = 2.5  # the same where the classes set no upper bound at all
UNTESTABLE = (
    "The number takes it that no list led people onto another, nor kept them off; a table can show only strong cases."
)
SHRINKAGE = 0.3  # standard deviation of the common log odds ratio, where overlaps are too few to set it
_MOST_CLASSES = 3
_LISTS_FOR_CLASSES = 8
_LISTS_FOR_GRAPHS = 5
SHORT_EFFORT = Effort(batches=2)


@dataclass(frozen=True, slots=True)
class Headline:
    """The number to print first, with its interval, whether it is identified, warnings, and all estimators."""

    method: str
    estimate: float
    low: float
    high: float
    identified: bool
    warnings: tuple[str, ...]
    methods: tuple[MethodEstimate, ...]


def headline(histories: CaptureHistories, level: float, seed: int, *, effort: Effort | None = SHORT_EFFORT) -> Headline:
    """Estimate with every estimator that the table allows and draw the headline from them.

    `effort`: of the sampler whose estimate is set beside the others where there is doubt; None leaves it out. The
    headline does not depend on it.
    """
    if len(histories.lists) == 2:
        return two_lists(histories, level)
    bound = chao_bound(histories, level)
    try:
        models = weighted_models(histories)
    except CannotEstimate as error:
        return Headline(bound.name, bound.estimate, bound.low, bound.high, False, (str(error),), (bound,))
    average = averaged(histories, level, models=models)
    responses = responses_in_either_order(histories)
    doubts = doubts_of(histories, models, responses)
    classes = _classes(histories, level, seed)
    led_on = [
        behaviour_estimate(r, histories.observed, level) for r in responses if cannot_be_excluded(histories, models, r)
    ]
    methods = (average, *_plain_methods(histories, level), *classes, *led_on, bound)
    if len(histories.lists) <= _LISTS_FOR_GRAPHS:
        methods += (graph_average(histories, level),)
    if not doubts:
        return Headline(average.name, average.estimate, average.low, average.high, True, (UNTESTABLE,), methods)
    if effort is not None and len(histories.lists) <= _LISTS_FOR_CLASSES:
        bayes = latent_classes_bayes(histories, level, seed, effort=effort)
        methods, doubts = (*methods, bayes), [*doubts, *bayes.warnings]
    middle = _middle(histories, models, average, classes)
    value, low, high, warnings = _widened(histories, average, [*classes, *led_on], middle, doubts)
    return Headline("Averaged, widened by latent classes", value, low, high, False, warnings, methods)


def two_lists(histories: CaptureHistories, level: float) -> Headline:
    """Two lists: Chapman, never identified, since nothing in the data can test that the lists are independent."""
    found = chapman(histories, histories.lists[0], histories.lists[1], level)
    bound = chao_bound(histories, level)
    warnings = ("Two lists cannot show whether they are independent; a third list would.", *found.warnings)
    return Headline(found.name, found.estimate, found.low, found.high, False, warnings, (found, bound))


def _plain_methods(histories: CaptureHistories, level: float) -> list[MethodEstimate]:
    found = []
    for method in (log_linear, independence):
        try:
            found.append(method(histories, level))
        except CannotEstimate:  # the model is not identified in this table; the others stand
            continue
    return found


def _classes(histories: CaptureHistories, level: float, seed: int) -> list[MethodEstimate]:
    if len(histories.lists) > _LISTS_FOR_CLASSES:
        return []
    most = max(2, min(_MOST_CLASSES, most_classes(len(histories.lists))))  # three lists leave two classes open: wide
    return [latent_classes(histories, k, level, seed) for k in range(2, most + 1)]


def _widened(
    histories: CaptureHistories, average: MethodEstimate, others: list[MethodEstimate], middle: float, doubts: list[str]
) -> tuple[float, float, float, tuple[str, ...]]:
    """Estimate, bounds and warnings where there is doubt: the union of the averaged interval with the others."""
    n = histories.observed
    beyond = float(average.diagnostics[PLAIN_HIGH] or average.high) - n
    low = min([average.low, *(m.low for m in others)])
    high = max([average.high, n + DEPARTURE * beyond, *(m.high for m in others)])
    warnings = list(doubts)
    if math.isinf(high) and math.isfinite(average.high):
        finite = [m.high for m in others if math.isfinite(m.high)]
        high = max([average.high, n + OPEN_DEPARTURE * beyond, *finite])
        warnings.append(
            "Latent classes set no upper bound; the one given assumes that people on no list are at most "
            f"{OPEN_DEPARTURE:g} times as many as the highest log-linear bound."
        )
    return min(max(middle, low), high), low, high, tuple(warnings)


def _middle(
    histories: CaptureHistories, models: WeightedModels, average: MethodEstimate, classes: list[MethodEstimate]
) -> float:
    """The median of what log-linear models, differing visibility of two shapes and the latent classes expect.

    Log-linear models alone lie low where people differ, classes alone anywhere.
    """
    n, best = histories.observed, models.models[0].terms
    found = [average.estimate]
    for form in ("Darroch", "Poisson"):
        shape = common_dependence(histories, best, form, SHRINKAGE)
        found.append(n + math.exp(min(shape.log_unseen, 40.0)) if shape else average.estimate)
    return float(np.median([*found, *(float(c.diagnostics[MIDDLE] or c.estimate) for c in classes)]))
