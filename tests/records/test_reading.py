from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from byname.records.reading import RecordReader, read_records
from byname.sources.catalogue import mapping_path
from byname.sources.mapping_reading import parse_mapping, read_mapping
from byname.sources.reading import open_source

MAPPING = """
source: streets
title: Invented people by their streets
citation: invented
licence: none
language: ru
universe: nobody
person_twice: false
within: Москва
fields: {name: name, residence: address}
"""


def test_streets_lie_in_the_town_that_the_mapping_names(tmp_path: Path) -> None:
    path = tmp_path / "streets.csv"
    path.write_text(
        "name,address\nПример Иван,ул. Горького\nОбразец Анна,Москва ул. Арбат\nНекто Пётр,\n", encoding="utf-8"
    )
    mapping = parse_mapping(MAPPING, "streets.yaml")
    with open_source(path, mapping) as entries:
        (batch,) = read_records(entries, mapping)
    assert batch.records["residence"].to_list() == ["moskva gorkogo", "moskva arbat", None]
    stated = batch.statements.filter(batch.statements["field"] == "residence")
    assert stated["value"].to_list() == ["gorkogo", "moskva arbat"]  # a statement holds what the source says, no more


@pytest.mark.measured
@pytest.mark.shared
@pytest.mark.parametrize(
    ("source", "file", "every"),
    [
        ("R1", "estonia-memento/r1records.txt.gz", 20),
        ("R6", "estonia-memento/r6-2-records.txt.gz", 10),
        ("moscow-shot", "moscow-shot/persons.csv.gz", 20),
        ("memory-book-texts", "memory-book-texts/texts.zip", 20),
    ],
)
def test_the_net_for_entries_that_fail_is_empty_after_the_real_lists(
    shared: Path, source: str, file: str, every: int
) -> None:
    mapping = read_mapping(mapping_path(source))
    with open_source(shared / "collections" / file, mapping) as opened:
        entries = list(islice(opened, 0, None, every))
    assert len(entries) > 100
    problems = RecordReader(mapping).batch(entries, 0).entries["problems"].drop_nulls()
    assert [text for text in problems if "could not be read" in text or "more than" in text] == []
