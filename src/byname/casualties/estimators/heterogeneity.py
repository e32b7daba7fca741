"""Casualties stage: people who differ in how visible they were (heterogeneity of capture probabilities, Mth).

Goes in: capture histories and, if wished, the dependences already known. Comes out, by one more term in a log-linear
model: how strongly all lists lean together (positive dependence), which is the mark that differences between people
leave on a table, and estimates that allow for it (Darroch, Fienberg, Glonek & Junker 1993; Rivest & Baillargeon 2007).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from byname.casualties.fitting.existence import Support, design_of, support
from byname.casualties.fitting.hierarchical import Terms, main_effects
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate
from byname.errors import CannotEstimate
from byname.statistics.normal import log_normal_interval

FORMS: dict[str, Callable[[Floats], Floats]] = {
    "Darroch": lambda k: k * (k - 1) / 2,
    "Poisson": lambda k: (2.0**k - 1 - k) / 2,
    "Gamma": lambda k: np.log(3.5) - np.log(3.5 + k) + k * (np.log(4.5) - np.log(3.5)),
}
_WIDEST = 1.0  # standard deviation of the prior that keeps the term finite where no three lists overlap


@dataclass(frozen=True, slots=True)
class CommonDependence:
    """How much all lists lean together beyond a log-linear model.

    `strength` is the log odds ratio that every two lists share, with its standard error; `log_unseen` the log of the
    people on no list at that strength; `slope` by how much it moves with the strength; `spread` its standard error at
    a fixed strength.
    """

    strength: float
    standard_error: float
    log_unseen: float
    slope: float
    spread: float

    @property
    def z(self) -> float:
        """The strength in standard errors."""
        return self.strength / self.standard_error


@dataclass(frozen=True, slots=True)
class FittedTerm:
    """A term added to a model, with the log likelihood (without its constant) and the parameters of the whole."""

    dependence: CommonDependence
    log_likelihood: float
    parameters: int


def common_dependence(
    histories: CaptureHistories, model: Terms, form: str = "Darroch", prior: float = _WIDEST
) -> CommonDependence | None:
    """Fit a model with one term more that all lists share; None where the model already contains it.

    The term has a normal prior around 0 with standard deviation `prior`, which matters only where overlaps of three
    lists are too few to set it.
    """
    cells = histories.by_mask()
    found = support(cells, model)
    lists_held = np.array([int(c).bit_count() for c in np.flatnonzero(found.face)], dtype=float)
    fitted = fit_with_term(cells, found, FORMS[form](lists_held), prior)
    return fitted.dependence if fitted else None


def darroch_term(cells: Floats, found: Support) -> FittedTerm | None:
    """A model with the Darroch term that all lists share; None where it leaves the term open."""
    lists_held = np.array([int(c).bit_count() for c in np.flatnonzero(found.face)], dtype=float)
    return fit_with_term(cells, found, FORMS["Darroch"](lists_held))


def fit_with_term(cells: Floats, found: Support, term: Floats, prior: float = _WIDEST) -> FittedTerm | None:
    """Fit a model's terms and one more (`term`: its value in each cell of the face; 0 in cell 0).

    None where the model leaves the people on no list open or contains the term already.
    """
    masks = np.flatnonzero(found.face)
    design = design_of(masks, found.terms)
    if not found.identified or not np.any(term):
        return None
    rest = term - design @ np.linalg.lstsq(design, term, rcond=None)[0]
    if np.linalg.norm(rest) < 1e-8 * np.linalg.norm(term):
        return None
    penalty = np.zeros(design.shape[1] + 1)
    penalty[-1] = 1 / prior**2
    full = np.column_stack([design, term])
    beta, covariance = _fit(full, cells[masks], penalty)
    slope = covariance[0, -1] / covariance[-1, -1]
    spread = covariance[0, 0] - slope * covariance[0, -1]
    dependence = CommonDependence(
        float(beta[-1]), math.sqrt(covariance[-1, -1]), float(beta[0]), float(slope), math.sqrt(max(spread, 1e-12))
    )
    eta = np.minimum(full @ beta, 50.0)
    return FittedTerm(dependence, float((cells[masks] * eta - np.exp(eta)).sum()), full.shape[1])


def _fit(design: Floats, counts: Floats, penalty: Floats) -> tuple[Floats, Floats]:
    """Poisson regression by Newton's method with a quadratic penalty; the estimate and its covariance."""
    mu = counts + 0.5
    beta = np.linalg.lstsq(design * np.sqrt(mu)[:, None], np.sqrt(mu) * np.log(mu), rcond=None)[0]
    value = -np.inf
    for _ in range(100):
        eta = np.minimum(design @ beta, 50.0)
        mu = np.exp(eta)
        information = design.T @ (mu[:, None] * design) + np.diag(penalty)
        step = np.linalg.lstsq(information, design.T @ (counts - mu) - penalty * beta, rcond=None)[0]
        new = float((counts * eta - mu).sum() - (penalty * beta**2).sum() / 2)
        scale = 1.0 if np.abs(step).max() < 3 else 3 / np.abs(step).max()
        beta = beta + scale * step
        if abs(new - value) < 1e-10 * (1 + abs(new)):
            break
        value = new
    return beta, np.linalg.pinv(information)


def heterogeneous(histories: CaptureHistories, form: str = "Darroch", level: float = 0.95) -> MethodEstimate:
    """Estimate with lists of any size and people of differing visibility (Mth).

    `form`: the distribution of visibility that the extra term stands for, a key of FORMS. Raises CannotEstimate where
    the lists do not fix it.
    """
    start = perf_counter()
    found = common_dependence(histories, main_effects(len(histories.lists)), form, prior=10.0)
    if found is None:
        raise CannotEstimate(
            "the lists do not show how people differ in visibility", where=histories.where, fix="add a list"
        )
    unseen = math.exp(min(found.log_unseen, 40.0))
    mean_error = unseen * math.hypot(found.spread, found.slope * found.standard_error)
    error = math.sqrt(mean_error**2 + unseen)  # the people on no list are a count, which varies about its mean
    low, high = log_normal_interval(histories.observed, unseen, error, level)
    warnings = () if found.strength > 0 else ("The lists lean apart, not together; people need not differ.",)
    diagnostics: dict[str, Diagnostic] = {"common log odds ratio": found.strength, "z": found.z}
    name = f"Differing visibility, {form}"
    return MethodEstimate(name, histories.observed + unseen, low, high, perf_counter() - start, diagnostics, warnings)
