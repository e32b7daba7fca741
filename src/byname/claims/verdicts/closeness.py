"""Claims stage: how near the number of a claim is to that of a figure, and how telling it is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from byname.claims.frames.frames import ClaimFrame
from byname.claims.numbers.rounding import grain_of
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.comparison import FigureComparison, claim_interval
from byname.claims.verdicts.dimensions import ALIKE, Relation


def is_vague(frame: ClaimFrame) -> bool:
    """Whether a number is an order of magnitude ("thousands")."""
    return frame.number is not None and any(node.rule == "vague" for node in frame.number.tree.walk())


def is_specific(frame: ClaimFrame) -> bool:
    """Whether a number is telling enough to be recognised: no order of magnitude and no small count."""
    number = frame.number
    if number is None or is_vague(frame):
        return False
    least = thresholds().closeness.telling
    return (
        number.is_share
        or number.tree.whole is not None
        or (math.isfinite(number.low) and number.low >= least)
        or (math.isfinite(number.high) and number.high >= least)
    )


def is_exact(frame: ClaimFrame, c: FigureComparison) -> bool:
    """Whether a claim gives the very interval of a figure."""
    return (
        frame.number is not None and frame.number.low == c.figure.value.low and frame.number.high == c.figure.value.high
    )


def is_noted(frame: ClaimFrame, differ: Sequence[FigureComparison], compared: Sequence[FigureComparison]) -> bool:
    """Whether the notes of a figure that differs, or of one of the same people at another time, give the number."""
    number = frame.number
    if number is None or is_vague(frame) or number.low != number.high:
        return False
    low, high = claim_interval(frame)
    same = [c for c in [*differ, *compared] if c.predicate is Relation.SAME and c.population is Relation.SAME]
    return any(low <= value <= high for c in same for value in c.figure.noted)


def is_near_miss(frame: ClaimFrame, c: FigureComparison) -> bool:
    """Whether a claim just misses a figure, and one of the two is a round number."""
    number, figure = frame.number, c.figure
    if number is None or figure.value.measure == "percent" or number.is_share:
        return False
    low, high = claim_interval(frame)
    limits = thresholds().closeness
    near = low <= figure.value.high * (1 + limits.near_miss) and figure.value.low * (1 - limits.near_miss) <= high
    grain = max(number.tree.grain, grain_of(figure.value.low))
    return near and math.isfinite(number.low) and grain >= abs(number.low) / limits.round_parts


def is_of_like_size(frame: ClaimFrame, c: FigureComparison) -> bool:
    """Whether a claim lies within a small factor of a figure that differs."""
    return is_nearly_of_size(frame, c, thresholds().closeness.like_size)


def is_nearly_of_size(frame: ClaimFrame, c: FigureComparison, within: float | None = None) -> bool:
    """Whether a claim lies so near a figure of nearly the same thing, or an estimate, that it cannot speak against it:
    `within` a factor, by default that beyond which no source can bear a number."""
    low, high = claim_interval(frame)
    factor = within or thresholds().bounds.beyond_all
    return low <= c.figure.value.high * factor and c.figure.value.low / factor <= high


def meets_by_no_chance(frame: ClaimFrame, c: FigureComparison, *, elsewhere: bool = False) -> bool:
    """Whether a number and a figure that may speak of different things can hardly agree by chance: the figure is no
    wide range, and the number has several digits or is its very number; `elsewhere` where they surely differ."""
    number, value = frame.number, c.figure.value
    if number is None:
        return False
    if is_exact(frame, c) and (number.is_share or number.low != number.high):
        return True
    if value.whole and number.tree.whole == value.whole:
        return True  # "13 of 15"
    limits = thresholds().closeness
    finite = math.isfinite(value.low) and math.isfinite(value.high)
    narrow = value.high <= value.low * limits.like_size if finite else True
    low = number.low if math.isfinite(number.low) else number.high
    same = c.predicate in ALIKE and c.population is Relation.SAME
    if same and narrow and not elsewhere and (frame.population.named or low >= limits.great):
        return True  # few totals of everyone are so great, few of one group are told
    digits = len(f"{low:.4f}".replace(".", "").strip("0"))
    return narrow and digits >= limits.telling_digits


def has_many_digits(frame: ClaimFrame) -> bool:
    """Whether a number has so many digits that it is met by chance nowhere."""
    number = frame.number
    return number is not None and digits_of(number.low) >= thresholds().closeness.very_digits


def digits_of(value: float) -> int:
    """The digits of a whole number, end zeros left out.

    >>> digits_of(681_692.0), digits_of(22_000.0)
    (6, 2)
    """
    return len(f"{value:.0f}".rstrip("0"))
