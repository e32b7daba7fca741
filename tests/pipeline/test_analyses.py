from __future__ import annotations

import json
from pathlib import Path

import pytest

from byname.access.analyses import PARTS
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.pipeline.analyses import answer_numbers, answers
from byname.pipeline.build import build
from byname.pipeline.numbers import count
from byname.sources.bundled import demo_collection


@pytest.fixture(scope="module")
def archive(demo: Path) -> Archive:
    return Archive.open(demo)


def test_every_counted_number_counts_its_rows(archive: Archive) -> None:
    counted = [
        number for number in answer_numbers(DerivedTables(archive.tables)) if number.method == "counted from the rows"
    ]
    assert len(counted) > 40
    for number in counted:
        assert count(DerivedTables(archive.tables), number) == number.value, number.id


def test_numbers_of_both_parts_are_among_the_archives_numbers(archive: Archive) -> None:
    every = DerivedTables(archive.tables).numbers()
    assert all(number.id in every for number in answer_numbers(DerivedTables(archive.tables)))


BOOK = """\
source: book
title: A book made for tests
citation: none
licence: CC0-1.0
language: et
universe: invented people
person_twice: false
entries: {unit: line, grammar: estonian-memento-r5}
"""
ENTRIES = """\
<NÄIDE>, <Uno>, <Jaan>, s. 1893 Tartu, küüdit. 25.03.49; Vengerovo raj., vab. asum. 22.02.57.
<Näide>, <Mari>, <Uno>, abikaasa, s. 1894; Vengerovo raj., vab. asum. 22.02.57.
<PROOV>, <Ants>, <Jaan>, s. 1900 Tartu, arr. 14.06.41; Sevurallag.
<KOLMAS>, <Juhan>, <Mart>, s. 1901 Tartu, arr. 1944-45; Vorkutlag.
"""


def test_people_are_sent_in_the_year_they_were_taken_and_a_household_in_that_of_its_head(tmp_path: Path) -> None:
    text, mapping = tmp_path / "book.txt", tmp_path / "book.yaml"
    text.write_text(ENTRIES, encoding="utf-8")
    mapping.write_text(BOOK, encoding="utf-8")
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [(text, mapping)])
    build(archive, processes=1)
    sent = DerivedTables(archive.tables).read("destinations").sort("record_id")
    assert list(sent.select("record_id", "kind", "place", "year").iter_rows()) == [
        ("book:0", "exile", "Vengerovo", 1949),
        ("book:1", "exile", "Vengerovo", 1949),
        ("book:2", "camp", "Sevurallag", 1941),
        ("book:3", "camp", "Vorkutlag", None),  # taken in one of two years
    ]
    (household,) = DerivedTables(archive.tables).read("households").iter_rows(named=True)
    assert household["record_ids"] == ["book:0", "book:1"]


def test_the_answers_that_are_kept_are_those_that_are_given_anew(archive: Archive) -> None:
    tables, facts = DerivedTables(archive.tables), demo_collection().read_all_facts()
    for part in PARTS:
        kept = tables.data(part)
        again = json.loads(json.dumps([one.to_json() for one in answers(tables, facts, part, None)], default=str))
        assert len(kept) > 5
        assert [one["id"] for one in again] == [one["id"] for one in kept]
        assert {one["id"]: one["sentences"] for one in again} == {one["id"]: one["sentences"] for one in kept}
