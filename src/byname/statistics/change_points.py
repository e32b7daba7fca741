"""Statistics: when a series of counts changes its level, and how sure that is.

Goes in: counts by day, week or month. Comes out: the change points with intervals, the level of each segment, and the
chance of a change at each step. Model: within a segment the counts are negative binomial with one mean; the segments
are independent and a change comes with equal chance at each step. The sum over all segmentations is exact (Fearnhead
2006, eqs 1 to 4), so nothing needs to converge; how much counts vary within a segment is weighed over a grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, gammaln, logsumexp

from byname.errors import CannotEstimate

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
_SIZES = (0.06, 0.12, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 32.0, 1e4)  # of the negative binomial; the last is nearly Poisson
LONGEST = 4000
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A change: the first step at the new level (counted from 0), its interval, its chance, and the means around it.

    `low` and `high` bound the step with chance `level` given that the change is there; `probability` is the chance that
    some change lies between them.
    """

    step: int
    low: int
    high: int
    probability: float
    before: float
    after: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class ChangePoints:
    """All change points of a series, the chance of a change at each step, and the size that fits the counts best."""

    points: tuple[ChangePoint, ...]
    at_step: Floats
    size: float


def change_points(
    counts: Counts,
    *,
    expected_length: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    least: float = 0.5,
    draws: int = _DRAWS,
) -> ChangePoints:
    """Find the change points of a series of counts.

    `expected_length`: how many steps a segment lasts before the data are seen, a fifth of the series unless given.
    Points whose chance is below `least` are left out. `points` are those of the likeliest segmentation; the interval
    of each comes from where the nearest change lies in `draws` draws of all segmentations. Raises CannotEstimate for
    fewer than ten steps or for a series too long to sum over.
    """
    y = np.asarray(counts, dtype=np.int64)
    if len(y) < 10 or y.sum() == 0:
        raise CannotEstimate("fewer than ten steps, or no event in any", where="series", fix="take a longer period")
    if len(y) > LONGEST:
        raise CannotEstimate(f"{len(y):,} steps are too many", where="series", fix="count by week or month")
    models = _likely_models(y, expected_length or max(len(y) / 5, 5.0))
    scores = np.array([model.tails[0] for model in models])
    weights = np.exp(scores - logsumexp(scores))
    random = np.random.default_rng(seed)
    drawn: list[Counts] = []
    for model, count in zip(models, random.multinomial(draws, weights / weights.sum()), strict=True):
        drawn += [model.draw(random) for _ in range(count)]
    best = int(weights.argmax())
    likeliest = models[best].likeliest()
    at_step = np.bincount(np.concatenate(drawn), minlength=len(y)) / len(drawn)
    return ChangePoints(tuple(_points(y, likeliest, drawn, level, least)), at_step, models[best].rest[3])


@dataclass(frozen=True, slots=True)
class _Model:
    """The series under one size of the negative binomial, summed from its end."""

    sums: Floats
    constants: Floats
    tails: Floats
    rest: tuple[Floats, Floats, float, float, float, float]

    @staticmethod
    def of(y: Counts, size: float, expected_length: float) -> _Model:
        from byname.statistics.change_point_loops import backward  # numba is slow to import

        sums = np.concatenate([[0.0], np.cumsum(y)])
        constants = np.concatenate([[0.0], np.cumsum(gammaln(y + size) - gammaln(size) - gammaln(y + 1))])
        a, b = _prior(y, size)
        # The prior's norm goes into the length's term, which every segment has once.
        of_length = gammaln(a + size * np.arange(len(y) + 1)) - float(betaln(a, b))
        of_total = gammaln(b + np.arange(int(y.sum()) + 1))
        stay, leave = float(np.log1p(-1 / expected_length)), -float(np.log(expected_length))
        rest = (of_length, of_total, a + b, size, stay, leave)
        return _Model(sums, constants, backward(sums, constants, *rest), rest)

    def draw(self, random: np.random.Generator) -> Counts:
        from byname.statistics.change_point_loops import draw_changes

        return draw_changes(self.sums, self.constants, self.tails, random.random(len(self.sums)), *self.rest)

    def likeliest(self) -> Counts:
        from byname.statistics.change_point_loops import likeliest_changes

        return likeliest_changes(self.sums, self.constants, *self.rest)


def _likely_models(y: Counts, expected_length: float) -> list[_Model]:
    """The models of the sizes that matter: from the middle on, until a size is e^9 times less likely than the best."""
    made: dict[int, _Model] = {}

    def score(place: int) -> float:
        if place not in made:
            made[place] = _Model.of(y, _SIZES[place], expected_length)
        return float(made[place].tails[0])

    for step in (1, -1):
        place = len(_SIZES) // 2
        while 0 <= place < len(_SIZES) and score(place) > max(float(m.tails[0]) for m in made.values()) - 9:
            place += step
    return [made[place] for place in sorted(made)]


def _prior(y: Counts, size: float) -> tuple[float, float]:
    """A beta prior of the success chance under which a segment's mean lies widely around the mean of the series."""
    shape = 0.5
    return 1.0 + shape, shape * max(float(y.mean()), 0.05) / size


def _points(y: Counts, likeliest: Counts, drawn: list[Counts], level: float, least: float) -> Iterator[ChangePoint]:
    """The change points with intervals from the draws: of each draw the change nearest to the point counts, as far as
    half the way to the next point."""
    edges = np.concatenate([[0], likeliest, [len(y)]])
    for k, step in enumerate(likeliest, start=1):
        reach = ((edges[k - 1] + step) // 2, (step + edges[k + 1]) // 2)
        nearest = np.array([_nearest(path, int(step), reach) for path in drawn])
        found = nearest[nearest >= 0]
        if len(found) < max(least * len(drawn), 1):
            continue
        low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
        before, after = float(y[edges[k - 1] : step].mean()), float(y[step : edges[k + 1]].mean())
        low, high = min(int(low), int(step)), max(int(high), int(step))
        yield ChangePoint(int(step), low, high, len(found) / len(drawn), before, after, level)


def _nearest(path: Counts, step: int, reach: tuple[int, int]) -> int:
    inside = path[(path >= reach[0]) & (path <= reach[1])]
    return int(inside[np.abs(inside - step).argmin()]) if len(inside) else -1
