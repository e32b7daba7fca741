"""People as JSON Lines: a line is a person with everything that is said, its entries and relations.

Takes an archive as it is exported; writes one file, with a Data Package beside it. Lists come in the Data Package.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from byname.exports.people import Batch, ExportedArchive
from byname.exports.people_tables import give_whole, table_rows

_INNER = ("statements", "entries", "relations")


def write_json_lines(archive: ExportedArchive, out: Path) -> None:
    """Write the file."""
    with out.open("wb") as handle:
        for batch in archive.batches():
            _nested(batch).write_ndjson(handle)
            give_whole(archive, batch)


def _nested(batch: Batch) -> pl.DataFrame:
    """The people, each with the rows of the other tables that are theirs as lists of objects."""
    rows = table_rows(batch)
    people = rows["people"]
    for name in _INNER:
        inner = [column for column in rows[name].columns if column != "person_id"]
        grouped = rows[name].group_by("person_id", maintain_order=True).agg(pl.struct(inner).alias(name))
        people = people.join(grouped, on="person_id", how="left", maintain_order="left")
    return people.with_columns(pl.col(name).fill_null([]) for name in _INNER)
