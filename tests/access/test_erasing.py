from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.lists import ROWS, write_list

from byname.access.erasing import ERASABLE
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.pipeline.build import build


def test_a_judgement_that_was_erased_says_nothing_any_more_and_the_ledger_holds(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    archive.ledger.append("judgement", {"record_a": "one:0", "record_b": "one:1", "verdict": "same", "why": "told me"})
    number = archive.ledger.last_number()
    archive.ledger.erase([number], why="asked for", kinds=ERASABLE)
    assert list(archive.ledger.entries("judgement")) == []
    assert archive.ledger.check() == []
    erased = [entry for entry in archive.ledger.all_entries() if entry.is_erased]
    assert [(one.number, one.by, one.payload, one.salt) for one in erased] == [(number, "", {}, None)]
    with pytest.raises(BadArchive, match="erased already"):
        archive.ledger.erase([number], why="again", kinds=ERASABLE)


def test_what_holds_an_archive_together_cannot_be_erased(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    kinds = {entry.kind: entry.number for entry in archive.ledger.entries()}
    assert set(kinds) == {"settings", "import"}
    for number in kinds.values():
        with pytest.raises(BadArchive, match="holds the archive together"):
            archive.ledger.erase([number], why="asked for", kinds=ERASABLE)
    with pytest.raises(BadArchive, match="needs a reason"):
        archive.ledger.erase([0], why=" ", kinds=ERASABLE)
    with pytest.raises(BadArchive, match="has no entry 99"):
        archive.ledger.erase([99], why="asked for", kinds=ERASABLE)
    assert not {"import", "settings", "takedown", "withdrawal", "facts", "erasure"} & set(ERASABLE)


def test_content_that_is_gone_without_a_decision_is_named(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    archive.ledger.append("note", {"text": "something"}, by="somebody")
    archive.ledger.erase([1], why="asked for", kinds=ERASABLE)
    with sqlite3.connect(tmp_path / "archive" / "ledger.sqlite") as connection:
        connection.execute("UPDATE ledger SET payload = '{}', by = '', salt = NULL WHERE number = 0")
    connection.close()
    assert archive.ledger.check() == ["the content of ledger entry 0 is gone, and nobody decided that"]


def test_an_erasure_that_was_interrupted_is_completed(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    archive.ledger.append("note", {"text": "something"}, by="somebody")
    archive.ledger.append("erasure", {"numbers": [1], "why": "asked for"})
    assert [entry.number for entry in archive.ledger.entries("note")] == [1]
    archive.ledger.complete_erasures()
    assert list(archive.ledger.entries("note")) == []
    assert archive.ledger.check() == []


def test_the_next_build_completes_an_erasure_that_was_interrupted(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    number = archive.ledger.append("note", {"text": "something"}, by="somebody").number
    archive.ledger.append("erasure", {"numbers": [number], "why": "asked for"})
    build(archive, processes=1)
    assert list(archive.ledger.entries("note")) == []
    assert archive.ledger.check() == []
