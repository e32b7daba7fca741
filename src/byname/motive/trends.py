"""Motive stage: does a share rise or fall over the ordered groups of a printed table (ranks, cohorts)?

Goes in: a table of facts; which table, columns and groups, and the words, are data. Comes out: the shares with exact
intervals and two tests of a trend over the groups, as an analysis.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from byname.errors import CannotEstimate
from byname.motive.observed_tables import Groups
from byname.sources.facts import PRINTED_TOTAL, FactTable
from byname.statistics.ratios import exact_share
from byname.statistics.trend import cochran_armitage, jonckheere
from byname.values.analysis import Analysis, refusal

_FEW = 20  # people below which a share is marked
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend to look for: the id and title of its analysis, the groups, the words for people and cases, the sentences
    on the steps (`falls`, `steps`) and on the printed total (`cases`, `people`, `share`), and a warning."""

    id: str
    title: str
    groups: Groups
    people: str
    cases: str
    steps: str
    whole: str
    warning: str

    def fits(self, table: FactTable | None) -> bool:
        """Whether a table has the groups and the columns."""
        return table is not None and set(self.groups.columns) <= set(table.rows.columns)


def trend_analysis(trend: Trend, table: FactTable) -> Analysis:
    """The share of cases by group, with tests of a trend over the groups; refused where fewer than two differ."""
    groups = trend.groups
    rows: list[Row] = []
    for one in groups.shown(table):
        part = exact_share(one.cases, one.people)
        rows.append({groups.label: one.name, trend.people: one.people, trend.cases: one.cases, "share": part.value,
                     "share_low": part.low, "share_high": part.high, "small": one.people < _FEW})  # fmt: skip
    line = groups.tested(table)
    cases, people = [one.cases for one in line], [one.people for one in line]
    try:
        tests = (cochran_armitage(cases, people), jonckheere(cases, people))
    except CannotEstimate as error:
        return refusal(trend.id, trend.title, f"{error.what[0].upper()}{error.what[1:]}.")
    sentences = [*_whole(trend, table)]
    for test in tests:
        steps = trend.steps.format(falls=test.falls, steps=test.steps)
        sentences.append(f"{test.name}: z = {test.z:.1f}, p {_p(test.p)}; {steps}")
    warnings = (trend.warning, f"Published table: {table.rows['source_title'][0]}.")
    return Analysis(trend.id, trend.title, "exact intervals (Clopper and Pearson 1934); Armitage 1955; Jonckheere 1954",
                    pl.DataFrame(rows), tuple(sentences), warnings)  # fmt: skip


def _whole(trend: Trend, table: FactTable) -> list[str]:
    """The sentence on the total that the table prints, where it prints one."""
    groups = trend.groups
    whole = table.rows.filter(pl.col(groups.label).str.starts_with(PRINTED_TOTAL))
    if not len(whole):
        return []
    cases, people = (int(whole[column][0]) for column in (groups.cases, groups.people))
    return [trend.whole.format(cases=cases, people=people, share=exact_share(cases, people).value)]


def _p(p: float) -> str:
    return "below 0.0001" if p < 1e-4 else f"= {p:.4f}"
