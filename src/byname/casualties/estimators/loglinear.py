"""Casualties stage: Poisson log-linear models of capture histories (Fienberg 1972; Cormack 1989).

Goes in: capture histories. Comes out: the hierarchical models ordered by BIC or AIC, each with the people it expects
on no list; models whose maximum likelihood does not exist, or that leave that number open, are told apart exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Literal

import numpy as np
from scipy.stats import chi2

from byname.casualties.fitting.existence import support
from byname.casualties.fitting.hierarchical import (
    MOST_ENUMERATED,
    Terms,
    hierarchical_models,
    interactions,
    main_effects,
    neighbours,
    notation,
)
from byname.casualties.fitting.poisson_fit import FITTED, Floats, Masks, fit_many, fit_terms
from byname.casualties.fitting.profile import FARTHEST, profile_interval
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate
from byname.errors import CannotEstimate

Criterion = Literal["bic", "aic"]
ENTRY_P_VALUE = 0.02  # Chan, Silverman & Vincent (2021), section 3
MOST_FULL_ORDER = 6  # lists up to which interactions of every order are tried
MANY_LISTS = 8  # beyond, tables are so large that the search keeps to a narrow path
_MOST_SETTLED = 300
_BEAM, _NARROW_BEAM = 20, 2  # 20 found the best model of five lists in 59 of 59 random populations
_MOST_WALKED = 2500  # models; tables of pure noise would lead the search on towards the saturated model


@dataclass(frozen=True, slots=True)
class FittedModel:
    """One model at its maximum likelihood; `unseen` are the people it expects on no list.

    `log_likelihood` is Poisson's without its constant; `parameters` counts every term, those at minus infinity too.
    """

    terms: Terms
    log_likelihood: float
    parameters: int
    unseen: float

    def criterion(self, name: Criterion, observed: int) -> float:
        """BIC (with the number of people observed) or AIC; smaller is better."""
        return (math.log(observed) if name == "bic" else 2.0) * self.parameters - 2 * self.log_likelihood


def log_linear(
    histories: CaptureHistories, level: float = 0.95, *, criterion: Criterion = "bic", most_order: int | None = None
) -> MethodEstimate:
    """Choose the best hierarchical model and estimate from it, with its profile interval.

    All models are compared for up to five lists; from six on a beam search walks from model to model. Raises
    CannotEstimate where no model identifies the people on no list.
    """
    start = perf_counter()
    models = ranked_models(histories, criterion=criterion, most_order=most_order)
    best, n = models[0], histories.observed
    low, high = profile_interval(histories.by_mask(), support(histories.by_mask(), best.terms), best.unseen, level)
    diagnostics: dict[str, Diagnostic] = {
        "model": notation(best.terms),
        str(criterion): best.criterion(criterion, n),
        "deviance": deviance(histories, best),
        "models compared": len(models),
    }
    name = f"Log-linear, {criterion.upper()}"
    return MethodEstimate(name, n + best.unseen, n + low, n + high, perf_counter() - start, diagnostics)


def independence(histories: CaptureHistories, level: float = 0.95) -> MethodEstimate:
    """Estimate as if the lists were independent and everyone equally visible (Mt), with the profile interval."""
    return one_model(histories, main_effects(len(histories.lists)), "Independent lists", level)


def one_model(histories: CaptureHistories, terms: Terms, name: str, level: float = 0.95) -> MethodEstimate:
    """Estimate from one given model, with its profile interval; CannotEstimate where it identifies nothing."""
    start = perf_counter()
    cells = histories.by_mask()
    fitted = fitted_exactly(cells, terms)
    if fitted is None:
        raise CannotEstimate(
            f"the model {notation(terms)} leaves the people on no list open",
            where=histories.where,
            fix="choose another",
        )
    low, high = profile_interval(cells, support(cells, terms), fitted.unseen, level)
    n = histories.observed
    diagnostics: dict[str, Diagnostic] = {"model": notation(terms), "deviance": deviance(histories, fitted)}
    return MethodEstimate(name, n + fitted.unseen, n + low, n + high, perf_counter() - start, diagnostics)


def deviance(histories: CaptureHistories, model: FittedModel) -> float:
    """Twice the log likelihood that the saturated model has more."""
    counts = histories.counts[histories.counts > 0].astype(float)
    return max(0.0, 2 * (float((counts * np.log(counts) - counts).sum()) - model.log_likelihood))


def ranked_models(
    histories: CaptureHistories, *, criterion: Criterion = "bic", most_order: int | None = None
) -> list[FittedModel]:
    """The models that identify the people on no list, best first.

    `most_order`: the largest interaction; full order for up to six lists, pairs for more. All models are compared for
    up to five lists; six have 7.8 million, and from six on a beam search walks from the best models found to their
    neighbours. Models far from the best are not checked for a maximum at infinity and are left out.
    """
    if len(histories.lists) < 2:
        raise CannotEstimate("one list alone says nothing of those it lacks", where=histories.where, fix="add a list")
    found = _ranked(histories.by_mask().tobytes(), len(histories.lists), criterion, most_order)
    if not found:
        raise CannotEstimate(
            "no log-linear model fixes the number of people on no list",
            where=histories.where,
            fix="add a list that overlaps with the others",
        )
    return list(found)


@lru_cache(maxsize=32)  # the headline asks for the same models several times
def _ranked(table: bytes, lists: int, criterion: Criterion, most_order: int | None) -> tuple[FittedModel, ...]:
    cells = np.frombuffer(table)
    if lists <= MOST_ENUMERATED:
        return tuple(fit_models(cells, hierarchical_models(lists, most_order or lists - 1), criterion))
    return tuple(beam_search(cells, lists, most_order or (lists - 1 if lists <= MOST_FULL_ORDER else 2), criterion))


def fit_models(cells: Floats, models: Sequence[Terms], criterion: Criterion) -> list[FittedModel]:
    """Fit models and order them.

    Those whose fit ran to a boundary are settled exactly, the best first, as long as they could still be the best and
    up to a few hundred of them; the others are left out.
    """
    n = int(cells.sum())
    terms, sizes = padded(models)
    values, missing, states = np.zeros(len(models)), np.zeros(len(models)), np.zeros(len(models), dtype=np.int64)
    fit_many(cells, terms, sizes, values, missing, states)
    good = [
        FittedModel(model, float(v), len(model), float(u))
        for model, v, u, state in zip(models, values, missing, states, strict=True)
        if state == FITTED and u < FARTHEST * n  # beyond, the table does not fix the number at all
    ]
    best = min((m.criterion(criterion, n) for m in good), default=math.inf)
    open_ones = [
        FittedModel(models[i], float(values[i]), len(models[i]), 0.0)
        for i in map(int, np.flatnonzero(states != FITTED))
    ]
    open_ones.sort(key=lambda m: m.criterion(criterion, n))
    for doubtful in open_ones[:_MOST_SETTLED]:
        if doubtful.criterion(criterion, n) > best + 1.0:
            break
        exact = fitted_exactly(cells, doubtful.terms)
        if exact is not None:
            good.append(exact)
            best = min(best, exact.criterion(criterion, n))
    return sorted(good, key=lambda m: (m.criterion(criterion, n), m.parameters, m.terms))


def padded(models: Sequence[Terms]) -> tuple[Masks, Masks]:
    """The models as one array, models x longest, and the number of terms of each."""
    sizes = np.array([len(model) for model in models], dtype=np.int64)
    terms = np.zeros((len(models), int(sizes.max())), dtype=np.int64)
    for row, model in zip(terms, models, strict=True):
        row[: len(model)] = model
    return terms, sizes


def fitted_exactly(cells: Floats, model: Terms) -> FittedModel | None:
    """The maximum likelihood in the closure of the model, or None where it leaves the people on no list open."""
    found = support(cells, model)
    if not found.identified:
        return None
    beta = np.zeros(len(found.terms))
    status, value, _ = fit_terms(cells, found.face, found.terms, beta, False)
    if status != FITTED or beta[0] > math.log(FARTHEST * float(cells.sum())):
        return None
    return FittedModel(model, value, len(model), math.exp(beta[0]))


def beam_search(cells: Floats, lists: int, most_order: int, criterion: Criterion) -> list[FittedModel]:
    """Walk from the best models found to their neighbours until none of the best has a neighbour left to try.

    A neighbour has one interaction more or fewer, so an interaction of three lists is reached through its pairs. The
    walk ends early after some thousands of models.
    """
    n, width = int(cells.sum()), _BEAM if lists <= MANY_LISTS else _NARROW_BEAM
    frontier: list[Terms] = [main_effects(lists)]
    seen: set[Terms] = set(frontier)
    found: list[FittedModel] = []
    while frontier and len(seen) < _MOST_WALKED:
        found = sorted([*found, *fit_models(cells, frontier, criterion)], key=lambda m: m.criterion(criterion, n))
        best = [model.terms for model in found[:width]] or frontier[:width]
        reached = {terms for model in best for terms in neighbours(model, lists, most_order)}
        frontier = sorted(reached - seen)
        seen |= reached
    return found


def stepwise(
    histories: CaptureHistories,
    level: float = 0.95,
    *,
    p_value: float = ENTRY_P_VALUE,
    pairs: Sequence[int] | None = None,
) -> MethodEstimate:
    """Add pairs of lists one by one while the best of them is significant (Chan, Silverman & Vincent 2021, section
    3). `pairs`: those that may be added, as masks; all of them unless given.
    """
    cells, lists = histories.by_mask(), len(histories.lists)
    model, candidates = main_effects(lists), list(interactions(lists, 2) if pairs is None else pairs)
    fitted = fitted_exactly(cells, model)
    while candidates:
        tried = [(fitted_exactly(cells, (*model, pair)), pair) for pair in candidates]
        admissible = [(new, pair) for new, pair in tried if new is not None]
        if not admissible:
            break
        best, pair = max(admissible, key=lambda item: item[0].log_likelihood)
        gain = best.log_likelihood - fitted.log_likelihood if fitted else math.inf
        if chi2.sf(2 * gain, 1) > p_value:
            break
        model, fitted = (*model, pair), best
        candidates.remove(pair)
    return one_model(histories, model, "Log-linear, stepwise", level)
