"""Casualties stage: the sample-coverage estimator for three lists (Chao & Tsay 1998; Chao, Tsay, Lin, Shau & Chao
2001).

Goes in: capture histories of three lists. Comes out: an estimate that allows for dependence and differing visibility
by way of the share of the population that the lists cover, with a bootstrap interval; where that share is low, only a
one-step estimate that is a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate
from byname.errors import CannotEstimate
from byname.statistics.normal import log_normal_interval

ENOUGH = 0.55  # Chao et al. (2001), section 4: below this coverage the full estimator is unstable
_PAIRS = ((0, 1), (0, 2), (1, 2))


@dataclass(frozen=True, slots=True)
class SampleCoverage:
    """The estimated sample coverage, and the population by the full and by the one-step estimator."""

    coverage: float
    full: float
    one_step: float

    @property
    def population(self) -> float:
        """The full estimate where coverage is high enough and it is a number, else the one-step estimate."""
        usable = self.coverage >= ENOUGH and np.isfinite(self.full) and self.full > 0
        return self.full if usable else self.one_step


def coverage_of(cells: Floats) -> SampleCoverage:
    """The estimates of Chao et al. (2001), equations 9 to 14, from the table by mask."""
    masks = np.arange(8)
    people = float(cells.sum())
    sizes = np.array([cells[(masks >> j) & 1 == 1].sum() for j in range(3)])
    alone = np.array([cells[1 << j] for j in range(3)])
    both = {pair: float(cells[(1 << pair[0]) | (1 << pair[1])] + cells[7]) for pair in _PAIRS}
    share = 1 - float((alone / np.maximum(sizes, 1)).mean())
    if share <= 0 or (sizes == 0).any():
        return SampleCoverage(max(share, 0.0), np.inf, np.inf)
    others = {(i, j): alone[i] + alone[j] + 2 * cells[(1 << i) | (1 << j)] for i, j in _PAIRS}
    ratio = {(i, j): both[i, j] / (sizes[i] * sizes[j]) for i, j in _PAIRS}
    rest = 1 - sum(others[pair] * ratio[pair] for pair in _PAIRS) / (3 * share)
    full = sum(both.values()) / (3 * share) / rest if rest > 0 else np.inf
    first = (people - alone.sum() / 3) / share
    first += sum(others[pair] * (first * ratio[pair] - 1) for pair in _PAIRS) / (3 * share)
    return SampleCoverage(share, max(float(full), people), max(float(first), people))


def sample_coverage(
    histories: CaptureHistories, level: float = 0.95, seed: int = 0, *, draws: int = 500
) -> MethodEstimate:
    """Estimate from three lists, with a log-normal interval whose standard error is the bootstrap's.

    Raises CannotEstimate for more or fewer lists, or where no person is on two.
    """
    start = perf_counter()
    if len(histories.lists) != 3:
        raise CannotEstimate(
            f"sample coverage takes three lists, not {len(histories.lists)}", where=histories.where, fix="choose 'auto'"
        )
    cells, n = histories.by_mask(), histories.observed
    found = coverage_of(cells)
    if not np.isfinite(found.population):
        raise CannotEstimate("the lists cover nobody twice", where=histories.where, fix="add a list that overlaps")
    drawn = np.random.default_rng(seed).multinomial(n, cells / n, size=draws).astype(float)
    again = np.array([coverage_of(table).population for table in drawn])
    again = again[np.isfinite(again)]
    error = float(again.std(ddof=1)) if len(again) > 1 else float("inf")
    low, high = log_normal_interval(n, found.population - n, error, level)
    diagnostics: dict[str, Diagnostic] = {"coverage": found.coverage, "full": found.full, "one-step": found.one_step}
    warnings = () if found.coverage >= ENOUGH else ("The lists cover too little; the estimate is a lower bound.",)
    return MethodEstimate("Sample coverage", found.population, low, high, perf_counter() - start, diagnostics, warnings)
