"""Site stage: the sections on motive and consequences.

Goes in: the analyses of an archive as plain data. Comes out: for each its sentences, a chart where its rows have
intervals or stations, and its table, in which every number that has an id leads to its trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from byname.site.answer_words import heading, in_language, phrase
from byname.site.charts.style import NARROW, WIDE, Picture, to_svg
from byname.site.language import ENGLISH, Language
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
# Columns that hold names, titles and what tables of facts say; what of them no catalogue knows is data.
_DATA = frozenset({
    "group", "attribute", "rank", "order", "sources", "area", "source", "table", "what", "printed_by", "explanation",
    "expects", "shared_with", "found", "held_by", "against", "assumes", "told_apart_by", "documents", "figures",
    "contested", "place", "at", "camp_of_the_table", "camp", "list", "holder", "person", "published_terms", "office",
    "holders", "lost_by",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: words, the interval in words, the id of its number where it has one, whether it is a figure,
    and whether it holds a name or a text of a source."""

    words: str
    interval: str = ""
    number: str = ""
    figure: bool = False
    is_data: bool = False


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


def sections(
    analyses: Sequence[Mapping[str, Any]], numbers: Mapping[str, PrintedNumber], speech: Language = ENGLISH
) -> list[Section]:
    """The sections of one part of the report, in order, their tables and charts in the language of the report."""
    return [_section(one, numbers, speech) for one in analyses]


def _section(one: Mapping[str, Any], numbers: Mapping[str, PrintedNumber], speech: Language) -> Section:
    rows = one["rows"][:MOST_ROWS]
    names = [name for name in (one["rows"][0] if one["rows"] else {}) if _is_shown(name)]
    return Section(
        key=str(one["id"]),
        title=str(one["title"]),
        refused=str(one["refused"]),
        method=str(one["method"]),
        sentences=() if one["refused"] else tuple(one["sentences"]),
        warnings=tuple(one["warnings"]),
        headings=tuple(heading(name, speech) for name in names),
        rows=tuple(tuple(_cell(row, name, numbers, speech) for name in names) for row in rows),
        more=max(0, len(one["rows"]) - MOST_ROWS),
        picture=_picture(one, speech) if one["rows"] else None,
        draws_all=str(one["id"]) in ("paths", *_MAPPED),
    )


def _is_shown(name: str) -> bool:
    return not name.endswith(("_low", "_high", "_id")) and name not in _HIDDEN


def _cell(row: Mapping[str, Any], name: str, numbers: Mapping[str, PrintedNumber], speech: Language) -> TableCell:
    value, id = row.get(name), str(row.get(f"{name}_id") or "")
    if id in numbers:
        number = numbers[id]
        return TableCell(speech.printed(number), _interval(number, speech), id, figure=True)
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    interval = ""
    if low is not None and high is not None and low != high:
        interval = _spread(_figure(low, speech), _figure(high, speech), speech)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return TableCell(str(value) if name == "year" else _figure(value, speech), interval, figure=True)
    words = said(value)
    known = in_language(words, speech)
    return TableCell(words if known is None else known, interval, is_data=name in _DATA and known in (None, words))


def _figure(value: float, speech: Language) -> str:
    """A value of a table with as many digits as it is worth."""
    return phrase(said(value), speech)


def _interval(number: PrintedNumber, speech: Language) -> str:
    if number.low is None or number.high is None:
        return ""
    low, high = (speech.number(end, number.decimals) for end in (number.low, number.high))
    return _spread(low, high, speech)


def _spread(low: str, high: str, speech: Language) -> str:
    return speech.text("%(low)s to %(high)s") % {"low": low, "high": high}


def _picture(one: Mapping[str, Any], speech: Language) -> Picture | None:
    from byname.site.charts.paths import alluvial
    from byname.site.charts.waves import drawn_wave

    table = pl.DataFrame(one["rows"], infer_schema_length=None)
    drawing = _Drawing(str(one["id"]), phrase(str(one["title"]), speech), speech)
    if drawing.key == "paths":
        charts = [alluvial(table, width=width, height=300, speech=speech) for width in (WIDE - 24, NARROW - 24)]
        return drawing.of(charts, "Bands of people from how they were taken to what became of them.")
    if one.get("drawn"):
        waves = [drawn_wave(one["drawn"], width=width, speech=speech) for width in (WIDE - 70, NARROW - 70)]
        return drawing.of(waves, _WAVE)
    return _mapped(one["rows"], drawing) if drawing.key in _MAPPED else _with_intervals(table, drawing)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a chart is called on the page, and the language of the page."""

    key: str
    title: str
    speech: Language

    def of(self, charts: Sequence[Any], description: str) -> Picture:
        """The chart for a desk and for a phone."""
        wide, narrow = (
            to_svg(
                chart,
                key=f"{self.key}-{size}",
                title=self.title,
                description=phrase(description, self.speech),
                speech=self.speech,
            )
            for chart, size in zip(charts, ("w", "n"), strict=True)
        )
        return Picture(wide, narrow)


def _mapped(rows: Sequence[Mapping[str, Any]], drawing: _Drawing) -> Picture | None:
    """The maps of camps and destinations, and the bars by year."""
    from byname.site.charts import maps

    key, speech = drawing.key, drawing.speech
    if key in ("camps-by-place", "destinations") and not any(row["lon"] is not None for row in rows):
        return None
    charts: list[Any]
    if key == "camps-by-place":
        charts = [
            maps.camp_maps(rows, width=width, columns=columns, speech=speech)
            for width, columns in ((333, 2), (NARROW - 4, 1))
        ]
    elif key == "destinations":
        charts = [
            maps.destination_map(rows, width=width, names=names, speech=speech)
            for width, names in ((WIDE - 4, 24), (308, 9))
        ]
    elif key == "camps-by-year":
        charts = [maps.year_bars(rows, width=width, speech=speech) for width in (WIDE - 70, NARROW - 70)]
    else:
        charts = [maps.sent_bars(pl.DataFrame(rows), width=width, speech=speech) for width in (WIDE - 70, NARROW - 70)]
    return drawing.of(charts, _MAPPED[key])


def _with_intervals(table: pl.DataFrame, drawing: _Drawing) -> Picture | None:
    from byname.site.charts.waves import intervals

    drawn = next((name for name in _DRAWN if name in table.columns and f"{name}_low" in table.columns), None)
    label = next((name for name in ("group", "rank", "of", "year") if name in table.columns), None)
    if drawn is None or label is None or table[label].n_unique() < len(table) or len(table) < 2:
        return None
    shown = table.filter(pl.col(drawn).is_not_null()).head(MOST_ROWS)
    if len(shown) < 2:
        return None
    words = [phrase(str(text), drawing.speech) for text in shown[label]]
    shown = shown.with_columns(pl.Series(label, words))
    axis = heading(drawn, drawing.speech)
    charts = [
        intervals(shown, label, drawn, width=width, logarithmic=_DRAWN[drawn], axis=axis) for width in (WIDE, NARROW)
    ]
    return drawing.of(charts, f"The {drawn.replace('_', ' ')} of each row with its interval.")
