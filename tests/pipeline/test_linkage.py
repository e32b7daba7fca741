"""A build that compares only new sources, and one on Apache Spark, as a user asks for them."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import polars as pl
import pytest
from tests.commands import run, run_apart
from tests.lists import ROWS, invented_list, what_differs, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline import linkage
from byname.pipeline.build import BuildOptions, build

MORE = [
    *ROWS,
    ("Рыков Алексей Иванович", "1881", "15.03.1938"),
    ("Зиновьев Григорий Евсеевич", "1883", "25.08.1936"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "archive", "Tests")
    add_files(made, [write_list(tmp_path / "lists", name, MORE) for name in ("first", "second")])
    build(made)
    return made


def _people(archive: Archive) -> set[frozenset[str]]:
    assigned = pl.read_parquet(archive.tables / "assignments.parquet")
    return {frozenset(members) for members in assigned.group_by("person_id").agg("record_id")["record_id"].to_list()}


def test_a_quick_build_links_a_new_list_and_a_whole_one_comes_to_the_same(archive: Archive, tmp_path: Path) -> None:
    add_files(archive, [write_list(tmp_path / "lists", "third", MORE)])
    made = build(archive, options=BuildOptions(quick=True)).made
    assert "linkage" in made
    made_of = json.loads((archive.tables / "linkage.json").read_text(encoding="utf-8"))
    assert made_of["quick"] is True
    assert made_of["report"]["new_records"] == len(MORE)
    quickly = _people(archive)
    assert {len(members) for members in quickly} == {3}
    assert "run `byname build`" in what_differs(archive)[0]
    assert "linkage" in build(archive).made
    assert _people(archive) == quickly
    assert what_differs(archive) == []


def test_a_quick_build_compares_the_records_of_a_source_that_was_corrected(archive: Archive, tmp_path: Path) -> None:
    corrected = [*MORE[:-1], ("Ежов Николай Иванович", "1895", "04.02.1940")]
    for name in ("first", "second"):
        add_files(archive, [write_list(tmp_path / "lists", name, corrected)])
        build(archive, options=BuildOptions(quick=True))
    assert {len(members) for members in _people(archive)} == {2}
    quickly = _people(archive)
    build(archive)
    assert _people(archive) == quickly


def test_a_quick_build_of_what_is_linked_already_changes_nothing(archive: Archive) -> None:
    assert build(archive, options=BuildOptions(quick=True)).made == ()


def test_an_engine_that_is_not_there_is_refused(archive: Archive) -> None:
    completed = run("build", archive.folder, "--engine", "abacus")
    assert completed.returncode == 2
    assert "local and spark" in completed.stderr


def test_an_archive_too_long_for_one_table_is_linked_in_parts_with_the_same_tables(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [
        f"{name}.{ending}" for name, ending in (("pairs", "parquet"), ("assignments", "parquet"), ("linkage", "json"))
    ]
    before = {name: (archive.tables / name).read_bytes() for name in names}
    for name in names:
        (archive.tables / name).unlink()
    monkeypatch.setattr(linkage, "WHOLE_UP_TO", 0)
    monkeypatch.setattr(linkage, "link", None)  # would fail if it were asked
    assert "linkage" in build(archive).made
    assert {name: (archive.tables / name).read_bytes() for name in names} == before


@pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None and os.environ.get("CI") != "true",
    reason="Apache Spark is not installed",
)
def test_a_build_on_spark_gives_the_same_tables(archive: Archive, tmp_path: Path) -> None:
    add_files(archive, [invented_list(tmp_path / "long", 13_000)])  # long enough to be read side by side
    build(archive)
    before = {path: path.read_bytes() for path in sorted(archive.tables.rglob("*.parquet"))}
    assert len(before) > 15
    for path in before:
        path.unlink()
    completed = run_apart("build", archive.folder, "--engine", "spark")
    assert completed.returncode == 0, completed.stderr
    after = {path: path.read_bytes() for path in sorted(archive.tables.rglob("*.parquet"))}
    assert [path.name for path in before if after.get(path) != before[path]] == []
    assert len(after) == len(before)
