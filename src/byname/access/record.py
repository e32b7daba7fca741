"""One entry as it stands in the original, with its source and the person it was taken to speak of.

Takes an archive and the id of a record; gives the text, its place, the file with its SHA-256, and what was read from
it. Entries of people who may be living are withheld, and texts that may speak of such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from byname.access.lists import ArchiveList, list_of
from byname.access.protection import WITHHELD, WITHHELD_TEXT, Protection
from byname.access.search.search import is_withheld
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import NotInSources

STATED = ("field", "as_written", "value", "flag", "column")  # what is shown of a statement
SHORT_VALUE = 60  # characters: a value up to this length is a fact (a date, a place), not the entry's text


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """An entry: its place in the original, its text (None where the licence keeps it back), and what was read.

    `statements` are rows of `field`, `as_written`, `value`, `flag`, `column`; `person_id` is None where the entry was
    taken to speak of nobody. `withheld` says that the text may speak of somebody who is living.
    """

    record_id: str
    list: ArchiveList
    file: str
    sha256: str
    item: str
    text: str | None
    withheld: bool
    problems: str
    person_id: str | None
    probability: float | None
    statements: tuple[dict[str, Any], ...]


def record_of(archive: Archive, record_id: str) -> ShownRecord:
    """An entry by the id of its record; raises NotInSources where there is none, or its person may be living."""
    tables = DerivedTables.built(archive)
    rows = tables.rows("entries", "record_id", [record_id]).to_dicts()
    owners = tables.rows("assignments", "record_id", [record_id], ["person_id", "probability"]).to_dicts()
    person, probability = (owners[0]["person_id"], owners[0]["probability"]) if owners else (None, None)
    protection = Protection.of(archive, tables)
    withheld = record_id in protection.withheld.records
    if not rows or withheld or (person is not None and is_withheld(archive, person, protection)):
        raise NotInSources(
            f"{record_id!r} is not in our sources", where=str(archive.folder), fix="search for the person by name"
        )
    entry = rows[0]
    source = list_of(archive, entry["source"])
    none = pl.Series("record_id", [], dtype=pl.String)
    written = pl.DataFrame([{"record_id": record_id, "text": entry["text"]}])
    told = protection.hidden_texts(written, none)
    shown = protection.with_texts_withheld(written, "text", none, told=told)
    said = tables.rows("statements", "record_id", [record_id])
    withheld = shown["text"][0] == WITHHELD_TEXT
    return ShownRecord(
        record_id=record_id,
        list=source,
        file=entry["file"],
        sha256=dict(source.files).get(entry["file"], ""),
        item=entry["item"],
        text=shown["text"][0] if source.republish and not withheld else None,
        withheld=withheld,
        problems=entry["problems"] or "",
        person_id=person,
        probability=probability,
        statements=tuple(
            shown_statements(_rows(protection.values_withheld(said, "as_written", none, told=told)), source)
        ),
    )


def shown_statements(rows: Iterable[dict[str, Any]], source: ArchiveList) -> Iterator[dict[str, Any]]:
    """What was read, without what is withheld, and without long texts where the licence keeps them back."""
    for row in rows:
        words = row["as_written"]
        if words not in (WITHHELD, WITHHELD_TEXT) and (source.republish or len(words) <= SHORT_VALUE):
            yield row


def _rows(said: pl.DataFrame) -> list[dict[str, Any]]:
    return said.select(STATED).to_dicts()
