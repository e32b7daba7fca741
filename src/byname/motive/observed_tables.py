"""Motive stage: tests of explanations on printed tables and published figures.

Goes in: the facts of an archive; which tables, columns, rows and figures a test takes is data. Comes out: an observed
effect. `words` is the sentence that a test prints; it fills in the values named in `gives`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import polars as pl

from byname.errors import CannotEstimate
from byname.motive.directives import limits_of
from byname.motive.evidence import Material, ObservedEffect, of_ratio, of_totals
from byname.motive.sums import column_sum
from byname.sources.facts import PRINTED_TOTAL, FactTable
from byname.statistics.logistic import dispersed_error, fit_logistic
from byname.statistics.normal import normal_quantile
from byname.statistics.ratios import relative_risk
from byname.values.analysis import Estimate


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a printed table: its name, its people, and those of them who are cases."""

    name: str
    people: int
    cases: int

    @property
    def share(self) -> float:
        """The share of cases."""
        return self.cases / self.people


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a printed table, in its order: its name, the column of their names, those of people and of cases.

    Groups named in `leave_out` are left out; those whose name begins with one of `beside` are shown and not tested.
    """

    table: str
    label: str
    people: str
    cases: str
    leave_out: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, str, str]:
        """The columns that the table must have."""
        return self.label, self.people, self.cases

    def shown(self, table: FactTable) -> list[Group]:
        """Name, people and cases of each group whose people and cases are printed; the printed total is none."""
        label = pl.col(self.label)
        known = (pl.col(self.people) != "") & (pl.col(self.cases) != "")
        rows = table.rows.filter(
            ~label.str.starts_with(PRINTED_TOTAL) & ~label.is_in(list(self.leave_out)) & known
        ).select(self.columns)
        return [Group(str(name), int(people), int(cases)) for name, people, cases in rows.iter_rows()]

    def tested(self, table: FactTable) -> list[Group]:
        """The groups that stand in one order, from the first row down."""
        return [row for row in self.shown(table) if not row.name.startswith(self.beside)]


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a column over the rows whose names lie between `first` and `last`; over all where they are empty."""

    table: str
    column: str
    first: str = ""
    last: str = ""

    def of(self, material: Material) -> int:
        """The sum; raises CannotEstimate where the archive has no such table."""
        return column_sum(material.table(self.table, self.column), self.column, self.first, self.last)


@dataclass(frozen=True, slots=True)
class TrendOverRanks:
    """The odds of being a case for each step of rank upwards, among ordered groups (logistic regression on the step),
    with an error widened by how far the groups lie from a straight line. The highest rank stands first."""

    gives: ClassVar[tuple[str, ...]] = ("ratio",)
    groups: Groups
    words: str

    def observe(self, material: Material) -> ObservedEffect:
        """The odds ratio of one step."""
        rows = self.groups.tested(material.table(self.groups.table, *self.groups.columns))
        people, cases = (
            np.array(column, dtype=float) for column in zip(*((row.people, row.cases) for row in rows), strict=True)
        )
        steps = -np.arange(len(rows), dtype=float)
        fit = fit_logistic(["step"], steps.reshape(-1, 1), cases, people, np.zeros(len(rows), dtype=np.int64))
        log = math.log(fit.odds_ratios["step"].value)
        error = dispersed_error(steps, cases, people)
        width = normal_quantile(0.95) * error
        ratio = Estimate(math.exp(log), math.exp(log - width), math.exp(log + width), int(cases.sum()))
        return ObservedEffect(self.words.format(ratio=ratio.value), ratio, log, error, (self.groups.table,))


