from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import polars as pl
import pytest
from tests.lists import ROWS, files_of, what_differs, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.manifest import MANIFEST, Made
from byname.pipeline import remaking
from byname.pipeline.build import build
from byname.pipeline.remaking import files_of as made_of
from byname.pipeline.remaking import make_again
from byname.pipeline.steps import Workspace
from byname.pipeline.workers import workers
from byname.sources.unpacking import sha256_of


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A small built archive, for reading only."""
    folder = tmp_path_factory.mktemp("built")
    archive = Archive.create(folder / "archive", "Tests")
    add_files(archive, [write_list(folder / "in", "one", ROWS)])
    build(archive, processes=1)
    return archive


def _quiet(step: str, share: float) -> None:
    return None


def test_everything_comes_out_as_it_was_built_and_nothing_in_the_archive_changes(built: Archive) -> None:
    before = files_of(built.folder)
    made = make_again(built, _quiet, processes=1)
    assert made.tables == Workspace.as_it_lies(built.tables).all_files()
    assert made.report
    assert made.same_search
    assert made.failed == {}
    assert files_of(built.folder) == before


def test_parts_are_made_side_by_side_and_what_a_killed_process_had_begun_is_made_here(built: Archive) -> None:
    class Pool:
        def submit(self, work: object, folder: Path, name: str) -> Future[object]:
            assert work is made_of
            future = Future[object]()
            if name == "people":
                future.set_exception(BrokenProcessPool("killed"))
            else:
                future.set_result(made_of(folder, name))
            return future

    parts = dict(remaking._done(built, ["people", "numbers"], Pool()))  # type: ignore[arg-type]
    assert list(parts) == ["numbers", "people"]
    with workers(2) as pool:
        apart = dict(remaking._done(built, ["people"], pool))
    assert parts["people"]() == apart["people"]()
    assert "people.parquet" in parts["people"]()  # type: ignore[operator]


def test_tables_that_were_made_up_with_their_hashes_do_not_pass(tmp_path: Path) -> None:
    """Whoever changes a table and its note is found by the step that makes it, and by those that read it."""
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    build(archive, processes=1)
    workspace = Workspace(archive.tables)
    changes: list[Callable[[pl.DataFrame], pl.DataFrame]] = [
        lambda rows: rows.with_columns(name=pl.lit("Lies")),
        lambda rows: rows.drop("record_id"),
    ]
    for change in changes:
        path = archive.tables / "records" / "one.parquet"
        kept, manifest = path.read_bytes(), (archive.tables / MANIFEST).read_bytes()
        change(pl.read_parquet(path)).write_parquet(path)
        _noted(workspace, "records/one", archive.tables)
        found = what_differs(archive)
        assert "table records/one.parquet comes out differently" in found
        assert len(found) > 1
        path.write_bytes(kept)
        (archive.tables / MANIFEST).write_bytes(manifest)
    assert what_differs(archive) == []


def _noted(workspace: Workspace, step: str, tables: Path) -> None:
    made = workspace._manifest[step]
    workspace._manifest[step] = Made(made.key, {name: sha256_of(tables / name) for name in made.files})
    workspace._write()
    workspace._manifest[step] = made
