"""Motive stage: limits that were raised after an order: how many more people each decision allowed, and where.

Goes in: a table of decisions (`..._raised`: date, area, first_category, second_category, both_categories, part_of).
Comes out: what was added in all or in one area. Such a table holds the decisions that we have read, so that every sum
is the least that was added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from byname.sources.facts import FactTable


@dataclass(frozen=True, slots=True)
class Raised:
    """What decisions added: people to be shot, people in both categories, people whose decision names no category, and
    the number of decisions."""

    first: int = 0
    both: int = 0
    unsplit: int = 0
    decisions: int = 0


def raised_in_all(table: FactTable) -> Raised:
    """What all decisions added. A row that is part of another row's total (`part_of`) is not counted twice.

    >>> rows = pl.DataFrame({"area": ["all", "a"], "first_category": ["48", "6"], "second_category": ["", ""],
    ...                      "both_categories": ["57", ""], "part_of": ["", "all"]})
    >>> raised_in_all(FactTable("x_raised", rows, rows.clear()))
    Raised(first=48, both=57, unsplit=0, decisions=1)
    """
    return _sum(table.rows.filter(pl.col("part_of") == ""))


def raised_in(table: FactTable, area: str) -> Raised:
    """What was added in one area, by decisions of its own and by its part of others."""
    return _sum(table.rows.filter(pl.col("area") == area))


def raised_table(facts: Sequence[FactTable], limits: FactTable) -> FactTable | None:
    """The decisions that raised the limits of a table: `x_raised` belongs to `x_limits`."""
    name = limits.name.removesuffix("_limits") + "_raised"
    return next((table for table in facts if table.name == name), None)


def _sum(rows: pl.DataFrame) -> Raised:
    first = both = unsplit = 0
    for row in rows.iter_rows(named=True):
        shot, sent, named = (_whole(row[name]) for name in ("first_category", "second_category", "both_categories"))
        first += shot
        both += named or shot + sent
        unsplit += 0 if shot or sent else named
    return Raised(first, both, unsplit, len(rows))


def _whole(text: str) -> int:
    return int(text) if text else 0
