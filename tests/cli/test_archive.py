from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import data_of, run
from tests.lists import ROWS, write_list

from byname.archive.archive import Archive


@pytest.mark.parametrize(
    ("what", "columns"),
    [("pairs", "record_a,record_b,probability"), ("assignments", "record_id,person_id,probability")],
)
def test_exports_keep_the_columns_others_rely_on(demo: Path, what: str, columns: str) -> None:
    completed = run("export", demo, "--what", what)
    assert completed.returncode == 0
    assert completed.stdout.splitlines()[0] == columns


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_every_table_exports_in_every_format(demo: Path, tmp_path: Path, form: str) -> None:
    for what in ("people", "records", "statements", "conflicts", "unread"):
        out = tmp_path / f"{what}.{form}"
        assert run("export", demo, "--what", what, "--format", form, "--out", out).returncode == 0
        assert out.exists()


def test_archive_from_a_spreadsheet_export_by_a_suggested_mapping(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    rows = [
        "Фамилия Имя Отчество;Дата рождения;Дата расстрела",
        "Бухарин Николай Иванович;1888;15.03.1938",
        "Рыков Алексей Иванович;1881;31.02.1938",
    ]
    source.write_bytes("\r\n".join(rows).encode("cp1251"))
    suggested = run("add", tmp_path, source, "--suggest")
    assert suggested.returncode == 0, suggested.stderr
    mapping = tmp_path / "list.yaml"
    mapping.write_text(suggested.stdout, encoding="utf-8")
    archive = tmp_path / "archive"
    assert run("init", archive).returncode == 0
    added = run("add", archive, source, "--mapping", mapping)
    assert added.returncode == 0, added.stderr
    assert "cp1251" in added.stdout
    built = data_of("build", archive)
    assert built["numbers"]["records"] == 2
    assert built["numbers"]["flagged"] == 1
    unread = run("export", archive, "--what", "unread")
    assert "no such day: 31.02.1938" in unread.stdout


def test_refused_file_leaves_the_archive_without_it(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    run("init", archive)
    source, mapping = tmp_path / "list.csv", tmp_path / "list.yaml"
    source.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20)
    mapping.write_text(
        "source: l\ntitle: t\ncitation: c\nlicence: CC0-1.0\nlanguage: ru\n"
        "universe: u\nperson_twice: false\nfields: {name: name}\n",
        encoding="utf-8",
    )
    completed = run("add", archive, source, "--mapping", mapping)
    assert completed.returncode == 1
    assert completed.stderr.count("byname add:") == 1
    assert Archive.open(archive).imported() == []
    assert list((archive / "originals").iterdir()) == []


@pytest.mark.shared
def test_collection_is_fetched_from_a_folder(shared: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    run("init", archive)
    files = data_of("fetch", archive, "moscow-shot", "--from", shared / "collections" / "moscow-shot")["files"]
    assert [(file["source"], file["status"], file["entries"]) for file in files] == [("moscow-shot", "new", 11789)]
    again = data_of("fetch", archive, "moscow-shot", "--from", shared / "collections" / "moscow-shot")["files"]
    assert [file["status"] for file in again] == ["unchanged"]


def test_bundled_collection_can_be_fetched_into_an_archive(tmp_path: Path) -> None:
    run("init", tmp_path / "archive")
    files = data_of("fetch", tmp_path / "archive", "great-terror")["files"]
    assert sum(file["entries"] for file in files) == 439


def test_unknown_collection_is_refused(tmp_path: Path) -> None:
    run("init", tmp_path / "archive")
    completed = run("fetch", tmp_path / "archive", "estonia-mementoo")
    assert completed.returncode == 1
    assert "estonia-memento" in completed.stderr


def test_what_was_added_is_said_with_how_it_was_read_and_the_next_step(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    run("init", archive, "--title", "Tests")
    path, mapping = write_list(tmp_path / "in", "one", ROWS)
    path.write_bytes(("name;born;died\n" + "Рыков Алексей;1881;1938\n" * 9 + "Бухарин\n").encode("cp1251"))
    said = run("add", archive, path, "--mapping", mapping).stdout.splitlines()
    assert said[0].startswith("one: one.csv: new; 10 entries, 1 with problems (table; cp1251, ")
    assert said[0].endswith("; delimiter ';')")
    assert said[1:] == [f"Next: byname build {archive}"]
    again = run("add", archive, path, "--mapping", mapping).stdout.splitlines()
    assert [line.split("; ")[0] for line in again] == ["one: one.csv: unchanged"]


def test_the_head_of_the_ledger_is_the_one_that_verification_checks(own_demo: Path) -> None:
    head = data_of("ledger", "head", own_demo)["head"]
    assert run("ledger", "head", own_demo).stdout == f"{head}\n"
    assert run("verify", own_demo, "--head", head).returncode == 0
    number, _, root = head.partition(":")
    refused = run("verify", own_demo, "--head", f"{number}:{root[::-1]}")
    assert refused.returncode == 1
    assert "ledger" in refused.stderr


def test_formulas_are_neutralised_in_csv_unless_the_raw_text_is_asked_for(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    run("init", archive)
    path, mapping = write_list(tmp_path / "in", "one", [("=2+3 Рыков", "1881", "1938")])
    run("add", archive, path, "--mapping", mapping)
    assert run("build", archive).returncode == 0
    guarded, raw = (run("export", archive, "--what", "records", *words).stdout for words in ((), ("--raw",)))
    assert "'=2+3" in guarded
    assert "=2+3" in raw
    assert "'=2+3" not in raw
