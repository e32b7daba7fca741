"""Site stage: a poster of a timeline: what happened month by month, and the dated events of the time, on one sheet.

Goes in: the title of an archive, counts by kind and month, a table of dated events. Comes out: one HTML page to be
printed on a sheet of A2; it asks for nothing over a network and runs no script. It names no person of a list.
"""

from __future__ import annotations

from itertools import groupby

import polars as pl

from byname.site.charts.months import DatedEvent, events_in, months_chart, span
from byname.site.charts.style import Picture
from byname.site.templating import page_environment
from byname.site.wording import KINDS

_MOST_KINDS = 3  # pictures that a sheet has room for


def poster(title: str, months: pl.DataFrame, events: pl.DataFrame) -> str:
    """The poster of an archive.

    `months` has the columns `kind`, `month` (YYYY-MM) and `count` (people), `events` `date`, `title`, `kind` and
    `source`. Where nothing is dated it says so.
    """
    years = span(months)
    inside = events_in(events, years) if years else []
    template = page_environment("style.css", "poster.css").get_template("poster.html")
    return template.render(
        title=title,
        years="" if years is None else _years(years[0] // 12, years[1] // 12 - 1),
        charts=_charts(months, years, inside) if years else [],
        events=[(year, list(of_year)) for year, of_year in groupby(inside, key=lambda event: event.date[:4])],
        sources=sorted({event.source for event in inside}),
    ).rstrip("\n")


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _charts(months: pl.DataFrame, years: tuple[int, int], events: list[DatedEvent]) -> list[tuple[str, int, Picture]]:
    """The kinds with the most people: their name, the people, and the chart."""
    sums = months.group_by("kind").agg(pl.col("count").sum()).sort("count", "kind", descending=[True, False])
    drawn = []
    for kind, people in sums.head(_MOST_KINDS).iter_rows():
        of_kind = months.filter(pl.col("kind") == kind).sort("month").select("month", "count")
        counts = [(str(month), int(count)) for month, count in of_kind.iter_rows()]
        drawn.append((KINDS.get(kind, kind), int(people), months_chart(kind, counts, years, events)))
    return drawn
