"""Site stage: pictures of ratios with their intervals and of waves beside directives.

Goes in: tables of analyses, series with their turns. Comes out: Altair charts with their data inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import polars as pl

from byname.site.answer_words import phrase
from byname.site.charts.style import ACCENT, FAINT, INK, WIDE
from byname.site.language import ENGLISH, Language

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
_HIGHEST, _MOST_BARS = 150, 20
_LETTER, _RIM = 7.4, 24  # pixels: the widest mean of the letters of a label, and what an axis needs at its end


def intervals(
    table: pl.DataFrame, label: str, value: str, *, axis: str = "", width: int = WIDE, logarithmic: bool = False
) -> Chart:
    """Values with their intervals, one row each; a ratio on a logarithmic axis with a line at 1. `width`: pixels of the
    whole chart with the words beside it, so that letters are as large on every page as they are drawn.

    `table` needs the columns `label`, `value`, `value_low` and `value_high`; rows without a value are left out. `axis`
    says what the values are, where that is not the name of their column.
    """
    low, high = f"{value}_low", f"{value}_high"
    shown = table.filter(pl.col(value).is_not_null() & (pl.col(high) < 1e6)).head(_MOST_BARS)
    if logarithmic:
        shown = shown.filter(pl.col(low) > 0)
    rows = shown.select(label, value, low, high).to_dicts()
    scale = alt.Scale(type="log") if logarithmic else alt.Scale()
    beside = min(max((len(str(row[label])) for row in rows), default=0) * _LETTER + 8, 190, width / 2)
    base = alt.Chart(alt.InlineData(values=rows), width=width - beside - _RIM, height=max(18 * len(rows), 18))
    y = alt.Y(f"{label}:N", sort=None, title=None, axis=alt.Axis(labelLimit=beside - 8, minExtent=beside))
    along = alt.Axis(format="%" if value == "share" else "", tickCount=3 if width < WIDE else 8)
    ranges = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        y=y, x=alt.X(f"{low}:Q", scale=scale, title=axis or value.replace("_", " "), axis=along), x2=f"{high}:Q"
    )
    dots = base.mark_point(color=ACCENT, filled=True, size=45, opacity=1).encode(
        y=y, x=alt.X(f"{value}:Q", scale=scale)
    )
    if not logarithmic:
        return alt.layer(ranges, dots)
    one = alt.Chart(alt.InlineData(values=[{"one": 1}])).mark_rule(color=FAINT).encode(x=alt.X("one:Q", scale=scale))
    return alt.layer(one, ranges, dots)


def drawn_wave(data: Mapping[str, Any], *, speech: Language = ENGLISH, width: int = 640) -> Chart:
    """A series as bars, its turns as lines with their intervals as bands, directives as dashed lines with a title.

    `data`: plain data as `waves.drawn_data` gives it.
    """
    axis = alt.Axis(tickCount=max(4, width // 90), labelOverlap=True)
    x = alt.X("day:T", title=None, axis=axis, scale=alt.Scale(domain=[data["first"], data["last"]]))
    thin = max(1.0, 0.9 * width / data["steps"])
    bars = (
        alt.Chart(alt.InlineData(values=data["counts"]), width=width, height=_HIGHEST)
        .mark_bar(color=INK, width=thin)
        .encode(
            x=alt.X("start:T", title=None, axis=axis), y=alt.Y("count:Q", title=phrase(f"a {data['unit']}", speech))
        )
    )
    turned = alt.InlineData(values=data["turns"])
    bands = alt.Chart(turned).mark_rect(color=ACCENT, opacity=0.2).encode(x=alt.X("low:T"), x2="high:T")
    lines = alt.Chart(turned).mark_rule(color=ACCENT, strokeWidth=1.5).encode(x=x)
    layers: list[alt.Chart] = [bands, bars, lines]
    if data["directives"]:
        ordered = alt.Chart(alt.InlineData(values=data["directives"]))
        layers.append(ordered.mark_rule(color=INK, strokeDash=[3, 3]).encode(x=x, tooltip="title:N"))
        named = ordered.mark_text(
            align="right", baseline="bottom", angle=270, dx=-2, dy=-3, fontSize=12, limit=_HIGHEST
        )
        layers.append(named.encode(x=x, y=alt.value(0), text="title:N"))
    return alt.layer(*layers)
