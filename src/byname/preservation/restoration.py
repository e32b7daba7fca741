"""Restores an archive from a backup, and checks backups with the key.

Takes a repository and identities; gives a new folder with the archive as it was, put in place whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import pyrage

from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors, flush_file, flush_folder, make_folder, write_whole
from byname.archive.settings import SETTINGS_FILE, read_settings
from byname.errors import BadArchive
from byname.preservation.backup import KeptFile, Manifest
from byname.preservation.contents import DERIVED
from byname.preservation.repository import Backup, Repository

Identities = Sequence[pyrage.x25519.Identity]


def manifest_of(repository: Repository, backup: Backup, identities: Identities) -> Manifest:
    """What a backup holds; raises BadArchive where none of the identities opens it."""
    return Manifest.from_json(_opened(repository, backup.manifest, identities))


def restore(
    repository: Repository,
    backup: Backup,
    target: Path,
    identities: Identities,
    progress: Callable[[str], None] | None = None,
) -> Manifest:
    """Write the archive of a backup into a new folder; gives what it holds.

    Raises BadArchive where the folder is there, where no identity opens the backup, or where a part is damaged. Files
    that an interrupted restoration left whole are not written again.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadArchive("the folder is there already", where=str(target), fix="name a new folder")
    manifest = manifest_of(repository, backup, identities)
    coming = target.with_name(f".coming-{backup.name}-{target.name}")
    with clear_file_errors(target):
        make_folder(target.parent)
        try:
            for path, file in manifest.files.items():
                if progress:
                    progress(path)
                _write(repository, coming / _checked(path), file, identities)
            complete(coming, manifest.head)
        except BadArchive:  # nothing that is readable stays of a backup that cannot be restored
            shutil.rmtree(coming, ignore_errors=True)
            raise
        if target.exists():
            target.rmdir()
        os.replace(coming, target)
        flush_folder(target.parent)
    return manifest


def faults_inside(repository: Repository, identities: Identities) -> list[str]:
    """What is wrong with the content of backups, in words: files that are not what their manifest says."""
    found, seen = [], set[str]()
    for backup in repository.backups():
        for path, file in manifest_of(repository, backup, identities).files.items():
            if file.sha256 in seen:
                continue
            seen.add(file.sha256)
            try:
                if _digest(_blocks(repository, file, identities)) != file.sha256:
                    found.append(f"{path} of {backup.name} is not what it was")
            except BadArchive as error:
                found.append(f"{path} of {backup.name}: {error}")
    return found


def _opened(repository: Repository, blob: str, identities: Identities) -> bytes:
    try:
        return bytes(pyrage.decrypt(repository.get(blob), list(identities)))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            what, fix = "the identity does not open this backup", "give the one that belongs to its recipient"
        else:
            what, fix = f"a part of the backup is damaged ({error})", "restore another backup"
        raise BadArchive(what, where=blob, fix=fix) from error


def _blocks(repository: Repository, file: KeptFile, identities: Identities) -> Iterator[bytes]:
    return (_opened(repository, blob, identities) for blob in file.blobs)


def _digest(blocks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _checked(path: str) -> PurePosixPath:
    """A path that stays inside the archive."""
    found = PurePosixPath(path)
    if found.is_absolute() or ".." in found.parts or not found.parts or "\\" in path or "\0" in path:
        raise BadArchive(f"the backup names the file {path!r}", fix="restore another backup")
    return found


def _write(repository: Repository, target: Path, file: KeptFile, identities: Identities) -> None:
    if target.is_file() and target.stat().st_size == file.size:
        with target.open("rb") as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == file.sha256:
                flush_file(target)
                return
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as writing:
        for block in _blocks(repository, file, identities):
            digest.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    if digest.hexdigest() != file.sha256:
        raise BadArchive("a file of the backup is not what it was", where=str(target), fix="restore another backup")


def complete(folder: Path, head: str | None) -> None:
    """Make an archive of copied files: with all its folders, with its ledger in the file that holds the copy.

    Raises BadArchive where the ledger's head is another than it was.
    """
    for name in ("originals", *DERIVED):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = read_settings(folder / SETTINGS_FILE)
    if settings.ledger is not None:
        write_whole(folder / SETTINGS_FILE, settings.changed("ledger", "").to_toml().encode())
    for place, _, _ in os.walk(folder):
        flush_folder(Path(place))
    archive = Archive.open(folder)
    found = archive.ledger.head()
    archive.ledger.close()
    if found != head:
        raise BadArchive("the ledger of the copy is not what it was", where=str(folder), fix="take another copy")
