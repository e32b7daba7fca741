from __future__ import annotations

from pathlib import Path

import pytest
from tests.lists import write_list
from tests.served import small_archive

from byname.access.record import record_of
from byname.access.surroundings import NearEntry, Surroundings, surroundings_of
from byname.access.takedown import withhold
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small_archive(tmp_path_factory.mktemp("surroundings"))


def around(archive: Archive, id: str) -> Surroundings:
    return surroundings_of(archive, record_of(archive, id))


def test_the_entries_before_and_after_stand_in_the_order_of_the_original(demo: Path) -> None:
    found = around(Archive.open(demo), "trials:54")
    assert [entry.record_id for entry in found.before] == ["trials:51", "trials:52", "trials:53"]
    assert [entry.record_id for entry in found.after] == ["trials:55", "trials:56", "trials:57"]
    assert all(entry.text and "June 1937" in entry.text for entry in found.after)


def test_the_first_entry_has_nothing_before_it(demo: Path) -> None:
    assert around(Archive.open(demo), "trials:0").before == ()


def test_who_may_be_living_is_told_to_be_there_and_nothing_else(small: Archive) -> None:
    found = around(small, "invented:1")
    assert found.before[0].record_id == "invented:0"
    # 2 and 3 may be living; the text of 4 speaks of a child who may be.
    assert found.after == (NearEntry(None, None),) * 3
    assert "Kanari" not in str([around(small, f"invented:{row}") for row in (0, 1, 4, 5)])


def test_nothing_stands_around_an_entry_whose_list_is_kept_back(small: Archive) -> None:
    assert around(small, "closed:0") == Surroundings()


def test_whom_a_keeper_withholds_is_not_shown_beside_others(tmp_path: Path) -> None:
    names = ["Aavik", "Bergmann", "Canary", "Dorn", "Eller"]
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path, "invented", [(f"{name} Ivan", "1888", "1937") for name in names])])
    build(archive)
    assert "Canary" in str(around(archive, "invented:1"))
    withhold(archive, "invented:2", why="the family asks", by="clara")
    for row in (0, 1, 3, 4):
        found = around(archive, f"invented:{row}")
        assert "Canary" not in str(found)
        assert NearEntry(None, None) in (*found.before, *found.after)
