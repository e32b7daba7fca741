"""One person as the sources show them: every attestation with its source, the records, and where the sources
disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from byname.errors import BadArchive
from byname.pipeline.numbers import table_of
from byname.values.fields import fields

_NOT_SHOWN = {"source_title", "source_address", "read_on", "language"}


def person_of(tables: Path, person: str) -> dict[str, Any]:
    """A person by its id or by the id of one of its records; raises BadArchive where neither is known."""
    if not (tables / "people.parquet").exists():
        raise BadArchive("the archive is not built", where=str(tables.parent), fix="run `byname build`")
    found = _row(tables, person)
    if found is None:
        assigned = table_of(tables, "assignments").filter(pl.col("record_id") == person).select("person_id").collect()
        found = _row(tables, assigned.item()) if len(assigned) else None
    if found is None:
        raise BadArchive(
            f"{person!r} is not in our sources", where=str(tables.parent), fix="find people with `byname search`"
        )
    id = found["person_id"]
    attestations = table_of(tables, "attestations").filter(pl.col("person_id") == id).collect()
    members = (
        table_of(tables, "assignments").filter(pl.col("person_id") == id).select("record_id", "probability").collect()
    )
    entries = table_of(tables, "entries").filter(pl.col("record_id").is_in(members["record_id"].implode()))
    conflicts = table_of(tables, "conflicts").filter(pl.col("person_id") == id).collect()
    return found | {
        "records": entries.select("record_id", "source", "file", "text").collect().sort("record_id").to_dicts(),
        "probabilities": dict(members.sort("record_id").iter_rows()),
        "attestations": attestations.drop("person_id").to_dicts(),
        "conflicts": conflicts.drop("person_id").to_dicts(),
    }


def _row(tables: Path, person: str) -> dict[str, Any] | None:
    rows = table_of(tables, "people").filter(pl.col("person_id") == person).collect().to_dicts()
    return rows[0] if rows else None


def person_text(person: dict[str, Any]) -> str:
    """The person for reading in a terminal."""
    known = fields()
    lines = [f"{person['name']}  ({person['birth'] or '?'} - {person['death'] or '?'})  {person['person_id']}"]
    certainty = f"one person with probability {person['probability']:.2f}"
    lines.append(f"on {person['lists']} lists, {len(person['records'])} entries; {certainty}")
    order = {name: i for i, name in enumerate(known)}
    for field in sorted({a["field"] for a in person["attestations"]} - _NOT_SHOWN, key=lambda f: order.get(f, 99)):
        lines += ["", f"{known[field].en}"]
        for row in (a for a in person["attestations"] if a["field"] == field):
            flag = f"  ({row['flag']})" if row["flag"] else ""
            lines.append(f"  {row['as_written'].strip()}  [{row['record_id']}]{flag}")
    if person["conflicts"]:
        lines += ["", "The sources disagree:"]
        lines += [
            f"  {c['field'].replace('_', ' ')}: {' / '.join(c['values'])}  [{', '.join(c['record_ids'])}]"
            for c in person["conflicts"]
        ]
    return "\n".join(lines)
