"""Motive stage: pictures of ratios with their intervals and of waves beside directives.

Goes in: tables of analyses, series with their turns. Comes out: Altair charts with their data inside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import altair as alt
import polars as pl

from byname.motive.series import Series
from byname.motive.waves import Turn

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
INK, PALE, ACCENT = "#1d1b18", "#ddd7cc", "#8a2b22"
_HIGHEST, _MOST_BARS = 150, 20


def intervals(table: pl.DataFrame, label: str, value: str, *, width: int = 520, logarithmic: bool = False) -> Chart:
    """Values with their intervals, one row each; a ratio on a logarithmic axis with a line at 1.

    `table` needs the columns `label`, `value`, `value_low` and `value_high`; rows without a value are left out.
    """
    low, high = f"{value}_low", f"{value}_high"
    shown = table.filter(pl.col(value).is_not_null() & (pl.col(high) < 1e6)).head(_MOST_BARS)
    if logarithmic:
        shown = shown.filter(pl.col(low) > 0)
    rows = shown.select(label, value, low, high).to_dicts()
    scale = alt.Scale(type="log") if logarithmic else alt.Scale()
    title = value.replace("_", " ")
    base = alt.Chart(alt.InlineData(values=rows), width=width, height=max(18 * len(rows), 18))
    y = alt.Y(f"{label}:N", sort=None, title=None, axis=alt.Axis(labelLimit=180))
    ranges = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        y=y, x=alt.X(f"{low}:Q", scale=scale, title=title), x2=f"{high}:Q"
    )
    dots = base.mark_point(color=ACCENT, filled=True, size=45, opacity=1).encode(
        y=y, x=alt.X(f"{value}:Q", scale=scale)
    )
    if not logarithmic:
        return alt.layer(ranges, dots)
    one = alt.Chart(alt.InlineData(values=[{"one": 1}])).mark_rule(color=PALE).encode(x=alt.X("one:Q", scale=scale))
    return alt.layer(one, ranges, dots)


def wave_chart(
    series: Series, turns: Sequence[Turn], directives: Sequence[tuple[dt.date, str]] = (), *, width: int = 640
) -> Chart:
    """A series as bars, its turns as lines with their intervals as bands, directives as dashed lines."""
    counts = [
        {"start": day.isoformat(), "count": int(n)} for day, n in zip(series.start, series.counts, strict=True) if n
    ]
    x = alt.X("start:T", title=None)
    bars = (
        alt.Chart(alt.InlineData(values=counts), width=width, height=_HIGHEST)
        .mark_bar(color=INK)
        .encode(x=x, y=alt.Y("count:Q", title=f"a {series.unit}"))
    )
    found = [{"start": t.day.isoformat(), "low": t.low.isoformat(), "high": t.high.isoformat()} for t in turns]
    data = alt.InlineData(values=found)
    bands = alt.Chart(data).mark_rect(color=ACCENT, opacity=0.25).encode(x=alt.X("low:T"), x2="high:T")
    lines = alt.Chart(data).mark_rule(color=ACCENT).encode(x=x)
    ordered = [{"start": day.isoformat(), "title": title} for day, title in directives]
    dashed = alt.Chart(alt.InlineData(values=ordered)).mark_rule(color=INK, strokeDash=[3, 3])
    return alt.layer(bands, bars, lines, dashed.encode(x=x, tooltip="title:N"))
