"""Site stage: the estimates from one set of lists as a forest chart.

Goes in: the numbers of the methods, each with its interval, the number of people named, and that of the range. Comes
out: a line with its point for each method above a mark for those named, the range as a band behind the first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from byname.site.answer_words import phrase
from byname.site.charts.forest import ForestRow, forest_chart, is_logarithmic
from byname.site.charts.style import NARROW, WIDE, Picture, to_svg
from byname.site.language import ENGLISH, Language
from byname.values.printed import PrintedNumber


def axis_is_logarithmic(
    methods: Sequence[tuple[str, PrintedNumber]], observed: PrintedNumber, spread: PrintedNumber | None = None
) -> bool:
    """Whether the estimates lie so far apart that only a logarithmic axis can show them."""
    return is_logarithmic(_rows(methods, spread, ENGLISH, sure=False), observed.value)


def estimates_chart(
    key: str,
    methods: Sequence[tuple[str, PrintedNumber]],
    observed: PrintedNumber,
    *,
    sure: bool,
    speech: Language = ENGLISH,
    spread: PrintedNumber | None = None,
) -> Picture:
    """Draw the methods, given as (name, number), the conditional estimate first where there is one.

    `spread` is the range, drawn behind the first; `sure`: whether no doubt is visible, without which all stand grey.
    """
    rows = _rows(methods, spread, speech, sure=sure)
    told = [f"{name}: {speech.printed(number)}, {speech.interval(number)}" for name, number in methods]
    if spread is not None:
        told.append(f"{phrase('the range behind the first', speech)}: {speech.interval(spread)}")
    drawings = [
        to_svg(
            forest_chart(rows, observed.value, width),
            key=f"{key}-{name}",
            title=phrase(f"People estimated in all by each method, beside the {observed.text} named", speech),
            description="; ".join(told),
            speech=speech,
        )
        for name, width in (("w", WIDE), ("n", NARROW))
    ]
    return Picture(*drawings)


def _rows(
    methods: Sequence[tuple[str, PrintedNumber]], spread: PrintedNumber | None, speech: Language, *, sure: bool
) -> list[ForestRow]:
    band = None
    if spread is not None and spread.low is not None:
        band = (spread.low, math.inf if spread.high is None else spread.high)
    return [
        ForestRow(name, f"{speech.printed(number)} ({_short(number, speech)})", number.value, number.low, number.high,
                  band if place == 0 else None, leads=sure)
        for place, (name, number) in enumerate(methods)
    ]  # fmt: skip


def _short(number: PrintedNumber, speech: Language) -> str:
    if number.low is None and number.high is None:
        return phrase("no interval", speech)
    low = "0" if number.low is None else speech.number(number.low, number.decimals)
    if number.high is None or math.isinf(number.high):
        return phrase(f"from {'0' if number.low is None else number.formatted(number.low)} up", speech)
    return speech.text("%(low)s to %(high)s") % {"low": low, "high": speech.number(number.high, number.decimals)}
