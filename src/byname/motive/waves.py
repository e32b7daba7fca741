"""Motive stage: when persecution rose and fell, and whether it followed orders.

Goes in: series of dated events, and dated directives. Comes out: waves (runs of segments above the mean of the series)
with the interval of their beginning and end, a second opinion by penalised least squares, and for each directive the
change next to it, the delay, and how the rate after it compares with that before.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES
from byname.statistics.change_points import ChangePoint, change_points
from byname.statistics.normal import normal_quantile
from byname.statistics.series import Series, series_of
from byname.values.analysis import Estimate

REGION = ATTRIBUTES["region"]
_WINDOW = 28
_FEWER_DRAWS = 500
_NEAR = 120  # days within which a change can belong to a directive


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of level with the days between which it lies, and the mean counts of a step before and after."""

    day: dt.date
    low: dt.date
    high: dt.date
    probability: float
    before: float
    after: float

    @property
    def rises(self) -> bool:
        """Whether the level is higher after it."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Wave:
    """A time above the mean level: its first and last turn (None where the series begins or ends in it), its events,
    and its highest step."""

    begins: Turn | None
    ends: Turn | None
    events: int
    peak: dt.date
    peak_count: int


def turns(series: Series, *, seed: int = 0, expected_length: float | None = None) -> list[Turn]:
    """The changes of level of a series, by the exact Bayesian model of `change_points`."""
    found = change_points(series.counts, seed=seed, expected_length=expected_length)
    return [_turn(series, point) for point in found.points]


def drawn_data(
    series: Series, changes: Sequence[Turn], directives: Sequence[tuple[dt.date, str]] = ()
) -> dict[str, object]:
    """What a picture of a series shows, as plain data: its steps that are not empty, its turns, directives."""
    steps = zip(series.start, series.counts, strict=True)
    return {
        "unit": series.unit,
        "first": series.start[0].isoformat(),
        "last": series.start[-1].isoformat(),
        "steps": len(series.start),
        "counts": [{"start": day.isoformat(), "count": int(count)} for day, count in steps if count],
        "turns": [{"day": t.day.isoformat(), "low": t.low.isoformat(), "high": t.high.isoformat()} for t in changes],
        "directives": [{"day": day.isoformat(), "title": title} for day, title in directives],
    }


def waves(series: Series, changes: Sequence[Turn]) -> list[Wave]:
    """The runs of segments whose mean lies above the mean of the series."""
    place = {day: number for number, day in enumerate(series.start)}
    edges = [0, *(place[turn.day] for turn in changes), len(series.counts)]
    above = [bool(series.counts[a:b].mean() > series.counts.mean()) for a, b in itertools.pairwise(edges)]
    found, start = [], None
    for number, high in enumerate([*above, False]):
        if high and start is None:
            start = number
        elif not high and start is not None:
            found.append(_wave(series, changes, edges, start, number))
            start = None
    return found


def second_opinion(series: Series) -> list[dt.date]:
    """Change points by penalised least squares on the square roots of the counts (Killick et al. 2012; ruptures).

    The square root steadies the variance of counts (Anscombe 1948); the penalty is three times the log of the steps
    times the variance of the differences. Raises CannotEstimate where ruptures is not installed, which is the extra
    `change-points` of the package.
    """
    try:
        import ruptures  # slow to import; only the waves need it
    except ImportError as error:
        fix = "install byname[change-points]"
        raise CannotEstimate("ruptures is not installed", where="waves", fix=fix) from error

    roots = 2 * np.sqrt(series.counts + 0.375)
    noise = float(np.median(np.abs(np.diff(roots)))) / 0.954 if len(roots) > 2 else 1.0
    spread = max(noise**2, float(np.var(np.diff(roots))) / 2, 1e-6)
    model = ruptures.KernelCPD(kernel="linear", min_size=2).fit(roots.reshape(-1, 1))
    ends = model.predict(pen=3 * math.log(len(roots)) * spread)
    return [series.start[end] for end in ends if end < len(series.start)]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a series answered a directive: the nearest turn, the delay in days with its bounds (negative where the turn
    came first), and the ratio of the daily rates in the four weeks after and before."""

    turn: Turn | None
    delay: Estimate | None
    ratio: Estimate | None


