from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.lists import ROWS, write_list

from byname.access.desk.building import ProgressNote, begin_build, progress_of
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive


def _wait(archive: Archive) -> str:
    for _ in range(600):
        state = progress_of(archive).state
        if state != "running":
            return state
        time.sleep(0.2)
    return "running"


def test_a_build_runs_beside_and_one_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    assert progress_of(archive).state == "none"
    add_files(archive, [write_list(tmp_path / "lists", "one", ROWS)])
    begin_build(archive, by="clara")
    assert progress_of(archive).state == "running"
    with pytest.raises(BadArchive, match="a build is running"):
        begin_build(archive, by="clara")
    note = json.loads((archive.folder / "desk" / "build.json").read_text(encoding="utf-8"))
    os.kill(note["pid"], signal.SIGKILL)
    assert _wait(archive) == "interrupted"
    begin_build(archive, by="clara")
    assert _wait(archive) == "done"
    found = progress_of(archive)
    assert (found.share, found.by) == (1.0, "clara")
    assert len(DerivedTables.built(archive).read("people")) == len(ROWS)


def test_a_build_that_fails_says_why_without_a_path(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    begin_build(archive, by="clara")
    assert _wait(archive) == "failed"
    assert progress_of(archive).said == "the archive has no sources"


def test_a_build_of_a_server_that_ended_is_told_by_its_number(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    folder = archive.folder / "desk"
    folder.mkdir()
    for pid, state in ((os.getpid(), "running"), (2**22 - 7, "interrupted")):
        (folder / "build.json").write_text(json.dumps({"pid": pid, "by": "clara", "at": ""}), encoding="utf-8")
        ProgressNote("running", "linking", 0.5).write(folder / "progress.json")
        found = progress_of(archive)
        assert (found.state, found.step, found.share) == (state, "linking", 0.5)
    shutil.rmtree(folder)
    assert progress_of(archive).state == "none"
