from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.served import small_archive

from byname.access.record import record_of
from byname.archive.archive import Archive
from byname.errors import NotInSources


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small_archive(tmp_path_factory.mktemp("records"))


def test_an_entry_stands_with_its_file_and_what_was_read(demo: Path) -> None:
    record = record_of(Archive.open(demo), "trials:54")
    assert record.text is not None
    assert json.loads(record.text)["sentence"] == "death by shooting"
    assert (record.file, record.item, record.list.name) == ("trials.csv", "54", "trials")
    assert record.sha256 == dict(record.list.files)["trials.csv"]
    assert ("sentence", "death") in {(row["field"], row["value"]) for row in record.statements}
    assert record.person_id is not None
    assert record.person_id.startswith("P-")


@pytest.mark.parametrize("id", ["trials:9999", "", "trials", "../trials:54"])
def test_an_entry_that_is_none_is_not_found(demo: Path, id: str) -> None:
    with pytest.raises(NotInSources):
        record_of(Archive.open(demo), id)


def test_the_entry_of_somebody_who_may_be_living_is_not_found(small: Archive) -> None:
    with pytest.raises(NotInSources):
        record_of(small, "invented:2")


def test_words_about_somebody_living_are_withheld(small: Archive) -> None:
    record = record_of(small, "invented:4")
    assert record.withheld
    assert record.text is None
    assert "Kanarichild" not in str(record.statements)
    assert "Isane" in str(record.statements)


def test_terms_that_keep_a_text_back_keep_its_long_parts_back(small: Archive) -> None:
    record = record_of(small, "closed:0")
    assert (record.text, record.withheld) == (None, False)
    assert "note" not in {row["field"] for row in record.statements}
