"""Motive stage: what an analysis gives: a tidy table, sentences, warnings, and the numbers it prints.

Every analysis of motive and consequences returns an `Analysis`. Where the archive does not allow it, the analysis is
refused, with the reason in words, and holds no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from byname.values.printed import Condition, PrintedNumber

FEWEST_ASKED = 20  # people, below whom a question about shares is not answered
FEWEST = 5  # cells with fewer people are marked: their share moves by a fifth with one person


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval at `level`, the count it rests on, and what the reader must know with it."""

    value: float
    low: float
    high: float
    count: int = 0
    level: float = 0.95
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"the value {self.value} does not lie between {self.low} and {self.high}")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis: its question as a title, a table of one row a finding, sentences, warnings, and its numbers.

    `refused` holds the reason where the archive does not allow the analysis. A column of `table` whose name ends in
    `_id` holds the ids of the numbers that stand in the column of the name before it. `drawn` holds what a picture
    shows beyond the table.
    """

    id: str
    title: str
    method: str = ""
    table: pl.DataFrame = field(default_factory=pl.DataFrame)
    sentences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    numbers: tuple[PrintedNumber, ...] = ()
    refused: str = ""
    drawn: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """The analysis as plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "method": self.method,
            "refused": self.refused,
            "sentences": list(self.sentences),
            "warnings": list(self.warnings),
            "rows": self.table.to_dicts(),
            **({"drawn": dict(self.drawn)} if self.drawn else {}),
        }


def refusal(id: str, title: str, reason: str) -> Analysis:
    """An analysis that the archive does not allow.

    >>> refusal("waves", "When?", "No source dates an arrest.").refused
    'No source dates an arrest.'
    """
    return Analysis(id, title, refused=reason, sentences=(reason,))


def estimated(
    id: str,
    label: str,
    found: Estimate,
    method: str,
    table: str,
    where: tuple[Condition, ...],
    unit: str,
    decimals: int,
) -> PrintedNumber:
    """The printed number of an estimate, with its interval and the rows that it rests on."""
    return PrintedNumber(
        id,
        label,
        found.value,
        method,
        table,
        where,
        unit=unit,
        low=found.low,
        high=found.high,
        level=found.level,
        warnings=found.warnings,
        decimals=decimals,
    )


def counted(id: str, label: str, count: int, table: str, *where: Condition, unit: str = "people") -> PrintedNumber:
    """The printed number of a count of rows."""
    return PrintedNumber(id, label, float(count), "counted from the rows", table, where, unit=unit)
