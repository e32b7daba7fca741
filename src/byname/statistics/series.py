"""Statistics: dated events as series of counts by day, week or month.

Goes in: the first and last possible day of each event. Comes out: a count for every step from the first to the last,
zeros included. An event whose date is less precise than the step is left out and counted as such; none is put at a
midpoint.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import CannotEstimate

Unit = Literal["day", "week", "month"]
_TRUNCATE: dict[Unit, str] = {"day": "1d", "week": "1w", "month": "1mo"}
_MARGIN: dict[Unit, int] = {"day": 60, "week": 12, "month": 6}
_MOST_STEPS = 1500
_OUTSIDE = 0.005
EPOCH = dt.date(1970, 1, 1)  # days are counted from it


def day_number(day: dt.date) -> int:
    """A day as the number of days since 1970-01-01.

    >>> day_number(dt.date(1970, 2, 1))
    31
    """
    return (day - EPOCH).days


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by step: `start` is the first day of each step; `left_out` events were dated too roughly."""

    unit: Unit
    start: tuple[dt.date, ...]
    counts: npt.NDArray[np.int64]
    left_out: int

    def frame(self) -> pl.DataFrame:
        """The series as a table: start, count."""
        return pl.DataFrame({"start": list(self.start), "count": self.counts})


def series_of(
    low: pl.Series, high: pl.Series, unit: Unit, first: dt.date | None = None, last: dt.date | None = None
) -> Series:
    """Count events by step.

    `low`, `high`: days since 1970-01-01 between which each event lies. Without `first` and `last` the series reaches
    over all but one in two hundred events at either end, with a margin. Raises CannotEstimate where no event is dated.
    """
    dated = pl.DataFrame({"low": low.cast(pl.Date), "high": high.cast(pl.Date)}).drop_nulls()
    step = _TRUNCATE[unit]
    dated = dated.with_columns(pl.col("low").dt.truncate(step).alias("start"))
    fine = dated.filter(pl.col("high").dt.truncate(step) == pl.col("start"))
    if not len(fine):
        raise CannotEstimate(f"no event is dated to the {unit}", where="series", fix="count by a longer step")
    if first is None or last is None:
        low_end, high_end = _span(fine["start"], unit)
        first, last = first or low_end, last or high_end
    steps = pl.date_range(first, last, step, eager=True).dt.truncate(step).unique().sort()
    counted = pl.DataFrame({"start": steps}).join(fine.group_by("start").len(), on="start", how="left").fill_null(0)
    return Series(unit, tuple(steps.to_list()), counted["len"].cast(pl.Int64).to_numpy(), len(dated) - len(fine))


def _span(starts: pl.Series, unit: Unit) -> tuple[dt.date, dt.date]:
    ordered = starts.sort()
    cut = int(_OUTSIDE * len(ordered))
    days = {"day": 1, "week": 7, "month": 31}[unit] * _MARGIN[unit]
    margin = dt.timedelta(days=days)
    return ordered[cut] - margin, ordered[len(ordered) - 1 - cut] + margin


def best_unit(low: pl.Series, high: pl.Series) -> Unit:
    """The finest step that most dates reach and whose series is short enough to be summed over.

    >>> best_unit(pl.Series([0, 1, 2]), pl.Series([0, 1, 2]))
    'day'
    """
    width = (high - low).drop_nulls()
    middle = float(width.median() or 0)  # type: ignore[arg-type]
    ends = low.drop_nulls()
    span = float(ends.quantile(1 - _OUTSIDE) or 0) - float(ends.quantile(_OUTSIDE) or 0)
    if middle == 0 and span <= _MOST_STEPS:
        return "day"
    return "week" if middle <= 6 and span <= 7 * _MOST_STEPS else "month"
