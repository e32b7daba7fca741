"""Exports of derived tables as CSV, JSON Lines or Parquet."""

from __future__ import annotations

from typing import Any

import polars as pl

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

EXPORTS = ("people", "records", "statements", "pairs", "assignments", "conflicts", "unread")
FORMATS = ("csv", "jsonl", "parquet")


def export_table(archive: Archive, what: str) -> pl.DataFrame:
    """A table as it is exported; raises BadArchive where the archive is not built."""
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


def write_table(frame: pl.DataFrame, form: str, target: Any) -> None:
    """Write a table to an open binary file as one of FORMATS."""
    if form == "csv":
        frame.write_csv(target)
    elif form == "jsonl":
        frame.write_ndjson(target)
    else:
        frame.write_parquet(target)
