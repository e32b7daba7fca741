"""Casualties stage: what in a table of capture histories speaks against its conditional estimate.

Goes in: capture histories and the average over models. Comes out: named checks, each passed, failed or powerless, with
what was found. People may differ in how visible they were (heterogeneity), be led from list to list (behavioural
response), or be copied from one list onto another; good models may contradict each other, or a list's known size the
others; or the table may be too thin to show any of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, poisson

from byname.casualties.estimators.averaging import PRIOR_DIFFER, Posterior, WeightedModels
from byname.casualties.estimators.behaviour import Behaviour, response_to_lists
from byname.casualties.estimators.latent_class import FITS
from byname.casualties.estimators.loglinear import deviance, ranked_models
from byname.casualties.fitting.hierarchical import main_effects
from byname.casualties.histories import CaptureHistories
from byname.casualties.overlap import overlap_groups, shared
from byname.casualties.result import Check, ListSize, MethodEstimate
from byname.errors import CannotEstimate

# Conventional limits, none of them fitted to a table: what they let through is measured in benchmarks/casualties.
EVIDENCE = 3.0  # a Bayes factor below which a table says nothing worth mention (Kass & Raftery 1995)
POOR_FIT = 0.001  # p-value
GOOD_MODEL = 0.05  # share of the weight that makes a model a good one
FAR_APART = 1.5  # ratio of the people in all of two good models that contradict each other
RESPONDING = 2.0  # standard errors of a response to earlier lists before it counts
COPIED = 1 / 4  # of the people of its own that a list should have, below which it looks compiled from the others
FEW_OF_ITS_OWN = 1 / 4  # of a list's people, above which it was not compiled from the others
SURELY = 0.001  # p-value of so few people of its own
LOOSE = 4.0  # ratio of the bounds of people on no list beyond which a table fixes no number

FEWEST_LISTS = 4  # three lists leave one cell to test with once their pairs are free

FIT, AGREEMENT, VISIBILITY, CLASSES = "fit", "agreement of models", "equal visibility", "latent classes"
RESPONSE, CONNECTION, SIZES, OWN_PEOPLE, PRECISION = (
    "response to earlier lists",
    "connected lists",
    "known sizes",
    "people of its own",
    "precision",
)


@dataclass(frozen=True, slots=True)
class Examined:
    """All that the checks look at: the table, its models, their average, and what stands beside it.

    `copied` are lists that the table leaves out, for having hardly anyone of their own.
    """

    histories: CaptureHistories
    models: WeightedModels
    average: Posterior
    conditional: MethodEstimate
    classes: tuple[MethodEstimate, ...]
    responses: tuple[Behaviour, ...]
    sizes: tuple[ListSize, ...]
    copied: tuple[str, ...] = ()


def checks_of(examined: Examined) -> tuple[Check, ...]:
    """Every check with what it found."""
    return (
        _fit(examined),
        _agreement(examined),
        _visibility(examined),
        _classes(examined),
        _response(examined),
        _connection(examined),
        _sizes(examined),
        _own_people(examined),
        _precision(examined),
    )


def _fit(examined: Examined) -> Check:
    best = examined.models.models[0]
    freedom = 2 ** len(examined.histories.lists) - 1 - best.parameters
    if freedom <= 0:
        return Check(FIT, "powerless", "the best model leaves no cell of the table to test it with")
    p = float(chi2.sf(deviance(examined.histories, best), freedom))
    if p < POOR_FIT:
        return Check(FIT, "failed", f"no log-linear model that was tried fits the table well (p = {p:.1g})")
    return Check(FIT, "passed", f"the best model fits the table (p = {p:.2g})")


def _agreement(examined: Examined) -> Check:
    n, found = examined.histories.observed, examined.models
    least = min(GOOD_MODEL, float(found.weights.max()))
    good = [n + m.unseen for m, w in zip(found.models, found.weights, strict=True) if w >= least]
    said = f"models that fit about equally well expect {min(good):,.0f} to {max(good):,.0f} people"
    return Check(AGREEMENT, "failed" if max(good) > FAR_APART * min(good) else "passed", said)


def _visibility(examined: Examined) -> Check:
    chance, before = examined.average.probability_alike, 1 - PRIOR_DIFFER
    said = (
        f"that people are alike in visibility has a probability of {chance:.2f}; before the table it was {before:.2f}"
    )
    if len(examined.histories.lists) < FEWEST_LISTS:
        return Check(
            VISIBILITY, "powerless", "three lists cannot tell lists that depend on each other from people who differ"
        )
    return Check(VISIBILITY, "passed" if chance >= before else "failed", said)


def _classes(examined: Examined) -> Check:
    if not examined.classes:
        return Check(CLASSES, "powerless", "latent classes were not fitted")
    ours = examined.conditional
    fitting = [c for c in examined.classes if float(c.diagnostics[FITS] or 0.0) >= POOR_FIT]
    if not fitting:
        return Check(CLASSES, "passed", "no model of latent classes fits the table")
    apart = [c for c in fitting if c.low > ours.high or c.high < ours.low]
    if apart:
        said = f"{apart[0].name.lower()} expect {_bounds(apart[0])}, wholly outside {_bounds(ours)}"
        return Check(CLASSES, "failed", said)
    return Check(CLASSES, "passed", f"the intervals of {len(fitting)} models of latent classes overlap with it")


def _bounds(method: MethodEstimate) -> str:
    return f"{method.low:,.0f} or more" if math.isinf(method.high) else f"{method.low:,.0f} to {method.high:,.0f}"


def _response(examined: Examined) -> Check:
    """Whether a response to earlier lists, on lists otherwise independent, rivals the best log-linear model by BIC."""
    if not examined.responses:
        return Check(RESPONSE, "powerless", "the lists do not show whether one led people onto another")
    n = examined.histories.observed
    limit = examined.models.models[0].criterion("bic", n) + math.log(n) - RESPONDING**2
    if any(response.bic(n) < limit for response in examined.responses):
        return Check(
            RESPONSE, "failed", "standing on one list seems to have changed the chance of coming onto later ones"
        )
    return Check(RESPONSE, "passed", "no sign that standing on one list changed the chance of coming onto later ones")


def _connection(examined: Examined) -> Check:
    groups = len(overlap_groups(examined.histories))
    if groups > 1:
        return Check(CONNECTION, "failed", f"the lists fall into {groups} groups that share nobody")
    return Check(CONNECTION, "passed", "every list shares people with another")


def _sizes(examined: Examined) -> Check:
    sizes, lists = examined.sizes, len(examined.histories.lists)
    if len(sizes) < 2 or lists < FEWEST_LISTS:
        return Check(SIZES, "powerless", "too few lists overlap for the others to say how long one of them is")
    wrong = [size for size in sizes if not size.held]
    if wrong:
        one = wrong[0]
        said = f"{one.name} has {one.size:,} people, the other lists expect {one.low:,.0f} to {one.high:,.0f}"
        return Check(SIZES, "failed", said)
    return Check(SIZES, "passed", f"the known size of {len(sizes)} lists lies where the others expect it")


def _own_people(examined: Examined) -> Check:
    if examined.copied:
        names = ", ".join(examined.copied)
        said = f"{names} has hardly anyone of its own and seems compiled from the others; it was left out"
        return Check(OWN_PEOPLE, "failed", said)
    if len(examined.histories.lists) < FEWEST_LISTS:
        return Check(OWN_PEOPLE, "powerless", "three lists are too few to say whether one was compiled from the others")
    return Check(OWN_PEOPLE, "passed", "no list has so few people of its own that it seems compiled from the others")


def _precision(examined: Examined) -> Check:
    n, found = examined.histories.observed, examined.conditional
    low, high = max(found.low - n, 1.0), max(found.high - n, 1.0)
    loose = math.isinf(high) or high > LOOSE * low
    said = f"between {low:,.0f} and {high:,.0f} people on no list" if not math.isinf(high) else "no upper bound"
    return Check(PRECISION, "powerless" if loose else "passed", said)


def responses_in_either_order(histories: CaptureHistories) -> tuple[Behaviour, ...]:
    """The response to earlier lists with the lists from first to last and from last to first, where they fix it."""
    found = [response_to_lists(histories, backwards=backwards) for backwards in (False, True)]
    return tuple(response for response in found if response is not None)


def cannot_be_excluded(histories: CaptureHistories, models: WeightedModels, response: Behaviour) -> bool:
    """Whether the response fits about as well as the best log-linear model (AIC within 2, the price of one term)."""
    ours = response.fitted.parameters - response.fitted.log_likelihood
    return 2 * ours <= models.models[0].criterion("aic", histories.observed) + 2.0


def copied_lists(histories: CaptureHistories) -> tuple[str, ...]:
    """Lists that have hardly anyone of their own: far fewer than their share of the people whom no other list names.

    A list that drew on the others (an aggregator) tells nothing of those they lack, and hides that they lack any. Lists
    are looked for one at a time, the most striking first, while three others remain.
    """
    found: list[str] = []
    table = histories
    while len(table.lists) > 3:
        shares = {name: _share_of_own(table, name) for name in table.lists}
        name, share = min(shares.items(), key=lambda item: (item[1], item[0]))
        if share >= COPIED:
            break
        found.append(name)
        table = table.without_list(name)
    return tuple(found)


def _share_of_own(histories: CaptureHistories, name: str) -> float:
    """The people whom only this list names as a share of those it should have; 1 where the table cannot tell.

    The people whom the other lists lack are taken at the fewest that independence or their best model expects, so that
    no list is blamed for what differences between people do.
    """
    column = histories.lists.index(name)
    held = histories.patterns[:, column] == 1
    alone = int(histories.counts[held & (histories.patterns.sum(axis=1) == 1)].sum())
    inside = int(histories.counts[held].sum()) - alone
    others = histories.without_list(name)
    if alone > FEW_OF_ITS_OWN * (alone + inside) or not others.observed or int(np.diag(shared(others)).min()) == 0:
        return 1.0
    try:
        models = ranked_models(others, most_order=2)
    except CannotEstimate:
        return 1.0
    independent = [model.unseen for model in models if model.terms == main_effects(len(others.lists))]
    wanted = inside / others.observed * min(models[0].unseen, *independent, math.inf)
    return alone / wanted if poisson.cdf(alone, wanted) < SURELY else 1.0
