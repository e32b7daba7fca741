"""Sources stage: tables of facts (published figures, dated events, limits of orders) that belong to a collection.

Takes a CSV table of one row a fact; gives it as a frame once every row has named its source. Rows marked unverified are
kept apart, so that no result uses them. Sum checks compare the rows of a printed table with its printed total.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from byname.errors import BadFigureTable

UNVERIFIED = "unverified"
PRINTED_TOTAL = "PRINTED TOTAL"


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts: its name, the rows that may be used, and the rows marked unverified."""

    name: str
    rows: pl.DataFrame
    unverified: pl.DataFrame


@dataclass(frozen=True, slots=True)
class SumCheck:
    """A printed total beside the sum of its rows; `printed` is None where the source prints none that can be read."""

    table: str
    column: str
    summed: int
    printed: int | None

    @property
    def difference(self) -> int | None:
        """The sum of the rows minus the printed total."""
        return None if self.printed is None else self.summed - self.printed


def read_facts(path: Path, name: str | None = None) -> FactTable:
    """Read a table of facts; every value stays text. Raises BadFigureTable listing the rows without a source.

    A row names its source by `source_title` or `source_author`, and its address by `source_address` or `source_url`; a
    row whose `kind` is unverified needs neither.
    """
    try:
        table = pl.read_csv(path, infer_schema=False).fill_null("")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadFigureTable(f"the table cannot be read: {error}", where=str(path)) from error
    unverified = pl.col("kind") == UNVERIFIED if "kind" in table.columns else pl.lit(value=False)
    bare = table.with_row_index("row", offset=1).filter(~_sourced(table, path) & ~unverified)
    if len(bare):
        rows = ", ".join(str(row) for row in bare["row"].head(10))
        raise BadFigureTable(
            f"{len(bare)} rows name no source (rows {rows})", where=str(path), fix="say where each was read"
        )
    return FactTable(name or path.stem, table.filter(~unverified), table.filter(unverified))


def _sourced(table: pl.DataFrame, path: Path) -> pl.Expr:
    titles = [name for name in ("source_title", "source_author") if name in table.columns]
    addresses = [name for name in ("source_address", "source_url") if name in table.columns]
    if not titles or not addresses:
        fix = "add the columns source_title and source_address"
        raise BadFigureTable("the table has no columns for the source", where=str(path), fix=fix)
    title = pl.any_horizontal(pl.col(name).str.strip_chars() != "" for name in titles)
    return title & pl.any_horizontal(pl.col(name).str.strip_chars() != "" for name in addresses)


def check_sums(facts: FactTable) -> list[SumCheck]:
    """Sum every column of whole numbers; where the table has a row PRINTED TOTAL, set the sum beside it."""
    label = facts.rows.columns[0]
    is_total = pl.col(label).str.starts_with(PRINTED_TOTAL)
    totals, rows = facts.rows.filter(is_total), facts.rows.filter(~is_total)
    checks = []
    for column in facts.rows.columns[1:]:
        values = rows[column].cast(pl.Int64, strict=False)
        if values.null_count() == len(values) or column in ("read_on",) or not _is_whole(rows[column]):
            continue
        printed = totals[column].cast(pl.Int64, strict=False).to_list() if len(totals) else [None]
        checks.append(SumCheck(facts.name, column, int(values.sum()), printed[0]))
    return checks


def _is_whole(column: pl.Series) -> bool:
    filled = column.filter(column != "")
    return bool(filled.str.contains(r"^\d+$").all())
