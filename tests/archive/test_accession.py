from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import data_of, run
from tests.lists import ROWS, what_differs, write_list

from byname.archive.accession import add_facts, add_files, grammars_of
from byname.archive.archive import Archive
from byname.errors import BadArchive, BadFigureTable, BadSource
from byname.pipeline.build import build
from byname.sources.catalogue import mapping_path
from byname.sources.mapping_reading import read_mapping


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", "Tests")


def test_a_source_is_withdrawn_and_comes_back_when_it_is_added_again(archive: Archive, tmp_path: Path) -> None:
    pairs = [write_list(tmp_path / "in", name, ROWS) for name in ("one", "two")]
    add_files(archive, pairs)
    build(archive, processes=1)
    done = run("withdraw", archive.folder, "two", "--why", "the family asked for it")
    assert done.returncode == 0
    assert "its originals and its history stay" in done.stdout
    assert data_of("build", archive.folder)["numbers"]["entries"] == 2
    assert not (archive.tables / "records" / "two.parquet").exists()
    assert what_differs(archive) == []
    (entry,) = archive.ledger.entries("withdrawal")
    assert entry.payload == {"source": "two", "why": "the family asked for it"}
    assert add_files(archive, pairs[1:])[0].status == "new"
    assert data_of("build", archive.folder)["numbers"]["entries"] == 4


def test_withdrawing_the_last_source_leaves_nothing_of_it_to_read(archive: Archive, tmp_path: Path) -> None:
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    build(archive, processes=1)
    archive.withdraw("one")
    with pytest.raises(BadArchive, match="has no sources"):
        build(archive)
    left = [
        path for part in ("tables", "report", "search") for path in (archive.folder / part).rglob("*") if path.is_file()
    ]
    assert [path.name for path in left] == ["build.json"]
    assert run("search", archive.folder, "Бухарин").returncode == 1
    with pytest.raises(BadArchive, match="its sources are: none"):
        archive.withdraw("one")


def test_an_original_that_was_damaged_is_put_right_when_it_is_added_again(archive: Archive, tmp_path: Path) -> None:
    pair = write_list(tmp_path / "in", "one", ROWS)
    add_files(archive, [pair])
    original = archive.original(archive.imported()[0].sha256)
    good = original.read_bytes()
    original.write_bytes(good[:-3])
    assert what_differs(archive)
    add_facts(archive, {})
    archive.keep_original(pair[0])
    assert original.read_bytes() == good


def test_a_table_of_facts_without_a_source_is_refused_and_nothing_is_kept(archive: Archive, tmp_path: Path) -> None:
    table = tmp_path / "facts.csv"
    table.write_text("year,dead\n1938,2\n", encoding="utf-8")
    with pytest.raises(BadFigureTable):
        add_facts(archive, {"facts": table})
    assert archive.fact_files() == []


def test_the_grammars_of_a_mapping_are_found_wherever_they_are_named() -> None:
    assert grammars_of(read_mapping(mapping_path("R1"))) == ["estonian-memento"]
    assert grammars_of(read_mapping(mapping_path("moscow-shot"))) == ["moscow-shot"]


def test_a_file_that_changes_while_it_is_added_is_refused_and_nothing_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    path, mapping = write_list(tmp_path / "in", "one", ROWS)
    keep = Archive.keep_original

    def change_first(archive: Archive, file: Path) -> str:
        path.write_text("name,born,died\nRykov,1881,\n", encoding="utf-8")
        return keep(archive, file)

    monkeypatch.setattr(Archive, "keep_original", change_first)
    with pytest.raises(BadSource, match="changed while it was being added"):
        add_files(archive, [(path, mapping)])
    assert archive.imported() == []
