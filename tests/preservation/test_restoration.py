from __future__ import annotations

import json
from pathlib import Path

import pyrage
import pytest
from tests.commands import data_of
from tests.preservation.conftest import IDENTITY

from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.preservation.backup import back_up
from byname.preservation.keys import new_identity, recipient_of
from byname.preservation.repository import Backup, Repository
from byname.preservation.restoration import faults_inside, restore

KEYS = [pyrage.x25519.Identity.from_str(IDENTITY)]


@pytest.fixture
def repository(archive: Archive, tmp_path: Path) -> Repository:
    made = Repository.open_or_create(tmp_path / "repository")
    back_up(archive, made, [recipient_of(IDENTITY)])
    return made


def test_what_is_restored_is_the_archive_that_was_backed_up(
    archive: Archive, repository: Repository, tmp_path: Path
) -> None:
    new = tmp_path / "again" / "new"
    restore(repository, repository.backup(), new, KEYS)
    assert data_of("verify", new, "--quick")["differences"] == []
    again = Archive.open(new)
    assert again.ledger.head() == archive.ledger.head()
    assert again.imported() == archive.imported()
    assert (new / "texts" / "a text.txt").read_text(encoding="utf-8") == "681,692 were shot."
    assert [path.name for path in new.parent.iterdir()] == ["new"]
    again.ledger.close()


def test_an_earlier_backup_is_restored_by_its_name(archive: Archive, repository: Repository, tmp_path: Path) -> None:
    first, head = repository.backup(), archive.ledger.head()
    archive.ledger.append("judgement", {"record_a": "one:0", "record_b": "one:1", "verdict": "different"})
    back_up(archive, repository, [recipient_of(IDENTITY)])
    assert restore(repository, repository.backup(first.name), tmp_path / "new", KEYS).head == head


def test_another_identity_opens_nothing(repository: Repository, tmp_path: Path) -> None:
    other = [pyrage.x25519.Identity.from_str(new_identity())]
    with pytest.raises(BadArchive, match="the identity does not open this backup"):
        restore(repository, repository.backup(), tmp_path / "new", other)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_there_is_left_alone(archive: Archive, repository: Repository) -> None:
    with pytest.raises(BadArchive, match="the folder is there already"):
        restore(repository, repository.backup(), archive.folder, KEYS)


def test_a_restoration_that_was_interrupted_goes_on(repository: Repository, tmp_path: Path) -> None:
    def stop(path: str) -> None:
        if path.startswith("texts"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(repository, repository.backup(), tmp_path / "new", KEYS, stop)
    assert not (tmp_path / "new").exists()
    restore(repository, repository.backup(), tmp_path / "new", KEYS)
    assert data_of("verify", tmp_path / "new", "--quick")["differences"] == []


def test_a_damaged_blob_is_refused_and_nothing_is_put_in_place(repository: Repository, tmp_path: Path) -> None:
    blobs = sorted((repository.folder / "blobs").glob("*/*"))
    assert faults_inside(repository, KEYS) == []
    for path in blobs:
        kept = path.read_bytes()
        path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        with pytest.raises(BadArchive, match="damaged"):
            restore(repository, repository.backup(), tmp_path / "new", KEYS)
        assert not (tmp_path / "new").exists()
        path.write_bytes(kept)
    assert len(blobs) >= 5


def test_blobs_that_were_exchanged_are_found_with_the_key(repository: Repository, tmp_path: Path) -> None:
    backup = repository.backup()
    names = [name for name in sorted(backup.blobs) if name != backup.manifest]
    one, two = (repository.folder / "blobs" / name[:2] / name for name in names[:2])
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert len(faults_inside(repository, KEYS)) == 2
    with pytest.raises(BadArchive, match="not what it was"):
        restore(repository, backup, tmp_path / "new", KEYS)


@pytest.mark.parametrize("path", ["../outside", "/outside", "a/../../outside", "a\\b"])
def test_a_backup_that_would_write_outside_of_the_archive_is_refused(
    repository: Repository, tmp_path: Path, path: str
) -> None:
    content = pyrage.encrypt(b"x", [KEYS[0].to_public()])
    file = {"size": 1, "sha256": "0" * 64, "blobs": ["3" * 64]}
    said = json.dumps({"format": 1, "made": "", "head": None, "files": {path: file}}).encode()
    blobs = {
        "3" * 64: repository.put("3" * 64, content),
        "4" * 64: repository.put("4" * 64, pyrage.encrypt(said, [KEYS[0].to_public()])),
    }
    repository.add(Backup("20990101T000000Z-00000000", "4" * 64, blobs))
    with pytest.raises(BadArchive, match="the backup names the file"):
        restore(repository, repository.backup(), tmp_path / "new", KEYS)
    assert not list(tmp_path.rglob("outside"))


def test_an_archive_whose_ledger_lay_on_a_server_is_restored_with_the_ledger_in_a_file(
    server: Archive, tmp_path: Path
) -> None:
    repository = Repository.open_or_create(tmp_path / "repository")
    back_up(server, repository, [recipient_of(IDENTITY)])
    restore(repository, repository.backup(), tmp_path / "new", KEYS)
    again = Archive.open(tmp_path / "new")
    assert again.settings.ledger is None
    assert again.ledger.head() == server.ledger.head()
    again.ledger.close()
