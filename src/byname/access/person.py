"""One person as the sources show them: every attestation with its source, the records, and where the sources
disagree."""

from __future__ import annotations

from typing import Any

import polars as pl

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive


def person_of(archive: Archive, person: str) -> dict[str, Any]:
    """A person by its id or by the id of one of its records; raises BadArchive where neither is known."""
    tables = DerivedTables.built(archive)
    found = _row(tables, person)
    if found is None:
        assigned = tables.scan("assignments").filter(pl.col("record_id") == person).select("person_id").collect()
        found = _row(tables, assigned.item()) if len(assigned) else None
    if found is None:
        raise BadArchive(
            f"{person!r} is not in our sources", where=str(archive.folder), fix="find people with `byname search`"
        )
    id = found["person_id"]
    attestations = tables.scan("attestations").filter(pl.col("person_id") == id).collect()
    members = tables.scan("assignments").filter(pl.col("person_id") == id).select("record_id", "probability").collect()
    entries = tables.scan("entries").filter(pl.col("record_id").is_in(members["record_id"].implode()))
    conflicts = tables.scan("conflicts").filter(pl.col("person_id") == id).collect()
    return found | {
        "records": entries.select("record_id", "source", "file", "text").collect().sort("record_id").to_dicts(),
        "probabilities": dict(members.sort("record_id").iter_rows()),
        "attestations": attestations.drop("person_id").to_dicts(),
        "conflicts": conflicts.drop("person_id").to_dicts(),
    }


def _row(tables: DerivedTables, person: str) -> dict[str, Any] | None:
    rows = tables.scan("people").filter(pl.col("person_id") == person).collect().to_dicts()
    return rows[0] if rows else None
