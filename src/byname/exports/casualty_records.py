"""A table of casualties: a row a person, in the 18 columns that casualty recorders exchange (casualties.yaml).

Takes an archive as it is exported; writes one CSV. Several values of a person stand in one cell, parted by " | "; which
entry says which is lost, and counted so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from byname.exports.losses import counted
from byname.exports.people import Batch, ExportedArchive
from byname.exports.tables import starts_as_formula, without_formulas
from byname.values.dates import FuzzyDate
from byname.values.shipped import shipped_yaml

_NO_COLUMN = "the record of a casualty has no column for it"
_APOSTROPHE = "an apostrophe stands before what a spreadsheet would run as a formula"
_BETWEEN = " | "


@cache
def columns() -> Mapping[str, Mapping[str, Any]]:
    """The columns by name."""
    found: Mapping[str, Mapping[str, Any]] = shipped_yaml("exports", "casualties.yaml")["columns"]
    return found


def write_casualty_records(archive: ExportedArchive, out: Path) -> None:
    """Write the table."""
    with out.open("wb") as handle:
        handle.write((",".join(columns()) + "\n").encode())
        for batch in archive.batches():
            rows = _rows(batch)
            _count(archive, batch)
            found = [starts_as_formula(name).sum() for name in columns()]
            archive.losses.change(_APOSTROPHE, sum(rows.select(found).row(0)))
            without_formulas(rows).write_csv(handle, include_header=False, line_terminator="\n")
    archive.losses.lose_rest(_NO_COLUMN)


def _count(archive: ExportedArchive, batch: Batch) -> None:
    terms = {field for column in columns().values() for field in column.get("term", ())}
    said = batch.statements.filter(pl.col("field").is_in(sorted(terms)))
    archive.losses.give_all({key: count for key, count in counted(said).items() if key[0] == "words"})
    for field in ("person_id", "name", "gender", "death"):
        archive.losses.give("person", field, batch.people[field].count())
    archive.losses.give("entries", "record_id", len(batch.entries))


def _rows(batch: Batch) -> pl.DataFrame:
    ends = [FuzzyDate.parse_or_none(death) if death else None for death in batch.people["death"]]
    people = batch.people.select(
        "person_id",
        "name",
        "gender",
        pl.Series("earliest", [date.earliest_date.isoformat() if date else None for date in ends], pl.String),
        pl.Series("latest", [date.latest_date.isoformat() if date else None for date in ends], pl.String),
    )
    entries = batch.entries.group_by("person_id").agg(pl.col("record_id").sort().str.join(_BETWEEN).alias("sources"))
    people = people.join(entries, on="person_id", how="left", maintain_order="left")
    for name, column in columns().items():
        if "term" in column:
            said = batch.statements.filter(pl.col("field").is_in(column["term"])).select("person_id", "as_written")
            joined = said.unique(maintain_order=True).group_by("person_id", maintain_order=True)
            words = joined.agg(pl.col("as_written").str.join(_BETWEEN).alias(name))
            people = people.join(words, on="person_id", how="left", maintain_order="left")
    return people.select(pl.col(column.get("of", name)).alias(name) for name, column in columns().items())
