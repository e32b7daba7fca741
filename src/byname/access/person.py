"""One person as the sources show them: every attestation with its source, the records, and where the sources
disagree."""

from __future__ import annotations

from typing import Any

import polars as pl

from byname.access.former_ids import record_named
from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import NotInSources


def person_of(archive: Archive, person: str, *, protected: bool = True) -> dict[str, Any]:
    """A person by its id, by one that it had, or by the id of a record; raises NotInSources where none is known.

    Raises NotInSources for somebody who may be living, and withholds texts that may speak of living people, unless
    `protected` is False.
    """
    tables = DerivedTables.built(archive)
    known = current_id(tables, person)
    found = None if known is None else _row(tables, known)
    if found is None:
        raise NotInSources(
            f"{person!r} is not in our sources", where=str(archive.folder), fix="find people with `byname search`"
        )
    id = found["person_id"]
    protection = Protection.of(archive, tables, protected=protected)
    if len(protection.people([id])):
        raise NotInSources(
            f"{person!r} may be living and is withheld",
            where=str(archive.folder),
            fix="whoever keeps the archive can add --unprotected",
        )
    attestations = tables.scan("attestations").filter(pl.col("person_id") == id).collect()
    members = tables.scan("assignments").filter(pl.col("person_id") == id).select("record_id", "probability").collect()
    entries = tables.scan("entries").filter(pl.col("record_id").is_in(members["record_id"].implode()))
    conflicts = tables.scan("conflicts").filter(pl.col("person_id") == id).collect()
    none = pl.Series("record_id", [], dtype=pl.String)
    shown = protection.with_texts_withheld(
        entries.select("record_id", "source", "file", "text").collect(), "text", none
    )
    attestations = protection.values_withheld(attestations, "as_written", none)
    return found | {
        "records": shown.sort("record_id").to_dicts(),
        "probabilities": dict(members.sort("record_id").iter_rows()),
        "attestations": attestations.drop("person_id").to_dicts(),
        "conflicts": conflicts.drop("person_id").to_dicts(),
    }


def current_id(tables: DerivedTables, name: str) -> str | None:
    """The id of the person that an id of a person or of a record leads to; None where it leads to nobody.

    An id that a person had before it was joined with another, or parted, leads to whoever has the record that the id
    was named after.
    """
    assigned = tables.scan("assignments").select("record_id", "person_id")
    found = assigned.filter((pl.col("person_id") == name) | (pl.col("record_id") == name)).collect()
    record = record_named(tables, name) if found.is_empty() else None
    if record is not None:
        found = assigned.filter(pl.col("record_id") == record).collect()
    return str(found["person_id"][0]) if len(found) else None


def _row(tables: DerivedTables, person: str) -> dict[str, Any] | None:
    rows = tables.scan("people").filter(pl.col("person_id") == person).collect().to_dicts()
    return rows[0] if rows else None
