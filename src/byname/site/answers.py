"""Site stage: the sections on motive and consequences.

Goes in: the analyses of an archive as plain data. Comes out: for each its sentences, a chart where its rows have
intervals or stations, and its table, in which every number that has an id leads to its trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from byname.site.charts.style import NARROW, WIDE, Picture, to_svg
from byname.values.printed import PrintedNumber, said

MOST_ROWS = 12
# The value of each analysis that is drawn with its interval, and whether it is a ratio.
_DRAWN = {"adjusted": True, "odds_ratio": True, "relative_risk": True, "rate": False, "share": False}
# What the pictures of the camps and of those sent show, for those who do not see them.
_MAPPED = {
    "camps-by-year": "Bars of the prisoners of each year, and below them the number of camps that have a figure in it.",
    "camps-by-place": "A map of each year with a circle for each camp, as large as the number of its prisoners.",
    "destinations": "A map with a circle for each place, as large as the number of people sent there; hollow circles "
    "stand for a region or a camp whose own place is not known.",
    "sent-by-year": "Bars of the people taken in each year, those sent to camps above, those sent into exile below.",
}
_WAVE = (
    "Bars of the counts; red lines where their level changes, with their intervals as bands; dashed lines for the two "
    "directives after which the rate changed most."
)
_HIDDEN = ("small", "lon", "lat")


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: words, the interval in words, and the id of its number where it has one."""

    words: str
    interval: str = ""
    number: str = ""
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One analysis for a page: title, sentences, warnings, headings, rows, a chart, or why there is no answer."""

    key: str
    title: str
    refused: str
    method: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    more: int
    picture: Picture | None
    draws_all: bool = False  # the picture shows every row, not only those of the table


def sections(analyses: Sequence[Mapping[str, Any]], numbers: Mapping[str, PrintedNumber]) -> list[Section]:
    """The sections of one part of the report, in order."""
    return [_section(one, numbers) for one in analyses]


def _section(one: Mapping[str, Any], numbers: Mapping[str, PrintedNumber]) -> Section:
    rows = one["rows"][:MOST_ROWS]
    names = [name for name in (one["rows"][0] if one["rows"] else {}) if _is_shown(name)]
    return Section(
        key=str(one["id"]),
        title=str(one["title"]),
        refused=str(one["refused"]),
        method=str(one["method"]),
        sentences=() if one["refused"] else tuple(one["sentences"]),
        warnings=tuple(one["warnings"]),
        headings=tuple(name.replace("_", " ") for name in names),
        rows=tuple(tuple(_cell(row, name, numbers) for name in names) for row in rows),
        more=max(0, len(one["rows"]) - MOST_ROWS),
        picture=_picture(one) if one["rows"] else None,
        draws_all=str(one["id"]) in ("paths", *_MAPPED),
    )


def _is_shown(name: str) -> bool:
    return not name.endswith(("_low", "_high", "_id")) and name not in _HIDDEN


def _cell(row: Mapping[str, Any], name: str, numbers: Mapping[str, PrintedNumber]) -> TableCell:
    value, id = row.get(name), str(row.get(f"{name}_id") or "")
    if id in numbers:
        number = numbers[id]
        return TableCell(number.text, _interval(number), id, figure=True)
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    interval = f"{said(low)} to {said(high)}" if low is not None and high is not None and low != high else ""
    words = str(value) if name == "year" else said(value)
    return TableCell(words, interval, figure=isinstance(value, int | float) and not isinstance(value, bool))


def _interval(number: PrintedNumber) -> str:
    if number.low is None or number.high is None:
        return ""
    return f"{number.formatted(number.low)} to {number.formatted(number.high)}"


def _picture(one: Mapping[str, Any]) -> Picture | None:
    from byname.site.charts.paths import alluvial
    from byname.site.charts.waves import drawn_wave

    table = pl.DataFrame(one["rows"], infer_schema_length=None)
    key, title = str(one["id"]), str(one["title"])
    if key == "paths":
        charts = [alluvial(table, width=width, height=300) for width in (WIDE - 110, NARROW - 60)]
        return _drawn(charts, key, title, "Bands of people from how they were taken to what became of them.")
    if one.get("drawn"):
        return _drawn([drawn_wave(one["drawn"], width=width) for width in (WIDE - 70, NARROW - 70)], key, title, _WAVE)
    return _mapped(one["rows"], key, title) if key in _MAPPED else _with_intervals(table, key, title)


def _mapped(rows: Sequence[Mapping[str, Any]], key: str, title: str) -> Picture | None:
    """The maps of camps and destinations, and the bars by year."""
    from byname.site.charts import maps

    if key in ("camps-by-place", "destinations") and not any(row["lon"] is not None for row in rows):
        return None
    charts: list[Any]
    if key == "camps-by-place":
        charts = [maps.camp_maps(rows, width=width, columns=columns) for width, columns in ((333, 2), (NARROW - 4, 1))]
    elif key == "destinations":
        charts = [maps.destination_map(rows, width=width, names=names) for width, names in ((WIDE - 4, 24), (308, 9))]
    elif key == "camps-by-year":
        charts = [maps.year_bars(rows, width=width) for width in (WIDE - 70, NARROW - 70)]
    else:
        charts = [maps.sent_bars(pl.DataFrame(rows), width=width) for width in (WIDE - 70, NARROW - 70)]
    return _drawn(charts, key, title, _MAPPED[key])


def _with_intervals(table: pl.DataFrame, key: str, title: str) -> Picture | None:
    from byname.site.charts.waves import intervals

    drawn = next((name for name in _DRAWN if name in table.columns and f"{name}_low" in table.columns), None)
    label = next((name for name in ("group", "rank", "of", "year") if name in table.columns), None)
    if drawn is None or label is None or table[label].n_unique() < len(table) or len(table) < 2:
        return None
    shown = table.filter(pl.col(drawn).is_not_null()).head(MOST_ROWS)
    if len(shown) < 2:
        return None
    shown = shown.with_columns(pl.col(label).cast(pl.String))
    charts = [
        intervals(shown, label, drawn, width=width, logarithmic=_DRAWN[drawn]) for width in (WIDE - 210, NARROW - 170)
    ]
    return _drawn(charts, key, title, f"The {drawn.replace('_', ' ')} of each row with its interval.")


def _drawn(charts: Sequence[Any], key: str, title: str, description: str) -> Picture:
    wide, narrow = (
        to_svg(chart, key=f"{key}-{size}", title=title, description=description)
        for chart, size in zip(charts, ("w", "n"), strict=True)
    )
    return Picture(wide, narrow)
