from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest
from tests.built_tables import put_table

from byname.access.protection import WITHHELD_TEXT
from byname.access.trace import numbers_of, trace
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.errors import BadArchive, NotInSources


@pytest.fixture
def archive(demo: Path) -> Archive:
    """The demonstration archive."""
    return Archive.open(demo)


def test_a_number_leads_to_the_rows_of_the_originals(archive: Archive) -> None:
    found = trace(archive, "people-on-two-lists", limit=None)
    assert found.number.value == 25
    assert found.total == len(found.rows) > 2 * 25  # each of them stands on two lists or more
    assert found.code_version == code_version()
    row = next(row for row in found.rows if row.record_id == "high-command:0")
    assert "图哈切夫斯基" in row.text
    assert (row.source, row.file, row.item) == ("high-command", "high-command.csv", "0")


def test_the_hash_of_a_row_is_that_of_the_file_it_stands_in(archive: Archive) -> None:
    rows = trace(archive, "people-on-two-lists", limit=None).rows
    kept = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (archive.folder / "originals").iterdir()
    }
    assert len({row.sha256 for row in rows}) > 2
    assert all(kept[row.sha256] == row.sha256 for row in rows)


def test_a_limit_keeps_the_first_rows_and_tells_them_all(archive: Archive) -> None:
    whole, some = trace(archive, "entries", limit=None), trace(archive, "entries", limit=3)
    assert (some.total, len(some.rows)) == (whole.total, 3)
    assert set(some.rows) <= set(whole.rows)
    assert len(trace(archive, "entries").rows) == 20
    assert whole.total == whole.number.value == len({row.record_id for row in whole.rows})


def test_every_count_of_entries_and_people_has_the_rows_it_says(archive: Archive) -> None:
    numbers = [number for number in numbers_of(archive).values() if number.table in ("entries", "records")]
    counts = [number for number in numbers if number.unit == "records"]
    assert len(counts) > 3
    for number in counts:
        assert trace(archive, number.id, limit=1).total == number.value, number.id


def test_a_number_that_rests_on_a_table_of_facts_leads_to_its_rows(archive: Archive) -> None:
    camps = [number.id for number in numbers_of(archive).values() if number.table == "camps"]
    for id in camps:
        assert all(row.sha256 for row in trace(archive, id).rows)
    assert all(row.sha256 for id in ("people", "records") for row in trace(archive, id).rows)


@pytest.mark.parametrize(
    ("id", "fix"), [("people-on-two-list", "did you mean people-on-two-lists?"), ("§§§", "ids stand beside")]
)
def test_an_unknown_number_is_refused_with_the_nearest_id(archive: Archive, id: str, fix: str) -> None:
    with pytest.raises(NotInSources, match="no printed number has the id") as refused:
        trace(archive, id)
    assert fix in str(refused.value)


def test_an_archive_that_is_not_built_has_no_numbers(tmp_path: Path) -> None:
    with pytest.raises(BadArchive):
        numbers_of(Archive.create(tmp_path / "archive", "Tests"))


def test_a_text_that_may_speak_of_the_living_is_withheld(own_demo: Path) -> None:
    entries = next(iter((own_demo / "tables" / "entries").glob("trials*.parquet")))
    told = pl.when(pl.col("record_id") == "trials:54").then(pl.lit('{"notes": "his daughter, born 1936"}'))
    changed = pl.read_parquet(entries).with_columns(told.otherwise("text").alias("text"))
    put_table(own_demo, f"entries/{entries.name}", changed)
    archive = Archive.open(own_demo)

    def text(*, protected: bool) -> str:
        rows = trace(archive, "people-on-two-lists", limit=None, protected=protected).rows
        return next(row.text for row in rows if row.record_id == "trials:54")

    assert text(protected=True) == WITHHELD_TEXT
    assert "born 1936" in text(protected=False)
