from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import data_of, run
from tests.lists import ROWS, what_differs, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.made_folders import NOTE, read_note
from byname.archive.manifest import Made
from byname.pipeline.build import build
from byname.sources.unpacking import sha256_of


@pytest.fixture
def built(tmp_path: Path) -> Archive:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    build(archive, processes=1)
    assert what_differs(archive) == []
    return archive


def test_a_missing_or_broken_manifest_is_named(built: Archive) -> None:
    manifest = built.tables / "build.json"
    kept = manifest.read_bytes()
    manifest.write_bytes(kept[:-5])
    assert "build.json is broken" in what_differs(built)[0]
    manifest.unlink()
    assert "build.json is missing" in what_differs(built)[0]
    build(built)
    assert what_differs(built) == []


def test_a_ledger_cut_short_shows_beside_its_head(built: Archive) -> None:
    head = data_of("ledger", "head", built.folder)["head"]
    assert run("verify", built.folder, "--head", head).returncode == 0
    import sqlite3

    with sqlite3.connect(built.folder / "ledger.sqlite") as connection:
        connection.execute("DELETE FROM ledger WHERE number = (SELECT max(number) FROM ledger)")
    connection.close()
    done = run("verify", built.folder, "--head", head)
    assert done.returncode == 1
    assert "the ledger ends before entry" in done.stderr


def test_a_report_written_by_hand_with_its_note_does_not_pass(built: Archive) -> None:
    """Somebody who changes a page and its hashes: the page still differs from what a build gives."""
    page, note = built.report / "index.html", read_note(built.report)
    assert note is not None
    page.write_text(page.read_text(encoding="utf-8").replace("Tests", "Lies"), encoding="utf-8")
    written = Made(note.key, {**note.files, page.name: sha256_of(page)})
    (built.report / NOTE).write_text(json.dumps(written.as_json()), encoding="utf-8")
    assert what_differs(built) == ["report/index.html comes out differently"]


def test_an_archive_that_is_not_built_agrees_and_its_leftovers_do_not(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    assert what_differs(archive) == []
    (archive.report / "index.html").write_text("from where?", encoding="utf-8")
    assert "the tables it was made from are not" in what_differs(archive)[0]


def test_originals_are_checked_even_where_the_ledger_is_damaged(built: Archive) -> None:
    original = built.original(built.imported()[0].sha256)
    original.write_bytes(b"other")
    import sqlite3

    with sqlite3.connect(built.folder / "ledger.sqlite") as connection:
        connection.execute("UPDATE ledger SET payload = '{' WHERE number = 0")
    connection.close()
    found = what_differs(built)
    assert any("entry 0" in line for line in found)
    assert f"original {original.name} was changed" in found
