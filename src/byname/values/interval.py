"""Numbers with their uncertainty: an interval at a level, and a quantity with unit, population, place and period."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; `level` is its coverage (0.95) where it is an estimate's, None where it is a stated range.

    >>> Interval(1.0, 3.0).contains(2.0)
    True
    """

    low: float
    high: float
    level: float | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval's low end {self.low} lies above its high end {self.high}")

    def contains(self, value: float) -> bool:
        """Whether the value lies in the interval, ends included."""
        return self.low <= value <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Whether the two intervals share a point."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something: interval, unit, whom it counts, where, when (EDTF), and the id of the source that says
    so."""

    value: Interval
    unit: str
    best: float | None = None
    population: str | None = None
    place: str | None = None
    period: str | None = None
    source_id: str | None = None
