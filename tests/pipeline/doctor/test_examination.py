from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.pipeline.build import build
from byname.pipeline.doctor.examination import Damage, Gravity, examine, report_of


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built archive of two lists, one with somebody whom the other has not."""
    folder = tmp_path_factory.mktemp("sound")
    archive = Archive.create(folder / "archive", "Tests")
    add_files(archive, [write_list(folder / "in", "one", ROWS), write_list(folder / "in", "two", ROWS[:1])])
    build(archive, processes=1)
    archive.ledger.close()
    return folder / "archive"


@pytest.fixture
def damaged(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "archive"))


def _examined(folder: Path) -> list[Damage]:
    return examine(folder, lambda step, share: None)


def _original(folder: Path, source: str) -> Path:
    archive = Archive.open(folder)
    (file,) = [file for file in archive.imported() if file.source == source]
    archive.ledger.close()
    return archive.original(file.sha256)


def test_a_sound_archive_has_no_damage(sound: Path) -> None:
    assert _examined(sound) == []


def test_a_changed_original_is_lost_and_says_whom_it_touches(damaged: Path) -> None:
    _original(damaged, "one").write_bytes(b"something else")
    (found,) = _examined(damaged)
    assert (found.part, found.gravity, "was changed" in found.words) == ("original", Gravity.LOST, True)
    touched = found.touched
    assert touched is not None
    assert (touched.sources, touched.entries, touched.people, touched.only_there) == (("one",), 2, 2, 1)
    assert "one-records" in touched.numbers
    assert "two-records" not in touched.numbers
    assert "2 people, of whom 1 are named nowhere else" in report_of([found])


def test_the_worst_comes_first_and_what_a_build_makes_last(damaged: Path) -> None:
    (damaged / "tables" / "people.parquet").write_bytes(b"")
    (damaged / "search" / "words.npy").unlink()
    (damaged / "stranger").write_text("")
    _original(damaged, "two").unlink()
    assert [damage.gravity for damage in _examined(damaged)] == [
        Gravity.LOST, Gravity.BY_HAND, Gravity.BY_BUILD, Gravity.BY_BUILD,
    ]  # fmt: skip


def test_an_archive_that_nothing_else_opens_is_examined(damaged: Path) -> None:
    (damaged / "byname.toml").write_text("format =")
    assert [damage.part for damage in _examined(damaged)] == ["settings"]
    (damaged / "ledger.sqlite").write_bytes(b"no database" * 999)
    assert {damage.part for damage in _examined(damaged)} == {"settings", "ledger"}
    (damaged / "ledger.sqlite").unlink()
    shutil.rmtree(damaged / "originals")
    assert {damage.part for damage in _examined(damaged)} == {"settings", "ledger", "originals"}


def test_a_pipe_in_an_archive_is_named(damaged: Path) -> None:
    os.mkfifo(damaged / "tables" / "pipe")
    assert any(damage.part == "stranger" and "pipe" in damage.file for damage in _examined(damaged))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(BadArchive, match="not an archive"):
            _examined(folder)
