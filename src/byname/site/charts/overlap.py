"""Site stage: the overlap of the lists as an UpSet chart (Lex et al. 2014), one row a pattern so that it fits a phone.

Goes in: the patterns of lists with their counts and the size of each list. Comes out: a matrix of dots, a bar with its
number beside each pattern, and a column with its number above each list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
import polars as pl

from byname.site.answer_words import phrase
from byname.site.charts.style import ACCENT, FAINT, INK, MUTED, NARROW, WIDE, Drawn, Picture, Row, table, to_svg
from byname.site.language import ENGLISH, Language
from byname.site.report_data import overlap_id, people_id
from byname.site.wording import trace_link
from byname.values.printed import PrintedNumber

MOST_ROWS = 30
_ROW_HEIGHT = 20
_LABEL_WIDTH = 52


@dataclass(frozen=True, slots=True)
class Pattern:
    """People on exactly these lists, and nobody else."""

    lists: tuple[str, ...]
    number: PrintedNumber


def patterns_of(table: pl.DataFrame, numbers: Mapping[str, PrintedNumber]) -> list[Pattern]:
    """The patterns of the overlap table (a 0/1 column a list, and `count`), the largest first."""
    names = _lists_of(table)
    found = []
    for row in table.iter_rows(named=True):
        lists = tuple(name for name in names if row[name])
        found.append(Pattern(lists, numbers[overlap_id(lists)]))
    return sorted(found, key=lambda pattern: (-pattern.number.value, len(pattern.lists), pattern.lists))


def overlap_chart(patterns: list[Pattern], sizes: Mapping[str, PrintedNumber], speech: Language = ENGLISH) -> Picture:
    """Draw the largest patterns, at most `MOST_ROWS`; `sizes` gives each list's people in the order to be drawn."""
    shown = patterns[:MOST_ROWS]
    drawings = [_drawn(shown, sizes, width, f"overlap-{name}", speech) for name, width in (("w", WIDE), ("n", NARROW))]
    return Picture(*drawings)


def _drawn(patterns: list[Pattern], sizes: Mapping[str, PrintedNumber], width: int, key: str, speech: Language) -> str:
    lists = list(sizes)
    matrix_width = min(34 * len(lists), round(width * 0.5))
    parts = (_matrix(patterns, lists, matrix_width), _bars(patterns, width - matrix_width - 10, speech))
    below = alt.hconcat(*parts, spacing=10).resolve_scale(color="independent")
    chart = alt.vconcat(_columns(sizes, matrix_width, speech), below, spacing=16)
    told = (f"{phrase(pattern.number.label, speech)}: {speech.printed(pattern.number)}" for pattern in patterns[:8])
    description = f"{'; '.join(told)}. {phrase('All are in the table.', speech)}"
    title = phrase("Overlap of the lists", speech)
    return to_svg(chart, key=key, title=title, description=description, speech=speech)


def _columns(sizes: Mapping[str, PrintedNumber], width: int, speech: Language) -> Drawn:
    rows: list[Row] = [
        {"list": name, "people": n.value, "text": speech.printed(n), "href": trace_link(n.id)}
        for name, n in sizes.items()
    ]
    top = max([1.0, *(n.value for n in sizes.values())])
    base = alt.Chart(table(rows), width=width, height=96).encode(
        x=alt.X(
            "list:N",
            sort=list(sizes),
            scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15),
            axis=alt.Axis(title=None, labelAngle=-90, labelColor=INK, labelLimit=150, ticks=False, domain=False),
        ),
        y=alt.Y("people:Q", axis=None, scale=alt.Scale(domain=[0, top], range=[96, 46])),
        href="href:N",
    )
    text = base.mark_text(angle=270, align="left", baseline="middle", dx=5, fontSize=12, color=INK)
    return alt.layer(base.mark_bar(color=MUTED), text.encode(text="text:N"))


def _matrix(patterns: list[Pattern], lists: list[str], width: int) -> Drawn:
    cells: list[Row] = [
        {"place": _place(row), "list": name, "held": name in pattern.lists}
        for row, pattern in enumerate(patterns)
        for name in lists
    ]
    lines: list[Row] = [
        {"place": _place(row), "list": pattern.lists[0], "last": pattern.lists[-1]}
        for row, pattern in enumerate(patterns)
        if len(pattern.lists) > 1
    ]
    scale = alt.Scale(domain=lists, paddingInner=0.3, paddingOuter=0.15)
    y = alt.Y("place:Q", axis=None, scale=None)
    x = alt.X("list:N", axis=None, scale=scale)
    height = _ROW_HEIGHT * len(patterns)
    colour = alt.Color("held:N", scale=alt.Scale(domain=[True, False], range=[INK, FAINT]), legend=None)
    dots = alt.Chart(table(cells), width=width, height=height).mark_circle(size=84, opacity=1)
    line = alt.Chart(table(lines)).mark_rule(color=INK, strokeWidth=2).encode(x=x, x2="last:N", y=y)
    return alt.layer(dots.encode(x=x, y=y, color=colour), *([line] if lines else []))


def _bars(patterns: list[Pattern], width: int, speech: Language) -> Drawn:
    rows: list[Row] = [
        {
            "place": _place(row),
            "people": p.number.value,
            "text": speech.printed(p.number),
            "href": trace_link(p.number.id),
            "several": len(p.lists) > 1,
        }
        for row, p in enumerate(patterns)
    ]
    top = max([1.0, *(p.number.value for p in patterns)])
    base = alt.Chart(table(rows), width=width, height=_ROW_HEIGHT * len(patterns)).encode(
        x=alt.X("people:Q", axis=None, scale=alt.Scale(domain=[0, top], range=[0, width - _LABEL_WIDTH])),
        y=alt.Y("place:Q", axis=None, scale=None),
        href="href:N",
    )
    colour = alt.Color("several:N", scale=alt.Scale(domain=[True, False], range=[ACCENT, MUTED]), legend=None)
    text = base.mark_text(align="left", baseline="middle", dx=5, fontSize=12, color=INK).encode(text="text:N")
    return alt.layer(base.mark_bar(orient="horizontal", size=14).encode(color=colour), text)


def _place(row: int) -> float:
    return (row + 0.5) * _ROW_HEIGHT


def list_sizes(table: pl.DataFrame, numbers: Mapping[str, PrintedNumber]) -> dict[str, PrintedNumber]:
    """The people on each list, in the order of the overlap table."""
    return {name: numbers[people_id(name)] for name in _lists_of(table)}


def _lists_of(table: pl.DataFrame) -> list[str]:
    return [name for name in table.columns if name != "count"]