def answer_to(series: Series, changes: Sequence[Turn], day: dt.date, *, rises: bool | None = None) -> Answer:
    """The turn nearest to a directive (of one direction where `rises` says so), and the rates around it."""
    near = [turn for turn in changes if abs((turn.day - day).days) <= _NEAR and rises in (None, turn.rises)]
    turn = min(near, key=lambda t: abs((t.day - day).days), default=None)
    delay = None
    if turn is not None:
        value, low, high = ((d - day).days for d in (turn.day, turn.low, turn.high))
        delay = Estimate(value, low, high, warnings=() if series.unit == "day" else (f"Counted by {series.unit}.",))
    return Answer(turn, delay, rate_ratio(series, day))


def rate_ratio(series: Series, day: dt.date, window: int = _WINDOW, level: float = 0.95) -> Estimate | None:
    """The rate in the `window` days from a day on over that in the `window` days before; None where one is empty.

    Counts vary more than Poisson's from day to day (operations come in nights); the interval is widened by the variance
    within both windows (quasi-Poisson, McCullagh and Nelder 1989, section 6.2.3).
    """
    if series.unit != "day":
        return None
    at = (day - series.start[0]).days
    before, after = series.counts[max(at - window, 0) : max(at, 0)], series.counts[max(at, 0) : at + window]
    if not before.sum() or not after.sum() or len(before) < window or len(after) < window:
        return None
    spread = sum(((part - part.mean()) ** 2).sum() / part.mean() for part in (before, after)) / (2 * window - 2)
    width = normal_quantile(level) * math.sqrt(max(spread, 1.0) * (1 / before.sum() + 1 / after.sum()))
    ratio = float(after.sum() / before.sum())
    return Estimate(ratio, ratio * math.exp(-width), ratio * math.exp(width), int(after.sum()), level)


def by_place(
    subjects: pl.DataFrame, event: str, days: Sequence[dt.date], *, most: int = 6, fewest: int = 100, seed: int = 0
) -> list[tuple[str, int, list[Answer]]]:
    """The answers to directives in the places that date most events, at least `fewest`, around these days."""
    low, high = pl.col(f"{event}_low"), pl.col(f"{event}_high")
    margin = dt.timedelta(days=300)
    first, last = min(days) - margin, max(days) + margin
    start, end = ((day - dt.date(1970, 1, 1)).days for day in (first, last))
    exact = subjects.filter((low == high) & pl.col("region").is_not_null() & low.is_between(start, end))
    sizes = exact.group_by("region").len().filter(pl.col("len") >= fewest)
    found = []
    for place, count in sizes.sort(["len", "region"], descending=[True, False]).head(most).iter_rows():
        own = exact.filter(pl.col("region") == place)
        series = series_of(own[f"{event}_low"], own[f"{event}_high"], "day", first, last)
        changes = [_turn(series, point) for point in change_points(series.counts, seed=seed, draws=_FEWER_DRAWS).points]
        found.append((REGION.label(str(place), own), int(count), [answer_to(series, changes, day) for day in days]))
    return found


def _turn(series: Series, point: ChangePoint) -> Turn:
    day, low, high = (series.start[step] for step in (point.step, point.low, point.high))
    return Turn(day, low, high, point.probability, point.before, point.after)


def _wave(series: Series, changes: Sequence[Turn], edges: Sequence[int], start: int, end: int) -> Wave:
    counts = series.counts[edges[start] : edges[end]]
    peak = edges[start] + int(counts.argmax())
    begins = changes[start - 1] if start else None
    ends = changes[end - 1] if end < len(edges) - 1 else None
    return Wave(begins, ends, int(counts.sum()), series.start[peak], int(series.counts[peak]))
