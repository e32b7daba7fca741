"""Statistics: how soon something follows, where several ends compete and dates are known only as intervals.

Goes in: for each person the least and the most days to the end, and which end it was (0 where none is known yet).
Comes out: the share whom each end has met by each day, with intervals. Where every date is a day the estimator is that
of Aalen and Johansen (1978); with intervals it is the nonparametric maximum likelihood estimator (Turnbull 1976; with
competing ends Hudgens, Satten and Longini 2001), never midpoints.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from byname.errors import CannotEstimate
from byname.statistics.normal import normal_quantile
from byname.statistics.ratios import exact_share

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
_MOST_CELLS = 160
_ROUNDS = 600
_REPLICATES = 100


@dataclass(frozen=True, slots=True)
class Durations:
    """Durations: `low` and `high` days (high infinite where no end is known), and the number of the end (0: none)."""

    low: Floats
    high: Floats
    cause: Whole

    def __post_init__(self) -> None:
        if not (len(self.low) == len(self.high) == len(self.cause)):
            raise ValueError("durations and causes differ in number")

    @property
    def exact(self) -> bool:
        """Whether every known end is dated to the day."""
        ended = self.cause > 0
        return bool((self.low[ended] == self.high[ended]).all())


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share whom one end has met by each day of `times`, with its interval."""

    cause: int
    times: Floats
    share: Floats
    low: Floats
    high: Floats
    level: float

    def at(self, day: float) -> tuple[float, float, float]:
        """The share by a day with its interval; nought before the first end."""
        place = int(np.searchsorted(self.times, day, side="right")) - 1
        if place < 0:
            return 0.0, 0.0, 0.0
        return float(self.share[place]), float(self.low[place]), float(self.high[place])

    def quantile(self, part: float) -> float | None:
        """The day by which this part of all people has met the end; None where it never comes to that."""
        reached = np.flatnonzero(self.share >= part)
        return float(self.times[reached[0]]) if len(reached) else None


def cumulative_incidence(durations: Durations, causes: int, *, level: float = 0.95, seed: int = 0) -> list[Incidence]:
    """The cumulative incidence of the ends 1 to `causes`.

    Raises CannotEstimate where no end is known.
    """
    if not (durations.cause > 0).any():
        raise CannotEstimate("no end is dated", where="durations", fix="add sources that date deaths or releases")
    if durations.exact:
        return aalen_johansen(durations, causes, level=level)
    return interval_censored(durations, causes, level=level, seed=seed)


def aalen_johansen(durations: Durations, causes: int, *, level: float = 0.95) -> list[Incidence]:
    """Aalen and Johansen (1978), with the variance of the delta method (Marubini and Valsecchi 1995, eq. 10.12) and
    intervals on the log-minus-log scale. People whose end is not known leave after the ends of their day. With one end
    the share is one minus the product-limit estimate (Kaplan and Meier 1958), its variance Greenwood's (1926)."""
    ended = durations.cause > 0
    at = np.where(ended, durations.high, durations.low)
    times = np.unique(at[ended])
    place = np.searchsorted(times, at)
    risk = (len(at) - np.searchsorted(np.sort(at), times, side="left")).astype(float)
    ends = np.stack([np.bincount(place[durations.cause == k], minlength=len(times)) for k in range(1, causes + 1)])
    total = ends.sum(axis=0)
    alive = np.cumprod(1 - total / risk)
    before = np.concatenate([[1.0], alive[:-1]])
    found = []
    for k in range(causes):
        share = np.cumsum(before * ends[k] / risk)
        low, high = _transformed(share, _variance(share, ends[k], total, risk, before), level, len(at))
        found.append(Incidence(k + 1, times, share, low, high, level))
    return found


def _variance(share: Floats, ends: Whole, total: Whole, risk: Floats, before: Floats) -> Floats:
    """The variance of an incidence at every time, from running sums (quadratic in the share at the time)."""
    rest = np.where(risk > total, risk - total, 1.0)
    a = total / (risk * rest)
    b = before**2 * ends * (risk - ends) / risk**3
    c = before * ends / (risk * risk)
    first = share**2 * np.cumsum(a) - 2 * share * np.cumsum(a * share) + np.cumsum(a * share**2)
    last = share * np.cumsum(c) - np.cumsum(c * share)
    found: Floats = np.maximum(first + np.cumsum(b) - 2 * last, 0.0)
    return found


def _transformed(share: Floats, variance: Floats, level: float, people: int) -> tuple[Floats, Floats]:
    """Intervals on the log-minus-log scale; where the share is 0 or 1 the exact interval of Clopper and Pearson."""
    inner = np.clip(share, 1e-12, 1 - 1e-12)
    log = np.log(inner)
    width = np.minimum(normal_quantile(level) * np.sqrt(variance) / np.abs(inner * log), 50.0)
    low, high = inner ** np.exp(width), inner ** np.exp(-width)
    ends = exact_share(0, people, level).high
    low, high = np.where(share <= 0, 0.0, low), np.where(share <= 0, ends, high)
    return np.where(share >= 1 - 1e-9, 1 - ends, np.minimum(low, share)), np.where(
        share >= 1 - 1e-9, 1.0, np.maximum(high, share)
    )


