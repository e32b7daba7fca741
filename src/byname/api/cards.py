"""Cards by which results show themselves in a notebook: a title, sentences, a picture, warnings, a table.

Takes plain texts and numbers; gives HTML that runs no script, asks for nothing over a network and takes the colours of
the notebook. Every text is escaped: a card of a stranger's list can do nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LABELS, _WIDTH, _ROW, _FIGURES = 190, 680, 24, 150  # pixels: names at the left, all, a row, figures at the right
_FAR_APART = 20  # the largest value over the smallest, from which on the axis is logarithmic
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A row of a picture: its name, the value (None where there is no single one), the ends of its interval (None: no
    bound that way)."""

    label: str
    value: float | None
    low: float | None
    high: float | None


def card(
    title: str, *, sentences: Sequence[str] = (), picture: str = "", warnings: Sequence[str] = (), below: str = ""
) -> str:
    """A card; `picture` and `below` are HTML, all others texts.

    >>> card("A < B", warnings=["few"])
    '<div class="byname-card"><p><strong>A &lt; B</strong></p><ul aria-label="warnings"><li>few</li></ul></div>'
    """
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    warned = "".join(f"<li>{escape(warning)}</li>" for warning in warnings)
    listed = f'<ul aria-label="warnings">{warned}</ul>' if warned else ""
    return f'<div class="byname-card"><p><strong>{escape(title)}</strong></p>{said}{picture}{listed}{below}</div>'


def interval_picture(rows: Sequence[IntervalRow], title: str, mark: float | None = None) -> str:
    """Draw values with their intervals as SVG, one row each; `mark` is a line through all, such as the people counted.

    An interval without an end goes on to the edge. Empty where nothing is to be drawn.
    """
    shown = rows[:_MOST_ROWS]
    ends = [end for row in shown for end in (row.value, row.low, row.high) if end is not None and math.isfinite(end)]
    if not ends:
        return ""
    axis = _Axis.of([*ends, *([] if mark is None else [mark])])
    drawn = [] if mark is None else [_line(axis.place(mark), 0, axis.place(mark), _ROW * len(shown), "3 3")]
    for number, row in enumerate(shown):
        drawn.append(_interval(row, axis, _ROW * number + _ROW / 2))
    return _svg("".join(drawn), len(shown), title)


def bar_picture(rows: Sequence[tuple[str, float]], title: str) -> str:
    """Draw counts as bars, one row each; empty where there are none."""
    shown = rows[:_MOST_ROWS]
    most = max((count for _, count in shown), default=0)
    if most <= 0:
        return ""
    room = _WIDTH - _LABELS - _FIGURES
    drawn = [
        f"{_text(_LABELS - 8, _ROW * number + _ROW / 2, name, 'end')}"
        f'<rect x="{_LABELS}" y="{_ROW * number + 5}" width="{room * count / most:.1f}" height="{_ROW - 10}" '
        f'fill="currentColor" opacity="0.6"/>'
        f"{_text(_LABELS + room * count / most + 8, _ROW * number + _ROW / 2, f'{count:,.0f}')}"
        for number, (name, count) in enumerate(shown)
    ]
    return _svg("".join(drawn), len(shown), title)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The axis of a picture: from where to where, and whether by factors."""

    start: float
    end: float
    is_logarithmic: bool

    @classmethod
    def of(cls, ends: Sequence[float]) -> _Axis:
        low, high = min(ends), max(ends)
        if low > 0 and high / low > _FAR_APART:
            return cls(math.log(low), math.log(high), is_logarithmic=True)
        return cls(min(low, 0.0), high, is_logarithmic=False)

    def place(self, value: float) -> float:
        """Where a value lies, in pixels from the left."""
        at = math.log(max(value, math.exp(self.start))) if self.is_logarithmic else value
        share = (at - self.start) / (self.end - self.start) if self.end > self.start else 0.5
        return _LABELS + (_WIDTH - _LABELS - _FIGURES) * min(1.0, max(0.0, share))


def _interval(row: IntervalRow, axis: _Axis, y: float) -> str:
    low, high = (end if end is not None and math.isfinite(end) else None for end in (row.low, row.high))
    left = _LABELS if low is None else axis.place(low)
    right = _WIDTH - _FIGURES if high is None else axis.place(high)
    point = (
        "" if row.value is None else f'<circle cx="{axis.place(row.value):.1f}" cy="{y}" r="4" fill="currentColor"/>'
    )
    bounds = f"{'?' if low is None else f'{low:,.0f}'} to {'?' if high is None else f'{high:,.0f}'}"
    figures = bounds if row.value is None else f"{row.value:,.0f} ({bounds})"
    return (
        f"{_text(_LABELS - 8, y, row.label, 'end')}{_line(left, y, right, y)}{point}"
        f"{_text(_WIDTH - _FIGURES + 8, y, figures)}"
    )


def _line(x1: float, y1: float, x2: float, y2: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor" stroke-width="2"'
        f"{dashed}/>"
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    short = words if len(words) <= 34 else f"{words[:33]}…"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" dominant-baseline="middle" font-size="12" '
        f'fill="currentColor">{escape(short)}</text>'
    )


def _svg(body: str, rows: int, title: str) -> str:
    said = escape(title)
    return (
        f'<svg role="img" aria-label="{said}" viewBox="0 0 {_WIDTH} {_ROW * rows}" width="{_WIDTH}" '
        f'style="max-width:100%"><title>{said}</title>{body}</svg>'
    )
