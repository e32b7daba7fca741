"""Site stage: estimates as a forest: a line with its point for each, marks for the people observed and for a claim.

Goes in: estimates with their intervals in numbers and words. Comes out: one chart in which nothing lies off the axis:
an interval that reaches further ends in an arrow, and its words say how far.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from byname.site.charts.style import ACCENT, FAINT, INK, MUTED, PAPER, WIDE, Drawn, Row, table

_FONT = 12  # pixels: the least that Chartability allows
ROW_HEIGHT, LINE_HEIGHT = 38, 14
_WIDEST = 20  # times the people observed; beyond, the axis is logarithmic
_REACH = 3  # times the largest estimate; an interval that reaches further ends in an arrow


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One estimate: its words, its point and interval in people, and the band behind it, where it has one."""

    name: str
    words: str
    estimate: float
    low: float | None
    high: float | None
    band: tuple[float, float] | None = None
    leads: bool = False


def axis_end(rows: Sequence[ForestRow], observed: float, claim: float | None = None) -> float:
    """Where the axis ends: what reaches further is cut."""
    points = [row.estimate for row in rows if math.isfinite(row.estimate)]
    reach = _REACH * max(points, default=observed)
    highs = [min(_interval(row)[1], reach) for row in rows]
    bands = [row.band[1] for row in rows if row.band is not None and math.isfinite(row.band[1])]
    return max(1.0, observed, *points, *highs, *bands, (claim or 0) * 1.05)


def is_logarithmic(rows: Sequence[ForestRow], observed: float, claim: float | None = None) -> bool:
    """Whether the estimates lie so far apart that only a logarithmic axis can show them."""
    return observed > 0 and axis_end(rows, observed, claim) > _WIDEST * observed


def forest_chart(rows: Sequence[ForestRow], observed: float, width: int, claim: float | None = None) -> Drawn:
    """Draw the estimates under each other; those that lead stand in the accent colour."""
    logarithmic, end = is_logarithmic(rows, observed, claim), axis_end(rows, observed, claim)
    least = min([observed, *(row.low for row in rows if row.low is not None and row.low > 0)])
    start = least * 0.8 if logarithmic else 0.0
    scale = alt.Scale(domain=[start, end * 1.02], type="log" if logarithmic else "linear", nice=False)
    axis = alt.Axis(title=None, format=",d", tickCount=4 if width < WIDE else 7, gridColor=FAINT, domain=False)
    separator, height = (" ", ROW_HEIGHT) if width == WIDE else ("\n", ROW_HEIGHT + LINE_HEIGHT)
    drawn = [_row(row, (height * i, height * (i + 1) - 14), separator, start, end) for i, row in enumerate(rows)]
    base = alt.Chart(table(drawn), width=width - 24, height=height * len(rows) + 6)
    x = alt.X("low:Q", axis=axis, scale=scale)
    y = alt.Y("line:Q", axis=None, scale=None)
    colour = alt.condition("datum.leads", alt.value(ACCENT), alt.value(MUTED))
    bands = base.transform_filter("datum.banded").mark_rule(color=FAINT, strokeWidth=12, strokeCap="butt")
    lines = base.transform_filter("datum.inside").mark_rule(strokeWidth=2).encode(x=x, x2="high:Q", y=y, color=colour)
    points = base.transform_filter("datum.pointed").mark_point(filled=True, size=70, opacity=1)
    arrows = base.transform_filter("datum.open").mark_point(shape="triangle-right", filled=True, size=60, opacity=1)
    far = base.transform_filter("datum.band_open").mark_point(shape="triangle-right", filled=True, size=90, opacity=1)
    return alt.layer(
        bands.encode(x=alt.X("band_low:Q", axis=axis, scale=scale), x2="band_high:Q", y=y),
        far.encode(x=alt.X("band_high:Q", scale=scale), y=y, color=alt.value(FAINT)),
        *_marks(observed, claim, x),
        lines,
        points.encode(x=alt.X("value:Q", scale=scale), y=y, color=colour),
        arrows.encode(x=alt.X("high:Q", scale=scale), y=y, color=colour),
        *_labels(base),
    )


def _marks(observed: float, claim: float | None, x: alt.X) -> list[alt.Chart]:
    """A broken line at the people observed, and a line at the claim."""
    seen = alt.Chart(table([{"low": observed}])).mark_rule(color=INK, strokeDash=[3, 3]).encode(x=x)
    if claim is None:
        return [seen]
    return [seen, alt.Chart(table([{"low": claim}])).mark_rule(color=INK, strokeWidth=1.5).encode(x=x)]


def _row(row: ForestRow, places: tuple[int, int], separator: str, start: float, end: float) -> Row:
    """An estimate as the chart draws it: its words at the upper of two places, its line at the lower."""
    low, high = _interval(row)
    band_low, band_high = row.band or (low, low)
    return {
        "words": places[0],
        "line": places[1],
        "text": f"{row.name}:{separator}{row.words}",
        "leads": row.leads,
        "value": min(row.estimate, end),
        "pointed": start <= row.estimate <= end,
        "low": min(max(low, start), end),
        "high": min(high, end),
        "inside": low <= end,
        "open": high > end or row.estimate > end,
        "banded": row.band is not None,
        "band_low": min(max(band_low, start), end),
        "band_high": min(band_high, end),
        "band_open": row.band is not None and band_high > end,
    }


def _interval(row: ForestRow) -> tuple[float, float]:
    """The ends of the line: none where the row has no interval, an infinite one where only the upper end is lacking."""
    if row.low is None:
        return row.estimate, row.estimate
    return row.low, math.inf if row.high is None else row.high


def _labels(base: alt.Chart) -> tuple[alt.Chart, alt.Chart]:
    """The words of each estimate, above a rim in the colour of the paper that keeps the lines behind them apart."""
    text = base.encode(x=alt.value(2), y=alt.Y("words:Q", axis=None, scale=None), text="text:N")
    rim = text.mark_text(
        align="left", baseline="top", lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=_FONT, stroke=PAPER,
        strokeWidth=5, fill=PAPER,
    )  # fmt: skip
    words = text.mark_text(
        align="left", baseline="top", lineBreak="\n", lineHeight=LINE_HEIGHT, fontSize=_FONT, fill=INK
    )
    return rim, words
