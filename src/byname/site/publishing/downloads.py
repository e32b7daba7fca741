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
from byname.errors import NotInSources
from byname.exports.tables import flat, without_formulas
from byname.site.publishing.copy_pages import LISTS_CSV, PEOPLE_CSV, PEOPLE_JSONL, statements_file

_STATED = ("record_id", "field", "as_written", "value", "flag")


def downloads_of(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """The files, each with its content."""
    people = _people(archive)
    yield PEOPLE_CSV, _csv(people)
    yield PEOPLE_JSONL, people.write_ndjson().encode()
    yield LISTS_CSV, _csv(_lists(archive))
    protection = Protection.of(archive)
    records = protection.records()
    for one in lists_of(archive):
        if one.republish:
            yield statements_file(one.name), _statements(DerivedTables.built(archive), protection, one.name, records)


def download_of(archive: Archive, file: str) -> bytes:
    """One of these files; raises NotInSources where there is none of this name, or its list keeps its entries back."""
    if file in (PEOPLE_CSV, PEOPLE_JSONL):
        people = _people(archive)
        return _csv(people) if file == PEOPLE_CSV else people.write_ndjson().encode()
    if file == LISTS_CSV:
        return _csv(_lists(archive))
    one = next((one for one in lists_of(archive) if one.republish and statements_file(one.name) == file), None)
    if one is None:
        raise NotInSources(f"there is no file {file!r}", where=str(archive.folder), fix="the page of downloads has all")
    protection = Protection.of(archive)
    return _statements(DerivedTables.built(archive), protection, one.name, protection.records())


def _people(archive: Archive) -> pl.DataFrame:
    """The table of the people who are shown."""
    hidden = Protection.of(archive).people()
    people = DerivedTables.built(archive).read("people")
    return people.filter(~pl.col("person_id").is_in(hidden.implode())).sort("person_id")


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
