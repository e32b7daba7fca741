"""How much of an archive comes back when it goes out in a format and is read again by the mapping that is suggested.

usage: python -m benchmarks.exports.round_trips ARCHIVE...

Prints a row an archive and format: people out and in; how many values (what is said of one field of one person) of
fields that have a column are the same again, how many are not and why, and how many stand in no column that was taken.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from byname.archive.archive import Archive
from byname.exports.export import export_people
from byname.exports.formats import format_named
from byname.exports.people import ExportedArchive, ExportedPerson
from byname.records.reading import RecordReader
from byname.records.suggestion import suggest_mapping
from byname.sources.entry import Entry
from byname.sources.mapping_reading import parse_mapping
from byname.sources.objects import BETWEEN
from byname.sources.reading import open_source
from byname.values.fields import fields

FORMATS = {"ftm": "id", "gedcom7": "REFN", "gedcom551": "REFN"}  # the column that names the person
READ_AS = ("date", "gender", "outcome")  # kinds of fields whose readings are compared; of all others the words


@dataclass
class RoundTrip:
    """What came back: counts of values by field, and of those that differ by why."""

    people: int = 0
    same: Counter[str] = field(default_factory=Counter)
    differ: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # by why, then field
    without_column: Counter[str] = field(default_factory=Counter)

    def compare(self, name: str, sent: set[str], back: set[str], words: set[str]) -> None:
        """Count one field of one person."""
        if sent == back:
            self.same[name] += 1
        else:
            self.differ[_why(name, sent, back, words)][name] += 1


def _why(name: str, sent: set[str], back: set[str], words: set[str]) -> str:
    if any(BETWEEN in text for text in {*back, *words}) or _pieces(sent) == _pieces(back):
        return "several values, or one with the sign by which values are joined"
    if fields()[name].type in READ_AS and back <= sent | {f"?{text}" for text in words}:
        return "the format has no normal forms, and the words need the mapping of their list"
    return "otherwise"


def _pieces(texts: set[str]) -> set[str]:
    return {piece for text in texts for piece in text.split(BETWEEN)}


def round_trip(archive: Archive, name: str, folder: Path) -> RoundTrip:
    """Export in a format, and read it again."""
    exported = ExportedArchive(archive)
    out = folder / "out"
    export_people(exported, format_named(name), out)
    people = {person.id: person for batch in ExportedArchive(archive).batches() for person in batch.persons}
    found = RoundTrip()
    mapping = parse_mapping(suggest_mapping(out), "suggested.yaml")
    reader = RecordReader(mapping)
    with open_source(out, None) as source:
        ids = [entry.cells[FORMATS[name]].text for entry in source]
    with open_source(out, mapping) as source:
        for id, entry in zip(ids, source, strict=True):
            found.people += 1
            _compare(found, people[id], reader, entry, set(mapping.fields))
    return found


def _compare(found: RoundTrip, person: ExportedPerson, reader: RecordReader, entry: Entry, taken: set[str]) -> None:
    sent, words, back = defaultdict(set), defaultdict(set), defaultdict(set)
    for said in person.said:
        sent[said.field].add(_shown(said.field, said.words, said.value))
        words[said.field].add(said.words)
    for statement in reader.read(entry)[0].statements:
        back[statement.field].add(_shown(statement.field, statement.as_written, statement.value))
    for name in sent:
        if name in taken:
            found.compare(name, sent[name], back[name], words[name])
        elif name not in back:
            found.without_column[name] += 1


def _shown(name: str, words: str, value: str | None) -> str:
    if fields()[name].type in READ_AS:
        return value or f"?{words}"
    return " ".join(words.split())


def _rows(archive: Path) -> Iterator[str]:
    for name in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            found = round_trip(Archive.open(archive), name, Path(folder))
        differ = {why: counts.total() for why, counts in found.differ.items()}
        left = ", ".join(f"{field} {count}" for field, count in found.without_column.most_common())
        yield f"| {archive.name} | {name} | {found.people:,} | {found.same.total():,} | {differ or '-'} | {left} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archives", type=Path, nargs="+")
    print("| archive | format | people | the same | differ | without a column |\n|---|---|---:|---:|---|---|")
    for archive in parser.parse_args().archives:
        for row in _rows(archive):
            print(row, flush=True)


if __name__ == "__main__":
    main()
