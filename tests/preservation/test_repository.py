from __future__ import annotations

import random
from pathlib import Path

import pytest

from byname.errors import BadArchive
from byname.preservation.repository import Backup, Repository

ONE, TWO = "1" * 64, "2" * 64
NAMES = ("20370101T000000Z-00000001", "20370102T000000Z-00000002")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two backups: both hold the blob ONE, the second also TWO."""
    made = Repository.open_or_create(tmp_path / "repository")
    blobs = {ONE: made.put(ONE, b"one")}
    made.add(Backup(NAMES[0], ONE, blobs))
    made.add(Backup(NAMES[1], ONE, {**blobs, TWO: made.put(TWO, b"two")}))
    return made


def test_backups_come_back_as_they_were(repository: Repository) -> None:
    again = Repository(repository.folder)
    assert [backup.name for backup in again.backups()] == list(NAMES)
    assert again.backup().blobs.keys() == {ONE, TWO}
    assert again.backup(NAMES[0]).blobs.keys() == {ONE}
    assert again.faults() == []


def test_any_bit_that_is_changed_in_a_blob_or_a_list_is_found(repository: Repository) -> None:
    chance, tried = random.Random(1), 0
    for path in [path for path in repository.folder.rglob("*") if path.is_file() and path.name != "config"]:
        kept = path.read_bytes()
        for bit in chance.sample(range(len(kept) * 8), min(len(kept) * 8, 60)):
            changed = bytearray(kept)
            changed[bit // 8] ^= 1 << bit % 8
            path.write_bytes(changed)
            assert repository.faults(), (path, bit)
            tried += 1
        path.write_bytes(kept)
    assert tried > 150
    assert repository.faults() == []


def test_what_is_missing_is_found(repository: Repository) -> None:
    (repository.folder / "blobs" / "22" / TWO).unlink()
    assert repository.faults() == [f"blob {TWO} is missing"]
    with pytest.raises(BadArchive, match="a part of the backup is missing"):
        repository.get(TWO)


def test_only_what_no_backup_that_stays_needs_is_removed(repository: Repository) -> None:
    first, second = repository.backups()
    assert repository.drop([second], [first]) == 1
    assert repository.names() == [NAMES[0]]
    assert repository.get(ONE) == b"one"
    assert repository.faults() == []


def test_two_processes_do_not_write_at_once(repository: Repository) -> None:
    refused = pytest.raises(BadArchive, match="another process is writing to the repository")
    with repository.locked(), refused, Repository(repository.folder).locked():
        raise AssertionError


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"x")
    with pytest.raises(BadArchive, match="the folder holds something else"):
        Repository.open_or_create(tmp_path)
    with pytest.raises(BadArchive, match="no repository"):
        Repository(tmp_path)
    with pytest.raises(BadArchive, match="no backup yet"):
        Repository.open_or_create(tmp_path / "new").backup()


def test_a_start_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    assert Repository.open_or_create(tmp_path).backups() == []
