"""Casualties stage: latent classes by likelihood (Goodman 1974; Pledger 2000).

Goes in: capture histories. Comes out: an estimate for a population of a few hidden classes of people, each with
chances of its own of standing on each list. Its profile interval is wide, often without upper end, because few lists
say little of a class that was hardly seen; that width is the truth about heterogeneity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy.stats import chi2

from byname.casualties.fitting.class_fit import Floats, class_profile
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate
from byname.errors import CannotEstimate
from byname.statistics.normal import normal_quantile

FARTHEST = 100.0  # times the people observed; beyond it the interval has no upper end
FITS = "p-value of the fit"
_STARTS = 6  # and then half as many again until none of them raises the profile
_MOST_STARTS = 30
_RAISED = 0.02  # log likelihood, near the top of the profile
_NEAR_TOP = 6.0
_STEPS = 1500
_TOLERANCE = 1e-4  # gain in log likelihood that ends a climb; larger for more than 100,000 people
_POINTS = 48


@dataclass(frozen=True, slots=True)
class ClassProfile:
    """The profile log likelihood over a grid of people on no list, for one number of classes."""

    classes: int
    unseen: Floats
    values: Floats

    @property
    def best(self) -> float:
        """Where the likelihood is highest."""
        return float(self.unseen[int(np.argmax(self.values))])

    def interval(self, level: float) -> tuple[float, float]:
        """The numbers whose likelihood is not too far below the highest; infinite where it never falls so far."""
        inside = np.flatnonzero(self.values >= self.values.max() - normal_quantile(level) ** 2 / 2)
        first, last = int(inside[0]), int(inside[-1])
        cut = self.values.max() - normal_quantile(level) ** 2 / 2
        low = 0.0 if first == 0 else self._between(first - 1, first, cut)
        high = math.inf if last == len(self.unseen) - 1 else self._between(last + 1, last, cut)
        return low, high

    def _between(self, outside: int, inside: int, cut: float) -> float:
        share = (cut - self.values[outside]) / (self.values[inside] - self.values[outside])
        a, b = math.log(self.unseen[outside]), math.log(self.unseen[inside])
        return math.exp(a + share * (b - a))


def most_classes(lists: int) -> int:
    """How many classes as many lists can tell apart: parameters may not exceed the cells observed."""
    return max(1, ((1 << lists) - 1) // (lists + 1))


def class_likelihood(histories: CaptureHistories, classes: int, seed: int = 0) -> ClassProfile:
    """Profile the likelihood of a number of classes over the people on no list."""
    cells = histories.by_mask()
    n, lists = histories.observed, len(histories.lists)
    unseen = n * np.exp(np.linspace(math.log(0.02), math.log(FARTHEST), _POINTS))
    values = np.full(_POINTS, -np.inf)
    before = values
    tolerance = _TOLERANCE * max(1.0, n / 1e5)
    random = np.random.default_rng([seed, classes])
    crude = np.clip(histories.patterns.T @ histories.counts / n, 1e-3, 0.999)
    for start in range(_MOST_STARTS):
        if start >= _STARTS and (start - _STARTS) % (_STARTS // 2) == 0:
            if start > _STARTS and not _raised(before, values):
                break
            before = values.copy()
        shares = random.dirichlet(np.full(classes, 2.0))
        chances = np.clip(crude * np.exp(random.normal(0, 1.0, (classes, lists))), 0.001, 0.95)
        if start % 2:
            class_profile(cells, unseen, shares, chances, _STEPS, tolerance, values)
        else:
            back = values[::-1].copy()
            class_profile(cells, unseen[::-1].copy(), shares, chances, _STEPS, tolerance, back)
            values = back[::-1].copy()
    return ClassProfile(classes, unseen, values)


def _raised(before: Floats, after: Floats) -> bool:
    """Whether more starts raised the profile where it is high, or to where it is."""
    near = after > after.max() - _NEAR_TOP
    return bool((after[near] - before[near]).max() > _RAISED)


def latent_classes(histories: CaptureHistories, classes: int = 2, level: float = 0.95, seed: int = 0) -> MethodEstimate:
    """Estimate with a given number of classes, with the profile interval.

    Raises CannotEstimate where so few lists cannot tell so many classes apart.
    """
    start = perf_counter()
    if classes > max(2, most_classes(len(histories.lists))):
        raise CannotEstimate(
            f"{len(histories.lists)} lists cannot tell {classes} classes apart", where=histories.where, fix="add lists"
        )
    profile, n = class_likelihood(histories, classes, seed), histories.observed
    low, high = profile.interval(level)
    diagnostics: dict[str, Diagnostic] = {
        "classes": classes,
        "log likelihood": float(profile.values.max()),
        FITS: _fit(histories, profile),
    }
    return MethodEstimate(
        f"Latent classes, {classes}", n + profile.best, n + low, n + high, perf_counter() - start, diagnostics
    )


def _fit(histories: CaptureHistories, profile: ClassProfile) -> float:
    """The p-value of the deviance from the saturated model; 1 where no cell is left to test with."""
    counts = histories.counts[histories.counts > 0].astype(float)
    unseen, lists = profile.best, len(histories.lists)
    people = histories.observed + unseen
    saturated = float((counts * np.log(counts / people)).sum()) + unseen * math.log(unseen / people)
    saturated += math.lgamma(people + 1) - math.lgamma(unseen + 1)
    freedom = (1 << lists) - 1 - profile.classes * (lists + 1)
    return float(chi2.sf(max(2 * (saturated - float(profile.values.max())), 0.0), freedom)) if freedom > 0 else 1.0