def interval_censored(durations: Durations, causes: int, *, level: float = 0.95, seed: int = 0) -> list[Incidence]:
    """The nonparametric maximum likelihood estimate from intervals, on at most 160 cells (intervals are widened to
    whole cells, never narrowed). Intervals of the shares: from 100 samples of the people with replacement, on the
    log-minus-log scale. `times` are the ends of the cells."""
    cells = _Cells.of(durations, causes)
    masses = cells.fit(cells.weight)
    shares = np.cumsum(masses, axis=1)
    random = np.random.default_rng(seed)
    people = int(cells.weight.sum())
    chances = cells.weight / people
    draws = [
        np.cumsum(cells.fit(random.multinomial(people, chances).astype(float), masses), axis=1)
        for _ in range(_REPLICATES)
    ]
    variance = np.var(np.stack(draws), axis=0, ddof=1)
    found = []
    for k in range(causes):
        share = np.clip(shares[k], 0.0, 1.0)
        low, high = _transformed(share, variance[k], level, people)
        found.append(Incidence(k + 1, cells.upper, share, low, high, level))
    return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """Durations as first and last cell, equal ones taken together. Cells are between `upper` ends; the mass beyond the
    last cell belongs to no end."""

    upper: Floats
    first: Whole
    last: Whole
    cause: Whole
    weight: Floats
    causes: int

    @staticmethod
    def of(durations: Durations, causes: int) -> _Cells:
        upper = _edges(durations)
        ended = durations.cause > 0
        first = np.searchsorted(upper, durations.low, side="left")
        # Whose end is not known is known to have met none up to that day: later cells remain, or none of them.
        first = np.where(ended, first, np.searchsorted(upper, durations.low, side="right"))
        last = np.where(ended, np.searchsorted(upper, durations.high, side="left"), len(upper))
        last = np.where(ended, np.minimum(last, len(upper) - 1), last)
        keys = np.column_stack([np.minimum(first, last), last, durations.cause]).astype(np.int64)
        unique, counts = np.unique(keys, axis=0, return_counts=True)
        return _Cells(upper, unique[:, 0], unique[:, 1], unique[:, 2], counts.astype(float), causes)

    def fit(self, weight: Floats, start: Floats | None = None) -> Floats:
        """The mass of each end in each cell (causes x cells), by expectation and maximisation."""
        size, people = len(self.upper), weight.sum()
        masses = np.full((self.causes, size), 1 / (self.causes * (size + 1))) if start is None else start + 1e-9
        beyond = max(1 - float(masses.sum()), 1e-9)
        censored = self.cause == 0
        for _ in range(_ROUNDS):
            new, tail = self._step(masses, beyond, weight, censored)
            new, new_beyond = new / people, tail / people
            moved = float(np.abs(np.cumsum(new - masses, axis=1)).max())
            masses, beyond = new, new_beyond
            if moved < 2e-5:
                break
        return masses

    def _step(
        self, masses: Floats, beyond: float, weight: Floats, censored: npt.NDArray[np.bool_]
    ) -> tuple[Floats, float]:
        size = len(self.upper)
        expected = np.empty_like(masses)
        tails = np.concatenate([np.cumsum(masses.sum(axis=0)[::-1])[::-1], [0.0]]) + beyond
        share = weight[censored] / np.maximum(tails[self.first[censored]], 1e-300)
        from_first = np.cumsum(np.bincount(self.first[censored], share, minlength=size + 1))
        for k in range(self.causes):
            own = self.cause == k + 1
            below = np.concatenate([[0.0], np.cumsum(masses[k])])
            inside = np.maximum(below[self.last[own] + 1] - below[self.first[own]], 1e-300)
            part = weight[own] / inside
            edge = np.bincount(self.first[own], part, minlength=size + 1)
            edge -= np.bincount(self.last[own] + 1, part, minlength=size + 1)[: size + 1]
            expected[k] = masses[k] * np.maximum(np.cumsum(edge)[:size] + from_first[:size], 0.0)
        return expected, float(beyond * from_first[size])


def _edges(durations: Durations) -> Floats:
    """The ends of the cells: the different days at which something is known, or at most 160 quantiles of them."""
    ended = durations.cause > 0
    ends = np.concatenate([durations.high[ended & np.isfinite(durations.high)], durations.low[ended]])
    days = np.unique(ends)
    if len(days) > _MOST_CELLS:
        spread = np.quantile(ends, np.linspace(0, 1, _MOST_CELLS), method="inverted_cdf")
        days = np.unique(spread)
    return days
