"""Motive stage: does a printed table add up, along its columns and along its rows, and to what others published?

Goes in: a table of facts. Comes out: every sum that can be checked: columns against a printed total, columns of years
against a column of totals in the same row, shares against their parts, and sums over the whole or over a period against
published figures. Nothing here knows any one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from byname.sources.facts import PRINTED_TOTAL, FactTable, check_sums
from byname.values.analysis import Analysis, refusal


@dataclass(frozen=True, slots=True)
class Check:
    """A sum beside the figure printed for it: what was summed, both values, and who printed the figure."""

    table: str
    what: str
    kind: str  # column | row | share | published
    summed: float
    printed: float
    printed_by: str

    @property
    def difference(self) -> float:
        """The sum minus what is printed."""
        return self.summed - self.printed

    @property
    def agrees(self) -> bool:
        """Whether both are the same, a share to the digits that are printed."""
        return abs(self.difference) < (0.0006 if self.kind == "share" else 0.5)

    @property
    def sentence(self) -> str:
        """The check in words."""
        table = self.table.replace("_", " ")
        if self.kind == "share":
            told = f"{self.summed:.3f}, printed is {self.printed:.3f}"
            return f"{table}, {self.what}: the parts give {told}" + ("." if self.agrees else "; they differ.")
        told = f"{table}, {self.what}: the sum is {self.summed:,.0f}"
        if self.agrees:
            return f"{told}, as printed ({self.printed_by})."
        return f"{told}; printed is {self.printed:,.0f} ({self.printed_by}); off by {abs(self.difference):,.0f}."


def all_checks(facts: Sequence[FactTable]) -> list[Check]:
    """Every check of every table; published figures come from the tables that have the columns of figures."""
    figures = [table.rows for table in facts if {"value_best", "period_start", "subject"} <= set(table.rows.columns)]
    printed = _published(pl.concat(figures, how="diagonal")) if figures else []
    found: list[Check] = []
    for table in facts:
        found += _columns(table)
        found += _rows(table)
        found += _against(table, printed)
    return found


def _columns(table: FactTable) -> Iterator[Check]:
    for check in check_sums(table):
        if check.printed is not None:
            words = check.column.replace("_", " ")
            yield Check(table.name, words, "column", check.summed, check.printed, "the table's own total")


def _rows(table: FactTable) -> Iterator[Check]:
    """`x_total` against the sum of `x_1937`, `x_1938`, ...; a share against the two totals of its row."""
    names = table.rows.columns
    label = names[0]
    totals = [name for name in names if name.endswith("_total")]
    for total in totals:
        parts = [name for name in names if re.fullmatch(rf"{re.escape(total[:-6])}_\d{{4}}", name)]
        for row in table.rows.iter_rows(named=True) if len(parts) > 1 else ():
            values = [_number(row[name]) for name in (*parts, total)]
            known = [value for value in values if value is not None]
            if len(known) == len(values):
                what = f"{row[label]}, {total.replace('_', ' ')}"
                yield Check(table.name, what, "row", sum(known[:-1]), known[-1], "the same row")
    shares = [name for name in names if name.endswith("_share")]
    if len(totals) == 2 and len(shares) == 1:
        for row in table.rows.iter_rows(named=True):
            whole, part, share = (_number(row[name]) for name in (*totals, shares[0]))
            if whole and part is not None and share is not None:
                what = f"{row[label]}, {shares[0].replace('_', ' ')}"
                yield Check(table.name, what, "share", part / whole, share, "the same row")


def _published(figures: pl.DataFrame) -> list[tuple[str, str, float, str]]:
    """Published figures that are whole numbers over years: first year, last year, value, source."""
    found = []
    for row in figures.iter_rows(named=True):
        value = _number(row["value_best"])
        if value is not None and value >= 1000:
            source = row.get("source_author") or row.get("source_title") or ""
            found.append((row["period_start"][:4], row["period_end"][:4], value, source))
    return found


def _against(table: FactTable, printed: Sequence[tuple[str, str, float, str]]) -> Iterator[Check]:
    """Sums over the rows, all of them or those of a period, that others published to the digit."""
    label = table.rows.columns[0]
    if "value_best" in table.rows.columns or "date" in table.rows.columns:
        return
    rows = table.rows.filter(~pl.col(label).str.starts_with(PRINTED_TOTAL))
    yearly = bool(len(rows)) and bool(rows[label].str.contains(r"^\d{4}$").all())
    for column in table.rows.columns[1:]:
        values = rows[column].cast(pl.Int64, strict=False)
        if values.null_count():
            continue
        periods = {(start, end) for start, end, _, _ in printed if start and end} if yearly else {("", "")}
        for start, end in sorted(periods):
            inside = rows[label].is_between(pl.Series([start]), pl.Series([end])) if yearly else pl.Series([True])
            total = int(values.filter(inside).sum()) if yearly else int(values.sum())
            by = [
                source for a, b, value, source in printed if value == total and (not yearly or (a, b) == (start, end))
            ]
            if by:
                what = column.replace("_", " ") + (f", {start} to {end}" if yearly else "")
                yield Check(table.name, what, "published", total, total, ", ".join(dict.fromkeys(by)))


def sums(facts: Sequence[FactTable]) -> Analysis:
    """The printed tables of the archive, checked: only what can be added up."""
    id, title = "sums", "Printed tables, added up again"
    checks = all_checks(facts)
    if not checks:
        return refusal(id, title, "The archive holds no printed table whose sums can be checked.")
    wrong = [check for check in checks if not check.agrees]
    sentences = [f"{len(checks)} sums were checked; {len(wrong)} do not agree with what is printed."]
    sentences += [check.sentence for check in wrong]
    rows = [{"table": c.table.replace("_", " "), "what": c.what, "kind": c.kind, "sum": c.summed, "printed": c.printed,
             "difference": c.difference, "agrees": c.agrees, "printed_by": c.printed_by} for c in checks]  # fmt: skip
    return Analysis(id, title, "sums", pl.DataFrame(rows), tuple(sentences))


def column_sum(table: FactTable, column: str, first: str = "", last: str = "") -> int:
    """The sum of a column, its printed total left out; `first` and `last` bound the labels of the rows.

    For the convictions by year `column_sum(table, "mvd_1spets_convicted", "1937", "1938")` gives those of two years.
    """
    label = pl.col(table.rows.columns[0])
    rows = table.rows.filter(~label.str.starts_with(PRINTED_TOTAL))
    if first and last:
        rows = rows.filter((label >= first) & (label <= last))
    return int(rows[column].cast(pl.Int64, strict=False).sum())


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d+(\.\d+)?", text) else None
