from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.access.test_household import archive as household
from tests.served import small_archive

from byname.access.household import household_of
from byname.access.person import person_of
from byname.access.read_together import entries_together, people_together, shown_ids
from byname.access.record import record_of
from byname.access.trace import numbers_of, trace, traces_together
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import NotInSources

__all__ = ["household"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small_archive(tmp_path_factory.mktemp("small"))


def _agree(archive: Archive, people: int) -> None:
    """Hold everybody and every entry, read together, against the same read one by one."""
    shown = shown_ids(archive)
    assert len(shown.people) >= people
    read = people_together(archive, shown.people, shown.hidden)
    for id in shown.people.head(12):
        assert read.person(id) == person_of(archive, id)
        assert list(read.person(id)["probabilities"]) == list(person_of(archive, id)["probabilities"])
        assert read.household(id) == household_of(archive, id)
        for row in read.person(id)["records"]:
            assert read.record(row["record_id"]) == record_of(archive, row["record_id"])
    unowned = entries_together(archive, shown.unowned)
    for id in shown.unowned:
        assert unowned.record(id) == record_of(archive, id)


def test_what_is_read_together_is_what_is_read_one_by_one(demo: Path) -> None:
    _agree(Archive.open(demo), 300)


def test_texts_are_withheld_and_kept_back_as_they_are_one_by_one(small: Archive) -> None:
    _agree(small, 4)


def test_a_household_is_read_with_its_people(household: Archive) -> None:
    _agree(household, 3)


def test_nobody_who_may_be_living_is_read(small: Archive) -> None:
    shown = shown_ids(small)
    everybody = DerivedTables(small.tables).read("people")["person_id"]
    read = people_together(small, everybody, shown.hidden)
    assert len(shown.hidden) == 2
    assert "kanari" not in repr(read).lower()
    with pytest.raises(NotInSources):
        read.person(shown.hidden[0])
    assert sorted(read.people) == shown.people.to_list()


def test_entries_of_nobody_are_apart(demo: Path) -> None:
    archive = Archive.open(demo)
    owned = DerivedTables(archive.tables).read("assignments")["record_id"]
    assert shown_ids(archive).unowned.is_in(owned.implode()).sum() == 0
    assert entries_together(archive, pl.Series(["trials:0"])).record("trials:0").record_id == "trials:0"


def test_numbers_traced_together_are_those_traced_one_by_one(demo: Path, small: Archive) -> None:
    for archive in (Archive.open(demo), small):
        ids = [*numbers_of(archive)][::40]
        together = traces_together(archive, [*ids, "no number"], limit=7)
        assert ids
        assert set(together) == set(ids)
        for id in ids:
            assert together[id] == trace(archive, id, limit=7)
