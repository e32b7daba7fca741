"""Exports of derived tables as CSV, JSON Lines or Parquet."""

from __future__ import annotations

import io
from typing import Any

import polars as pl

from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

EXPORTS = ("people", "records", "statements", "pairs", "assignments", "conflicts", "incidents", "unread")
FORMATS = ("csv", "jsonl", "parquet")
_NO_PEOPLE = ("pairs", "assignments", "incidents")  # tables of ids, or of what names nobody
_FORMULA = r"^[=+\-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}]"  # how a cell begins that a spreadsheet takes for a formula


def export_table(archive: Archive, what: str, *, protected: bool = True) -> tuple[pl.DataFrame, int]:
    """A table as it is exported, and how many people it leaves out as they may be living.

    Texts that may speak of somebody living are withheld in it. Tables of record ids alone are whole. Raises BadArchive
    where the archive is not built.
    """
    table = _table(archive, what)
    if not protected:
        return table, 0
    protection = Protection.of(archive)
    if what in _NO_PEOPLE:
        return _without_withheld(table, protection), 0
    shown, withheld = protection.without_people(table)
    none = pl.Series("record_id", [], dtype=pl.String)
    if "text" in shown.columns:
        shown = protection.with_texts_withheld(shown, "text", none)
    if {"field", "as_written"} <= set(shown.columns):
        shown = protection.values_withheld(shown, "as_written", none)
    return shown, withheld


def _without_withheld(table: pl.DataFrame, protection: Protection) -> pl.DataFrame:
    """A table of ids without the entries that a keeper has withheld, or whose people are."""
    if not protection.withheld:
        return table
    gone = Protection(protection.tables, 0, protection.withheld).records()
    columns = [name for name in table.columns if name in ("record_a", "record_b", "record_id")]
    return table.filter(~pl.any_horizontal([pl.col(name).is_in(gone.implode()) for name in columns] or [pl.lit(False)]))


def _table(archive: Archive, what: str) -> pl.DataFrame:
    tables = DerivedTables.built(archive)
    if what == "pairs":
        return tables.read("pairs", ["record_a", "record_b", "probability"])
    if what == "assignments":
        return tables.read("assignments", ["record_id", "person_id", "probability"])
    if what == "unread":
        unread = tables.scan("records").filter(pl.col("kind") == "unread").select("record_id", "source")
        flagged = tables.scan("statements").filter(pl.col("flag").is_not_null())
        entries = tables.scan("entries").select("record_id", "text")
        both = pl.concat(
            [unread.select("record_id"), flagged.select("record_id", "field", "as_written", "flag")], how="diagonal"
        )
        return both.join(entries, on="record_id", how="left").collect().sort("record_id", "field", "as_written")
    return tables.read(what)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with lists as text, for formats without lists."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" | ") for name in lists)


def starts_as_formula(column: str) -> pl.Expr:
    """Whether a spreadsheet would take a text for a formula."""
    return pl.col(column).str.contains(_FORMULA)


def without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would take for a formula, names of columns
    included."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(
        pl.when(starts_as_formula(name)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name) for name in texts
    )
    return safe.rename({name: f"'{name}" for name in safe.columns if name[:1] in "=+-@\t\r"})


def write_table(frame: pl.DataFrame, form: str, target: Any) -> None:
    """Write a table to an open binary file as one of FORMATS; raises OSError where it cannot be written."""
    if form == "csv":
        frame.write_csv(target)
    elif form == "jsonl":
        frame.write_ndjson(target)
    else:
        whole = io.BytesIO()  # the writer of Parquet tells of a full disk as of a damaged table
        frame.write_parquet(whole)
        target.write(whole.getbuffer())
