"""Sources stage: tables of facts (published figures, dated events, limits of orders) that belong to a collection.

Takes a CSV table of one row a fact; gives it as a frame once every row has named its source. Rows marked unverified are
kept apart, so that no result uses them. Sum checks compare the rows of a printed table with its printed total.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from byname.errors import BadFigureTable
from byname.sources.regular_files import check_regular

UNVERIFIED = "unverified"
PRINTED_TOTAL = "PRINTED TOTAL"
_TITLES, _ADDRESSES = ("source_title", "source_author"), ("source_address", "source_url")
_NUMBER = "row of the file"


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts: its name, the rows that may be used, and the rows marked unverified.

    `numbers` are the places of `rows` in the file, 1 being the first row below the headings.
    """

    name: str
    rows: pl.DataFrame
    unverified: pl.DataFrame
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedSource:
    """The source of a table whose file names none: stated by whoever adds it, for all its rows."""

    title: str
    address: str
    licence: str = ""


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
    check_regular(path, BadFigureTable)
    try:
        table = pl.read_csv(path, infer_schema=False).fill_null("")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadFigureTable(f"the table cannot be read: {error}", where=str(path)) from error
    unverified = pl.col("kind") == UNVERIFIED if "kind" in table.columns else pl.lit(value=False)
    numbered = table.with_row_index(_NUMBER, offset=1)
    bare = numbered.filter(~_sourced(table, path) & ~unverified)
    if len(bare):
        rows = ", ".join(str(row) for row in bare[_NUMBER].head(10))
        raise BadFigureTable(
            f"{len(bare)} rows name no source (rows {rows})", where=str(path), fix="say where each was read"
        )
    usable = numbered.filter(~unverified)
    numbers = tuple(usable[_NUMBER].to_list())
    return FactTable(name or path.stem, usable.drop(_NUMBER), table.filter(unverified), numbers)


def _sourced(table: pl.DataFrame, path: Path) -> pl.Expr:
    titles = [name for name in _TITLES if name in table.columns]
    addresses = [name for name in _ADDRESSES if name in table.columns]
    if not titles or not addresses:
        fix = "add the columns source_title and source_address, or state one for all rows (byname facts add --source)"
        raise BadFigureTable("the table has no columns for the source", where=str(path), fix=fix)
    title = pl.any_horizontal(pl.col(name).str.strip_chars() != "" for name in titles)
    return title & pl.any_horizontal(pl.col(name).str.strip_chars() != "" for name in addresses)


def with_source(content: bytes, source: StatedSource, where: str) -> bytes:
    """The same table with a stated source in the columns source_title and source_address; the same bytes each time.

    Raises BadFigureTable where the source is incomplete, the file is no table, or it names its sources itself.

    >>> with_source(b"year,dead\\n1938,2\\n", StatedSource("A book", "p. 4"), "t.csv").decode()
    'year,dead,source_title,source_address\\n1938,2,A book,p. 4\\n'
    """
    if not source.title.strip() or not source.address.strip():
        raise BadFigureTable("a source has a title and an address", where=where, fix="give both --source and --address")
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFigureTable(f"the table is not CSV in UTF-8: {error}", where=where, fix="save it so") from error
    rows = [row for row in rows if row]
    headings = rows[0] if rows else []
    own = [name for name in headings if name in (*_TITLES, *_ADDRESSES)]
    if own:
        fix = "leave out --source and --address, or the columns"
        raise BadFigureTable(f"the table names its sources itself (column {own[0]})", where=where, fix=fix)
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(headings):
            what = f"row {number} has {len(row)} cells under {len(headings)} headings"
            raise BadFigureTable(what, where=where, fix="see whether a cell with a comma stands in quotes")
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([*headings, _TITLES[0], _ADDRESSES[0]])
    writer.writerows([*row, source.title.strip(), source.address.strip()] for row in rows[1:])
    return made.getvalue().encode()


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
