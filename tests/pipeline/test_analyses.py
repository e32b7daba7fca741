from __future__ import annotations

from pathlib import Path

import pytest

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.pipeline.analyses import answer_numbers
from byname.pipeline.numbers import count


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
