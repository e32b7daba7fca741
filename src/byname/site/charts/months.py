"""Site stage: what happened to people by month, with dated events marked.

Goes in: counts by kind of event and month, and a table of dated events. Comes out: one bar chart a kind, all on one
time axis, with numbered marks where events fall; and the years and months that the charts span.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from byname.site.answer_words import phrase
from byname.site.charts.style import ACCENT, FAINT, INK, MUTED, NARROW, WIDE, Drawn, Picture, Row, table, to_svg
from byname.site.language import ENGLISH, Language
from byname.site.wording import KINDS

_LONGEST = 30 * 12  # months; above, the few dates far from all others are left to the table
_OUTSIDE = 0.005
_PERSECUTION = ("arrests", "disappearances", "deportations", "sentences")
_MARK_HEIGHT, _BARS_HEIGHT = 13, 150


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with the number it is marked by in the charts; `month` counts months since year 0."""

    mark: int
    month: int
    date: str
    title: str
    kind: str
    source: str


def month_number(month: str) -> int:
    """The months from year 0 to a date that begins `YYYY-MM`.

    >>> month_number("1937-06-11") - month_number("1936-12")
    6
    """
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def span(months: pl.DataFrame) -> tuple[int, int] | None:
    """The whole years that the charts show, as months from and up to; None where nothing is dated.

    Arrests, deportations and sentences set it. Where they reach over more than thirty years, one in two hundred at
    either end is left to the table.
    """
    chosen = months.filter(pl.col("kind").is_in(_PERSECUTION))
    counted = chosen if len(chosen) else months
    if not len(counted):
        return None
    numbers = [month_number(month) for month in counted["month"]]
    weights = pl.DataFrame({"month": numbers, "count": counted["count"]}).sort("month")
    if max(numbers) - min(numbers) > _LONGEST:
        upto, total = pl.col("count").cum_sum(), pl.col("count").sum()
        weights = weights.filter((upto > _OUTSIDE * total) & (upto - pl.col("count") < (1 - _OUTSIDE) * total))
    first, last = weights["month"].to_list()[0], weights["month"].to_list()[-1]
    return first // 12 * 12, (last // 12 + 1) * 12


def events_in(events: pl.DataFrame, years: tuple[int, int]) -> list[DatedEvent]:
    """The events dated at least to the month and inside the span, in order, numbered from 1."""
    dated = events.filter(pl.col("date").str.contains(r"^\d{4}-\d\d(-\d\d)?")).fill_null("").sort("date", "title")
    inside = [
        (month_number(row["date"]), row)
        for row in dated.iter_rows(named=True)
        if years[0] <= month_number(row["date"]) < years[1]
    ]
    return [
        DatedEvent(mark, month, row["date"], row["title"], row["kind"], row["source"])
        for mark, (month, row) in enumerate(inside, start=1)
    ]


def months_chart(
    kind: str,
    counts: Sequence[tuple[str, int]],
    years: tuple[int, int],
    events: Sequence[DatedEvent],
    speech: Language = ENGLISH,
) -> Picture:
    """Draw one kind of event; `counts` are (month, people)."""
    rows: list[Row] = [
        {"month": month_number(month), "end": month_number(month) + 1, "people": count}
        for month, count in counts
        if years[0] <= month_number(month) < years[1]
    ]
    largest = max(counts, key=lambda pair: (pair[1], pair[0]), default=("", 0))
    description = f"Bars by month, {years[0] // 12} to {years[1] // 12 - 1}; the highest stands at {largest[0]}."
    drawings = [
        to_svg(
            _drawn(rows, years, events, width),
            key=f"{kind}-{name}",
            title=phrase(f"{KINDS.get(kind, kind)} by month", speech),
            description=phrase(description, speech),
            speech=speech,
        )
        for name, width in (("w", WIDE), ("n", NARROW))
    ]
    return Picture(*drawings)


def _drawn(rows: list[Row], years: tuple[int, int], events: Sequence[DatedEvent], width: int) -> Drawn:
    plot = width - 44
    marks, levels = _marks(events, years, plot)
    headroom = levels * _MARK_HEIGHT + 6 if levels else 4
    height = headroom + _BARS_HEIGHT
    top = max([1, *(int(row["people"] or 0) for row in rows)])
    axis_y = alt.Axis(title=None, tickCount=min(4, top), format=",d", tickMinStep=1, domain=False, ticks=False)
    y = alt.Y("people:Q", axis=axis_y, scale=alt.Scale(domain=[0, top], range=[height, headroom], nice=False))
    x = alt.X("month:Q", axis=_time_axis(years, plot), scale=alt.Scale(domain=list(years), nice=False, zero=False))
    bars = (
        alt.Chart(table(rows), width=plot, height=height)
        .mark_bar(color=ACCENT)
        .encode(x=x, x2="end:Q", y=y, y2=alt.datum(0))
    )
    if not marks:
        return alt.layer(bars)
    base = alt.Chart(table(marks)).encode(x=x)
    rules = base.mark_rule(color=FAINT, strokeWidth=1).encode(
        y=alt.Y("height:Q", axis=None, scale=None), y2=alt.value(height)
    )
    text = base.mark_text(fontSize=12, color=INK, baseline="bottom", align="left", dx=2, dy=12)
    texts = text.encode(y=alt.Y("height:Q", axis=None, scale=None), text="mark:N")
    layered: alt.LayerChart = alt.layer(rules, bars, texts).resolve_scale(y="independent")
    return layered


def _marks(events: Sequence[DatedEvent], years: tuple[int, int], width: int) -> tuple[list[Row], int]:
    """One mark for the events of each month, set in levels so that no two run into each other; how many levels."""
    by_month: dict[int, list[int]] = {}
    for event in events:
        by_month.setdefault(event.month, []).append(event.mark)
    free: list[float] = []  # where each level is free again, in pixels
    rows: list[Row] = []
    for month, marks in sorted(by_month.items()):
        text = str(marks[0]) if len(marks) == 1 else f"{marks[0]}–{marks[-1]}"
        place = (month + 0.5 - years[0]) / (years[1] - years[0]) * width
        level = next((i for i, end in enumerate(free) if end <= place), len(free))
        free[level : level + 1] = [place + 7 * len(text) + 6]
        rows.append({"month": month + 0.5, "mark": text, "height": level * _MARK_HEIGHT})
    return rows, len(free)


def _time_axis(years: tuple[int, int], width: int) -> alt.Axis:
    count = (years[1] - years[0]) // 12
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if count / step * 42 <= width or step == 1000)
    first = -(-(years[0] // 12) // step) * step
    values = [year * 12 for year in range(first, years[1] // 12 + 1, step)]
    return alt.Axis(title=None, grid=False, values=values, labelExpr="datum.value / 12", domainColor=MUTED)
