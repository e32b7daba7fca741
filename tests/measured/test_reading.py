"""How much of the real lists is read; a floor may only rise.

Every tenth line is read here, all of them in the benchmark.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from benchmarks.records.estonian_fields import FLOORS, LABELS, agreement, shares

from byname.records.reading import RecordReader
from byname.sources.catalogue import mapping_path
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source

pytestmark = [pytest.mark.measured, pytest.mark.shared]


def test_fields_of_the_estonian_lines_are_read(shared: Path) -> None:
    for name, (marked, read) in shares(shared / "collections" / "estonia-memento", every=10).items():
        assert marked > 1000
        assert read / marked >= FLOORS[name], name


# Of 187 hand-read births one is printed with a letter for a digit (189l) and one stands behind another date.
HAND_READ = {"surname": 0.99, "given": 0.99, "father": 0.99, "birth": 0.98, "arrest": 0.95, "sentence_date": 0.95,
             "articles": 0.95, "term": 0.95, "death": 0.95, "release": 0.95}  # fmt: skip


def test_hand_read_lines_are_read_the_same(shared: Path) -> None:
    assert LABELS.exists()
    for name, (given, same, differ) in agreement(shared / "collections" / "estonia-memento").items():
        if name in HAND_READ:
            assert same / given >= HAND_READ[name], (name, differ)


def _fields(shared: Path, source: str, file: str, every: int) -> tuple[int, Counter[str]]:
    mapping = read_mapping(mapping_path(source))
    reader, counted, entries = RecordReader(mapping), Counter[str](), 0
    with open_source(shared / "collections" / file, mapping) as opened:
        for entry in islice(opened, 0, None, every):
            entries += 1
            for reading in reader.read(entry):
                counted.update({s.field for s in reading.statements if s.value is not None})
    return entries, counted


def test_moscow_list_gives_birth_death_and_burial(shared: Path) -> None:
    entries, counted = _fields(shared, "moscow-shot", "moscow-shot/persons.csv.gz", 20)
    assert entries == 590
    for field, floor in {
        "surname": 1.0,
        "birth_date": 0.99,
        "death_date": 0.99,
        "burial_place": 0.95,
        "occupation": 0.9,
    }.items():
        assert counted[field] / entries >= floor, field


def test_every_event_of_the_nameless_texts_is_read(shared: Path) -> None:
    entries, counted = _fields(shared, "memory-book-texts", "memory-book-texts/texts.zip", 20)
    assert entries == 2324
    assert counted["birth_date"] / entries >= 0.95
    assert counted["sentence"] / entries >= 0.70
