from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyrage
import pytest
from tests.lists import ROWS, write_list
from tests.preservation.conftest import IDENTITY

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.preservation.backup import BackedUp, Manifest, back_up
from byname.preservation.keys import new_identity, recipient_of
from byname.preservation.repository import Repository

RECIPIENT = recipient_of(IDENTITY)
KEY = pyrage.x25519.Identity.from_str(IDENTITY)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.open_or_create(tmp_path / "repository")


def _again(archive: Archive, repository: Repository, **options: Any) -> BackedUp:
    return back_up(archive, repository, [RECIPIENT], **options)


def test_a_second_backup_writes_only_what_is_new(archive: Archive, repository: Repository, tmp_path: Path) -> None:
    first = _again(archive, repository)
    assert (first.files, first.known) == (5, 0)
    add_files(archive, [write_list(tmp_path / "in", "two", ROWS)])
    second = _again(archive, repository)
    assert second.files == 6  # the list is the same, its mapping is new
    assert second.new == 3  # that mapping, the ledger and the manifest
    assert repository.faults() == []


def test_nothing_in_a_repository_tells_what_is_backed_up(archive: Archive, repository: Repository) -> None:
    _again(archive, repository)
    secrets = {file.sha256 for file in archive.imported()} | {
        "Tests",
        "text",
        "ledger",
        "Бухарин",
        "one.csv",
        "byname.toml",
    }
    paths = [path for path in repository.folder.rglob("*") if path.is_file()]
    assert len(paths) >= 8
    for path in paths:
        said = path.relative_to(repository.folder).as_posix().encode() + path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in said], path


def test_each_blob_opens_with_age_alone_and_the_manifest_says_the_rest(
    archive: Archive, repository: Repository
) -> None:
    _again(archive, repository)
    backup = repository.backup()
    said = json.loads(pyrage.decrypt(repository.get(backup.manifest), [KEY]))
    assert said["head"] == archive.ledger.head()
    text = said["files"]["texts/a text.txt"]
    assert b"".join(pyrage.decrypt(repository.get(one), [KEY]) for one in text["blobs"]) == b"681,692 were shot."


def test_a_backup_that_is_interrupted_is_none_and_the_next_goes_on_from_it(
    archive: Archive, repository: Repository
) -> None:
    def stop(path: str) -> None:
        if path.startswith("texts"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _again(archive, repository, progress=stop)
    assert repository.names() == []
    left = len(list((repository.folder / "blobs").glob("*/*")))
    assert left >= 4
    _again(archive, repository)
    assert repository.faults() == []


def test_a_blob_that_was_damaged_is_written_again(archive: Archive, repository: Repository) -> None:
    _again(archive, repository)
    backup = repository.backup()
    damaged = next(path for path in (repository.folder / "blobs").glob("*/*") if path.name != backup.manifest)
    damaged.write_bytes(b"")
    assert repository.faults() == [f"blob {damaged.name} was changed"]
    assert _again(archive, repository).new in (1, 2)  # that one, and the manifest unless it is the same second
    assert repository.faults() == []


def test_other_keepers_get_blobs_of_their_own(archive: Archive, repository: Repository) -> None:
    first = _again(archive, repository)
    other = new_identity()
    second = back_up(archive, repository, sorted([RECIPIENT, recipient_of(other)]))
    assert second.known == 0
    assert second.new == first.new
    key = pyrage.x25519.Identity.from_str(other)
    manifest = Manifest.from_json(pyrage.decrypt(repository.get(repository.backup(second.name).manifest), [key]))
    assert manifest.head == archive.ledger.head()


def test_a_large_file_is_kept_in_blocks_and_only_the_changed_one_again(
    archive: Archive, repository: Repository
) -> None:
    large = archive.folder / "texts" / "large"
    large.write_bytes(bytes(4 * 1024**2) + b"1" * (4 * 1024**2) + b"2")
    _again(archive, repository)
    large.write_bytes(bytes(4 * 1024**2) + b"1" * (4 * 1024**2) + b"3")
    assert _again(archive, repository).new == 2


def test_an_archive_that_is_being_written_to_is_not_backed_up(archive: Archive, repository: Repository) -> None:
    with archive.locked(), pytest.raises(BadArchive, match="another process is writing to the archive"):
        _again(Archive.open(archive.folder), repository)


def test_people_go_on_judging_while_a_backup_is_made(archive: Archive, repository: Repository) -> None:
    note = {"record_a": "one:0", "record_b": "one:1", "verdict": "different"}
    before = archive.ledger.head()
    _again(archive, repository, progress=lambda path: archive.ledger.append("judgement", note) and None)
    manifest = Manifest.from_json(pyrage.decrypt(repository.get(repository.backup().manifest), [KEY]))
    assert manifest.head == before
    assert archive.ledger.check() == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": 1, "made": "", "head": null, "files": {"a": 1}}'])
def test_a_manifest_of_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(BadArchive, match="has another form"):
        Manifest.from_json(content)


def test_a_manifest_of_a_later_version_is_refused() -> None:
    with pytest.raises(BadArchive, match="a later version"):
        Manifest.from_json(b'{"format": 2}')
