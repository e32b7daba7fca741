"""Motive stage: directives: what was ordered, and what came of it.

Goes in: dated events and tables of limits, from the facts of an archive. Comes out: the directives by date; how the
series of arrests, deportations and deaths answered each; limits beside what was documented or estimated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from byname.motive.raises import Raised, raised_in_all, raised_table
from byname.motive.sums import column_sum
from byname.sources.facts import FactTable
from byname.values.analysis import Estimate

_KINDS = ("order", "decree", "law")


@dataclass(frozen=True, slots=True)
class Directive:
    """An order, decree or law with its day, whom it was about, and its source."""

    id: str
    day: dt.date
    title: str
    about: str
    source: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit beside an outcome: what was allowed at first, what was added later as far as we have read it, what others
    count or estimate, and the ratios with their intervals.

    The interval is the range of the published outcomes; one outcome has none but its own value, and a warning says so.
    """

    table: str
    group: str
    allowed: int
    outcome: Estimate
    sources: tuple[str, ...]
    raised: int = 0
    decisions: int = 0

    @property
    def ratio(self) -> Estimate:
        """The outcome over the first limit."""
        return self._over(self.allowed)

    @property
    def ratio_with_raised(self) -> Estimate:
        """The outcome over the first limit and what we know to have been added: the most it can be."""
        return self._over(self.allowed + self.raised)

    def _over(self, allowed: int) -> Estimate:
        found = self.outcome
        return Estimate(found.value / allowed, found.low / allowed, found.high / allowed, 0, 1.0, found.warnings)


def directives_of(events: FactTable) -> list[Directive]:
    """The orders, decrees and laws that are dated to the day, in order.

    Needs the columns id, date, title, kind, about and source_title.
    """
    dated = events.rows.filter(
        pl.col("kind").is_in(list(_KINDS)) & pl.col("date").str.contains(r"^\d{4}-\d\d-\d\d$")
    ).sort("date", "id")
    return [
        Directive(row["id"], dt.date.fromisoformat(row["date"]), row["title"], row["about"], row["source_title"])
        for row in dated.iter_rows(named=True)
    ]


def limits_of(facts: Sequence[FactTable]) -> list[Limit]:
    """The tables of limits beside published outcomes of the same operation, those to be shot and the rest apart.

    A table of limits is one whose name ends in `_limits`; its outcomes are the figures whose quantity names its order
    (`order_00447_limits` and "executed under 00447").
    """
    figures = [table.rows for table in facts if {"value_best", "quantity"} <= set(table.rows.columns)]
    found = []
    for table in facts:
        number = re.search(r"(\d{4,5})_limits$", table.name)
        if not number or not figures:
            continue
        named = pl.concat(figures, how="diagonal").filter(pl.col("quantity").str.contains(number[1]))
        shot, sentenced = (
            _outcome(named.filter(pl.col("quantity").str.contains(f"^{word}"))) for word in ("executed", "sentenced")
        )
        columns = [name for name in table.rows.columns[1:] if re.search(r"category", name)]
        later = raised_table(facts, table)
        more = raised_in_all(later) if later else Raised()
        if shot and columns:
            first = column_sum(table, columns[0])
            found.append(Limit(table.name, "to be shot", first, *shot, more.first, more.decisions))
        if sentenced and len(columns) > 1:
            both = column_sum(table, columns[0]) + column_sum(table, columns[1])
            group = "to be shot or sent to camps"
            found.append(Limit(table.name, group, both, *sentenced, more.both, more.decisions))
    return found


def _outcome(figures: pl.DataFrame) -> tuple[Estimate, tuple[str, ...]] | None:
    values, sources = [], []
    for row in figures.iter_rows(named=True):
        numbers = [float(row[name]) for name in ("value_low", "value_best", "value_high") if _whole(row[name])]
        if numbers:
            values += numbers
            sources.append(row["source_author"] or row["source_title"])
    if not values:
        return None
    warnings = ("One published value; it has no interval.",) if len(set(values)) == 1 else ()
    middle = sorted(values)[len(values) // 2]
    return Estimate(middle, min(values), max(values), 0, 1.0, warnings), tuple(dict.fromkeys(sources))


def _whole(text: str | None) -> bool:
    return bool(text and re.fullmatch(r"\d+", text))
