from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.commands import data_of, run
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.pipeline.build import build
from byname.pipeline.plan import planned

_ALL = ("linkage", "people", "casualties", "answers", "numbers", "search", "report")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "archive", "Tests")
    add_files(made, [write_list(tmp_path / "in", name, ROWS) for name in ("one", "two")])
    build(made, processes=1)
    return made


def contents(folder: Path) -> dict[str, str]:
    """Every file of an archive but the lock, with its hash."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_what_is_built_stands_as_it_is(archive: Archive) -> None:
    plan = planned(archive)
    assert plan.made == plan.waiting == plan.gone == ()
    assert plan.kept == ("records/one", "records/two", *_ALL)


def test_a_new_list_is_read_and_the_rest_follows(archive: Archive, tmp_path: Path) -> None:
    add_files(archive, [write_list(tmp_path / "in", "three", ROWS)])
    before = contents(archive.folder)
    plan = planned(archive)
    assert (plan.made, plan.waiting, plan.kept) == (("records/three",), _ALL, ("records/one", "records/two"))
    assert contents(archive.folder) == before
    assert set(plan.made) <= set(build(archive, processes=1).made) <= {*plan.made, *plan.waiting}


def test_a_withdrawn_list_is_taken_away(archive: Archive) -> None:
    archive.withdraw("two")
    plan = planned(archive)
    assert (plan.made, plan.gone, plan.waiting) == ((), ("records/two",), _ALL)


def test_another_title_makes_only_the_report_anew(archive: Archive) -> None:
    archive.set(archive.settings.changed("title", "Another title"))
    again = Archive.open(archive.folder)
    plan = planned(again)
    assert (plan.made, plan.waiting) == (("report",), ())
    assert plan.made == build(again, processes=1).made


def test_a_damaged_table_is_made_anew(archive: Archive) -> None:
    next((archive.tables).rglob("people.parquet")).write_bytes(b"damaged")
    assert planned(archive).made == ("people",)


def test_what_a_build_refuses_a_plan_refuses(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="no sources"):
        planned(Archive.create(tmp_path / "empty", "Tests"))


def test_the_commands_say_what_they_would_do_and_write_nothing(archive: Archive, tmp_path: Path) -> None:
    path, mapping = write_list(tmp_path / "in", "three", ROWS)
    before = contents(archive.folder)
    said = data_of("add", archive.folder, path, "--mapping", mapping, "--dry-run")
    assert [(file["source"], file["status"]) for file in said["files"]] == [("three", "new")]
    assert said["dry_run"] is True
    assert run("withdraw", archive.folder, "one", "--dry-run").stdout.startswith("one would be withdrawn")
    assert run("build", archive.folder, "--dry-run").stdout.endswith("A dry run: nothing was written.\n")
    assert contents(archive.folder) == before
    refused = run("add", archive.folder, mapping, "--mapping", mapping, "--dry-run")
    assert refused.returncode == 1  # as without it
