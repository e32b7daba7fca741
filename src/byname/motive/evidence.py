"""Motive stage: what the tests of explanations rest on, and what they give.

Goes in: the subjects and the facts of an archive. Comes out: an effect on the log scale with its standard error, in
words. The tests themselves stand in observed_tables.py and observed_people.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from byname.errors import CannotEstimate
from byname.sources.facts import FactTable
from byname.statistics.normal import normal_quantile
from byname.values.analysis import Estimate
from byname.values.printed import Condition


@dataclass(frozen=True, slots=True)
class ObservedEffect:
    """What a test found: the effect as a ratio with its interval, its logarithm and standard error, in words, from
    where. `error` is nought where the effect comes from totals that others published and has no error of chance."""

    words: str
    ratio: Estimate
    log_effect: float
    error: float
    from_: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What tests may use: the subjects and the tables of facts by name."""

    subjects: pl.DataFrame
    facts: Mapping[str, FactTable]

    def table(self, name: str, *columns: str) -> FactTable:
        """A table of facts; raises CannotEstimate where the archive has none of that name and with these columns."""
        if name not in self.facts:
            raise CannotEstimate(f"the archive has no table {name}", where="evidence", fix="add the facts")
        for column in columns:
            if column not in self.facts[name].rows.columns:
                raise CannotEstimate(f"the table {name} has no column {column}", where="evidence", fix="add it")
        return self.facts[name]

    def figure(self, id: str) -> tuple[float, str]:
        """The best value of a published figure and its source."""
        rows = self.table("figures").rows.filter(pl.col("id") == id)
        if not len(rows) or not str(rows["value_best"][0]).isdecimal():
            raise CannotEstimate(f"there is no figure {id}", where="figures", fix="add it")
        return float(rows["value_best"][0]), str(rows["source_author"][0] or rows["source_title"][0])


def of_ratio(words: str, ratio: Estimate, *sources: str) -> ObservedEffect:
    """Evidence from a ratio whose interval is that of its logarithm."""
    error = (math.log(ratio.high) - math.log(ratio.low)) / (2 * normal_quantile(ratio.level))
    return ObservedEffect(words, ratio, math.log(ratio.value), error, sources)


def of_totals(words: str, value: float, *sources: str) -> ObservedEffect:
    """Evidence from totals that others published: a ratio without an error of chance."""
    warning = ("From published totals: no error of chance; the totals may be wrong.",)
    return ObservedEffect(words, Estimate(value, value, value, 0, 1.0, warning), math.log(value), 0.0, sources)


def meets(conditions: tuple[Condition, ...]) -> pl.Expr:
    """Whether a row of the subjects meets all conditions, each of which says what a column is or that it is stated."""
    return pl.all_horizontal(
        pl.col(one.column).is_not_null() if one.test == "not-null" else pl.col(one.column).eq(pl.lit(one.value))
        for one in conditions
    )
