"""One person as the sources show them: every attestation with its source, the records, and where the sources
disagree."""

from __future__ import annotations

from typing import Any

import polars as pl

from byname.access.former_ids import record_named
from byname.access.protection import Protection
from byname.access.search.search import is_withheld
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import NotInSources


def person_of(archive: Archive, person: str, *, protected: bool = True) -> dict[str, Any]:
    """A person by its id, by one that it had, or by the id of a record; raises NotInSources where none is known.

    Raises NotInSources for somebody who may be living, and withholds texts that may speak of living people, unless
    `protected` is False.
    """
    tables = DerivedTables.built(archive)
    members = _members(tables, person)
    if members.is_empty():
        raise NotInSources(
            f"{person!r} is not in our sources", where=str(archive.folder), fix="find people with `byname search`"
        )
    id = members["person_id"][0]
    protection = Protection.of(archive, tables, protected=protected)
    if is_withheld(archive, id, protection):
        raise NotInSources(
            f"{person!r} may be living and is withheld",
            where=str(archive.folder),
            fix="whoever keeps the archive can add --unprotected",
        )
    entries = tables.rows("entries", "record_id", members["record_id"], ["record_id", "source", "file", "text"])
    none = pl.Series("record_id", [], dtype=pl.String)
    told = protection.hidden_texts(entries, none)
    shown = protection.with_texts_withheld(entries, "text", none, told=told)
    attestations = tables.rows("attestations", "person_id", [id])
    attestations = protection.values_withheld(attestations, "as_written", none, told=told)
    (found,) = tables.rows("people", "person_id", [id]).to_dicts()
    return found | {
        "records": shown.sort("record_id").to_dicts(),
        "probabilities": dict(members.select("record_id", "probability").sort("record_id").iter_rows()),
        "attestations": attestations.drop("person_id").to_dicts(),
        "conflicts": tables.rows("conflicts", "person_id", [id]).drop("person_id").to_dicts(),
    }


def current_id(tables: DerivedTables, name: str) -> str | None:
    """The id of the person that an id of a person or of a record leads to; None where it leads to nobody.

    An id that a person had before it was joined with another, or parted, leads to whoever has the record that the id
    was named after.
    """
    members = _members(tables, name)
    return None if members.is_empty() else str(members["person_id"][0])


def _members(tables: DerivedTables, name: str) -> pl.DataFrame:
    """`record_id`, `person_id` and `probability` of the records of the person that an id leads to."""
    members = tables.rows("assignments", "person_id", [name])
    if members.is_empty():
        found = tables.rows("assignments", "record_id", [name], ["person_id"])
        record = record_named(tables, name) if found.is_empty() else None
        if record is not None:
            found = tables.rows("assignments", "record_id", [record], ["person_id"])
        members = tables.rows("assignments", "person_id", found["person_id"])
    return members
