from __future__ import annotations

from pathlib import Path

import pytest

from byname.access.log_files import log_file
from byname.archive.archive import Archive
from byname.archive.signed_notes import Signer
from byname.archive.transparency_log import write_log


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "archive", "Tests")
    made.ledger.append("note", {"text": "something"}, by="somebody")
    write_log(list(made.ledger.all_entries()), made.log, Signer.new("archive.example.org/log"))
    return made


def test_every_file_of_the_log_is_given(archive: Archive) -> None:
    files = [path for path in sorted(archive.log.rglob("*")) if path.is_file()]
    assert len(files) == 4
    for path in files:
        assert log_file(archive, path.relative_to(archive.log).as_posix()) == path.read_bytes()


@pytest.mark.parametrize(
    "path",
    ["", "../byname.toml", "tile/0/../../../byname.toml", "tile/0", "tile/0/000", "tile/0/001.p/1", "key", "tile"],
)
def test_no_other_file_is(archive: Archive, path: str) -> None:
    assert log_file(archive, path) is None


def test_an_archive_without_a_log_has_no_files(tmp_path: Path) -> None:
    assert log_file(Archive.create(tmp_path / "other", "Tests"), "checkpoint") is None
