"""The tables of a copy that can be taken away: people, lists, and what was read of each list that allows it.

Takes an archive; writes CSV and JSON Lines, a piece at a time. People who may be living are out, and texts that may
speak of them; lists whose terms keep their entries back are left out whole but for their terms.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator

import polars as pl

from byname.access.lists import lists_of
from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables, pieces_of
from byname.exports.tables import flat, without_formulas
from byname.site.publishing.copy_pages import statements_file

_STATED = ("record_id", "field", "as_written", "value", "flag")


def downloads_of(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """The files, each with its content."""
    tables = DerivedTables.built(archive)
    protection = Protection.of(archive)
    hidden = protection.people()
    people = tables.read("people").filter(~pl.col("person_id").is_in(hidden.implode())).sort("person_id")
    yield "downloads/people.csv", _csv(people)
    yield "downloads/people.jsonl", people.write_ndjson().encode()
    yield "downloads/lists.csv", _csv(_lists(archive))
    records = protection.records(hidden)
    for one in lists_of(archive):
        if one.republish:
            yield statements_file(one.name), _statements(tables, protection, one.name, records)


def _lists(archive: Archive) -> pl.DataFrame:
    names = ("name", "title", "citation", "licence", "universe", "coverage", "standing", "language", "address")
    return pl.DataFrame([{name: getattr(one, name) for name in names} for one in lists_of(archive)])


def _statements(tables: DerivedTables, protection: Protection, name: str, hidden: pl.Series) -> bytes:
    """All that was read of a list, packed; the same bytes each time."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as out:
        for place, path in enumerate(tables.files(f"statements/{name}")):
            for number, piece in enumerate(pieces_of(path, _STATED)):
                shown = piece.filter(~pl.col("record_id").is_in(hidden.implode()))
                none = pl.Series("record_id", [], dtype=pl.String)
                said = without_formulas(protection.values_withheld(shown, "as_written", none))
                out.write(said.write_csv(include_header=place == number == 0).encode())
    return packed.getvalue()


def _csv(frame: pl.DataFrame) -> bytes:
    return without_formulas(flat(frame)).write_csv().encode()
