from __future__ import annotations

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from byname.archive.archive import Archive
from byname.archive.desk_store import ACCOUNTS, DESK_FILE, DeskStore
from byname.errors import BadArchive
from byname.pipeline.verification import _unknown

ROW = {"name": "anna", "shown": "A", "role": "keeper", "password": "", "secret": "", "added": "", "removed": ""}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", "Tests")


def test_an_archive_has_no_desk_until_one_is_made(archive: Archive) -> None:
    store = DeskStore(archive)
    assert not store.is_there
    assert not (archive.folder / DESK_FILE).exists()
    store.create()
    assert store.is_there
    assert DeskStore(archive).is_there


def test_only_its_owner_may_read_the_file(archive: Archive) -> None:
    DeskStore(archive).create()
    assert stat.S_IMODE((archive.folder / DESK_FILE).stat().st_mode) == 0o600


def test_what_is_raised_takes_everything_back(archive: Archive) -> None:
    store = DeskStore(archive)
    store.create()

    def fail() -> None:
        with store.writing() as connection:
            connection.execute(ACCOUNTS.insert().values(**ROW))
            connection.execute(ACCOUNTS.insert().values(**ROW))

    with pytest.raises(BadArchive, match="UNIQUE"):
        fail()
    with store.reading() as connection:
        assert connection.execute(sa.select(ACCOUNTS)).all() == []


def test_the_file_belongs_to_the_archive(archive: Archive) -> None:
    DeskStore(archive).create()
    (archive.folder / "stranger").write_text("", encoding="utf-8")
    assert [finding.words for finding in _unknown(archive)] == ["stranger is not part of the archive"]