@dataclass(frozen=True, slots=True)
class RelativeRisk:
    """The share of cases among the people of all groups together, over that among all others of two totals."""

    gives: ClassVar[tuple[str, ...]] = ("share", "others")
    groups: Groups
    all_cases: Total
    all_people: Total
    words: str

    def observe(self, material: Material) -> ObservedEffect:
        """The relative risk of the groups (Katz et al. 1978)."""
        rows = self.groups.shown(material.table(self.groups.table, *self.groups.columns))
        people, cases = sum(row.people for row in rows), sum(row.cases for row in rows)
        other_cases, others = self.all_cases.of(material) - cases, self.all_people.of(material) - people
        ratio = relative_risk(cases, people, other_cases, others)
        words = self.words.format(share=cases / people, others=other_cases / others)
        return of_ratio(words, ratio, self.groups.table, self.all_cases.table)


@dataclass(frozen=True, slots=True)
class LeastRelativeRisk:
    """The least share of cases of any one group, over that among all others of two totals."""

    gives: ClassVar[tuple[str, ...]] = ("name", "share", "others")
    groups: Groups
    all_cases: Total
    all_people: Total
    words: str

    def observe(self, material: Material) -> ObservedEffect:
        """The relative risk of the group with the least share (Katz et al. 1978)."""
        rows = self.groups.shown(material.table(self.groups.table, *self.groups.columns))
        if not rows:
            raise CannotEstimate("no group is printed", where=self.groups.table, fix="add the facts")
        least = min(rows, key=lambda row: row.share)
        other_cases, others = self.all_cases.of(material) - least.cases, self.all_people.of(material) - least.people
        ratio = relative_risk(least.cases, least.people, other_cases, others)
        words = self.words.format(name=least.name, share=least.share, others=other_cases / others)
        return of_ratio(words, ratio, self.groups.table, self.all_cases.table)


@dataclass(frozen=True, slots=True)
class ShareOfTotal:
    """The odds that a case of a total is one of those that published figures count; `outside`: that it is none."""

    gives: ClassVar[tuple[str, ...]] = ("share",)
    figures: tuple[str, ...]
    total: Total
    words: str
    outside: bool = False

    def observe(self, material: Material) -> ObservedEffect:
        """The odds, from totals alone."""
        found = [material.figure(id) for id in self.figures]
        inside, whole = sum(value for value, _ in found), self.total.of(material)
        rest = max(whole - inside, 1.0)
        part, other = (rest, inside) if self.outside else (inside, rest)
        words = self.words.format(share=part / whole)
        return of_totals(words, part / other, *(source for _, source in found), self.total.table)


@dataclass(frozen=True, slots=True)
class RatioOfLimit:
    """The published outcome of an order over its first limit, of a group that limits name."""

    gives: ClassVar[tuple[str, ...]] = ("allowed", "outcome")
    group: str
    words: str

    def observe(self, material: Material) -> ObservedEffect:
        """The ratio, from totals alone."""
        limit = next((one for one in limits_of(list(material.facts.values())) if one.group == self.group), None)
        if limit is None:
            raise CannotEstimate("no limits stand beside an outcome", where="facts", fix="add limits and figures")
        words = self.words.format(allowed=limit.allowed, outcome=limit.outcome.value)
        return of_totals(words, limit.ratio.value, *limit.sources)


@dataclass(frozen=True, slots=True)
class LargestJump:
    """How many times a yearly number rose in one year, over its largest rise in any other year from the second on."""

    gives: ClassVar[tuple[str, ...]] = ("jump", "other")
    table: str
    column: str
    first: int
    last: int
    year: int
    words: str

    def observe(self, material: Material) -> ObservedEffect:
        """The ratio of the two jumps, from totals alone."""
        table = material.table(self.table, self.column)
        years = range(self.first, self.last + 1)
        numbers = {year: column_sum(table, self.column, str(year), str(year)) for year in years}
        jumps = {year: numbers[year] / max(numbers[year - 1], 1) for year in years[1:]}
        other = max((jump for year, jump in jumps.items() if year != self.year), default=0.0)
        if not other or not jumps.get(self.year):
            raise CannotEstimate("too few years are counted", where=self.table, fix="add years")
        words = self.words.format(jump=jumps[self.year], other=other)
        return of_totals(words, jumps[self.year] / other, self.table)
