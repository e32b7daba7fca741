"""Site stage: the estimates from one set of lists as a forest chart.

Goes in: the numbers of the methods, each with its interval, and the number of people named. Comes out: a line with its
point for each method above a mark for those named; an interval without an upper bound ends in an arrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from byname.site.charts.style import ACCENT, FAINT, INK, MUTED, NARROW, PAPER, WIDE, Drawn, Picture, Row, table, to_svg
from byname.site.wording import interval_words
from byname.values.printed import PrintedNumber

_ROW_HEIGHT, _LINE_HEIGHT = 38, 14
_WIDEST = 20  # times the people named; beyond, the axis is logarithmic
_REACH = 3  # times the largest estimate; an interval that reaches further ends in an arrow


def axis_is_logarithmic(numbers: Sequence[PrintedNumber], observed: PrintedNumber) -> bool:
    """Whether the estimates lie so far apart that only a logarithmic axis can show them."""
    return observed.value > 0 and max(number.value for number in numbers) > _WIDEST * observed.value


def estimates_chart(
    key: str, methods: Sequence[tuple[str, PrintedNumber]], observed: PrintedNumber, *, identified: bool
) -> Picture:
    """Draw the methods, given as (name, number); those of an estimate that is not identified are drawn grey."""
    description = "; ".join(f"{name}: {number.text}, {interval_words(number)}" for name, number in methods)
    drawings = [
        to_svg(
            _drawn(methods, observed, width, ACCENT if identified else MUTED),
            key=f"{key}-{name}",
            title=f"People estimated in all by each method, beside the {observed.text} named",
            description=description,
        )
        for name, width in (("w", WIDE), ("n", NARROW))
    ]
    return Picture(*drawings)


def _drawn(methods: Sequence[tuple[str, PrintedNumber]], observed: PrintedNumber, width: int, colour: str) -> Drawn:
    numbers = [number for _, number in methods]
    logarithmic = axis_is_logarithmic(numbers, observed)
    end = _REACH * max(number.value for number in numbers)
    start = observed.value * 0.8 if logarithmic else 0.0
    highest = max(1.0, observed.value, *(_high(number, end) for number in numbers))
    scale = alt.Scale(domain=[start, highest * 1.02], type="log" if logarithmic else "linear", nice=False)
    axis = alt.Axis(title=None, format=",d", tickCount=4 if width < WIDE else 7, gridColor=FAINT, domain=False)
    x = alt.X("low:Q", axis=axis, scale=scale)
    separator = " " if width == WIDE else "\n"
    row_height = _ROW_HEIGHT if width == WIDE else _ROW_HEIGHT + _LINE_HEIGHT
    rows = [
        _row(name, number, (row_height * i, row_height * (i + 1) - 14), separator, start, end)
        for i, (name, number) in enumerate(methods)
    ]
    base = alt.Chart(table(rows), width=width - 24, height=row_height * len(methods) + 6)
    y = alt.Y("line:Q", axis=None, scale=None)
    named = alt.Chart(table([{"low": observed.value}])).mark_rule(color=INK, strokeDash=[3, 3]).encode(x=x)
    lines = base.mark_rule(color=colour, strokeWidth=2).encode(x=x, x2="high:Q", y=y)
    points = base.mark_point(color=colour, filled=True, size=70, opacity=1).encode(x=alt.X("value:Q", scale=scale), y=y)
    arrows = base.transform_filter("datum.open").encode(x=alt.X("high:Q", scale=scale), y=y)
    ends = arrows.mark_point(shape="triangle-right", filled=True, color=colour, size=60, opacity=1)
    return alt.layer(named, lines, points, ends, *_labels(base))


def _row(name: str, number: PrintedNumber, places: tuple[int, int], separator: str, start: float, end: float) -> Row:
    """A method as the chart draws it: its words at the upper of two places, its line at the lower."""
    return {
        "words": places[0],
        "line": places[1],
        "text": f"{name}:{separator}{number.text} ({_short_interval(number)})",
        "value": number.value,
        "low": number.value if number.low is None else max(number.low, start),
        "high": _high(number, end),
        "open": _is_open(number, end),
    }


def _labels(base: alt.Chart) -> tuple[alt.Chart, alt.Chart]:
    """The words of each method, above a rim in the colour of the paper that keeps the lines behind them apart."""
    text = base.encode(x=alt.value(2), y=alt.Y("words:Q", axis=None, scale=None), text="text:N")
    rim = text.mark_text(
        align="left", baseline="top", lineBreak="\n", lineHeight=_LINE_HEIGHT, stroke=PAPER, strokeWidth=5, fill=PAPER
    )
    words = text.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=_LINE_HEIGHT, fill=INK)
    return rim, words


def _short_interval(number: PrintedNumber) -> str:
    words = interval_words(number) or "no interval"
    return words.rpartition("interval ")[2].replace("; the data set no upper bound", " up")


def _is_open(number: PrintedNumber, end: float) -> bool:
    return number.low is not None and (number.high is None or math.isinf(number.high) or number.high > end)


def _high(number: PrintedNumber, end: float) -> float:
    """Where a method's line ends: its upper bound, at most at `end`."""
    if number.low is None and number.high is None:
        return number.value
    return end if number.high is None else min(number.high, end)
