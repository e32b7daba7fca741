from __future__ import annotations

import errno
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from byname.archive.files import (
    check_files,
    clear_file_errors,
    flush_file,
    flush_folder,
    make_folder,
    remove_partial_files,
    write_secret,
    write_whole,
)
from byname.errors import BadArchive, BadText


def test_a_file_is_written_whole_over_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_earlier_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="director"):
        write_whole(path, b"a folder cannot be replaced")
    assert (path / "inside").is_dir()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "the disk is full"), (errno.EDQUOT, "the disk is full"), (errno.EIO, "Input/output error")],
)
def test_errors_of_the_file_system_are_said_in_words(tmp_path: Path, number: int, says: str) -> None:
    import os

    with pytest.raises(BadArchive, match=says), clear_file_errors(tmp_path):
        raise OSError(number, os.strerror(number))


def test_our_own_errors_pass_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(BadText, match="as it is"), clear_file_errors(tmp_path):
        raise BadText("as it is")


def test_what_was_left_half_done_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".coming-1-folder" / "deep").mkdir(parents=True)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / ".coming-2").write_bytes(b"half")
    (tmp_path / "kept" / "coming-3").write_bytes(b"whole")
    remove_partial_files(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["coming-3", "kept"]


def test_files_and_folders_can_be_flushed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    flush_file(tmp_path / "file")
    flush_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        flush_file(tmp_path / "absent")


def test_a_folder_is_made_with_those_above_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    monkeypatch.chdir(tmp_path)
    make_folder(Path("c"))
    assert (tmp_path / "a" / "b").is_dir()
    assert (tmp_path / "c").is_dir()


def test_a_secret_is_for_its_owner_alone_and_is_never_written_over(tmp_path: Path) -> None:
    write_secret(tmp_path / "key", "secret\n")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(BadArchive, match="there already"):
        write_secret(tmp_path / "key", "another\n")
    assert (tmp_path / "key").read_text() == "secret\n"
    with pytest.raises(BadArchive):
        write_secret(tmp_path / "nowhere" / "key", "secret\n")


def test_folders_that_a_build_makes_and_takes_away_stop_nobody_who_opens_the_archive(tmp_path: Path) -> None:
    there = tmp_path / ".coming-1-records"
    code = (
        f"import os\nwhile True:\n    os.makedirs({str(there / 'records')!r})\n    os.rmdir({str(there / 'records')!r})"
    )
    with subprocess.Popen([sys.executable, "-c", f"{code}\n    os.rmdir({str(there)!r})"]) as builder:
        try:
            while not there.exists():
                assert builder.poll() is None
            for _ in range(20_000):
                check_files(tmp_path)
        finally:
            builder.kill()
    with pytest.raises(FileNotFoundError):
        check_files(tmp_path / "nothing")
