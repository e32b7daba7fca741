"""A repository of backups: encrypted blobs, and of each backup an open list of its blobs that tells nothing of them.

    config                    what this folder is
    blobs/ab/abcd...          encrypted (age), at most 4 MiB of a file; the name is a keyed hash
    backups/TIME-NUMBER       the blobs of a backup with the SHA-256 of each as it lies here; the first is its manifest

The list is written last and whole, so a backup is there or not. Each file opens with age alone. Nobody without a key
can tell what is in a blob, nor whether a file that he has is among them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from byname.archive.files import clear_file_errors, locked_folder, make_folder, remove_partial_files, write_whole
from byname.errors import BadArchive
from byname.sources.unpacking import sha256_of

_CONFIG: Final = b"byname backups 1\n"
_NAME: Final = re.compile(r"[0-9a-f]{64}")
_BACKUP: Final = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its list tells it: its name, the blob of its manifest, and the SHA-256 of each blob as it lies."""

    name: str
    manifest: str
    blobs: dict[str, str]

    @property
    def text(self) -> str:
        """The list."""
        lines = [f"manifest {self.manifest}", *(f"{name} {digest}" for name, digest in sorted(self.blobs.items()))]
        body = "".join(f"{line}\n" for line in lines)
        return f"{body}sha256 {hashlib.sha256(body.encode()).hexdigest()}\n"

    @classmethod
    def read(cls, name: str, text: str) -> Backup:
        """What `text` gave; raises ValueError where it has another form or was changed."""
        rows = [line.split(" ") for line in text.splitlines()]
        if len(rows) < 2 or any(len(row) != 2 or not _NAME.fullmatch(row[1]) for row in rows):
            raise ValueError("the list of a backup has another form")
        found = cls(name, rows[0][1], {row[0]: row[1] for row in rows[1:-1]})
        if found.text != text or not all(map(_NAME.fullmatch, found.blobs)):
            raise ValueError("the list of a backup was changed")
        return found


class Repository:
    """An opened repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with clear_file_errors(folder):
            try:
                known = (folder / "config").read_bytes() == _CONFIG
            except FileNotFoundError:
                known = False
        if not known:
            raise BadArchive("this is no repository of backups", where=str(folder), fix="name the right folder")

    @classmethod
    def open_or_create(cls, folder: Path) -> Repository:
        """Open the repository of a folder, or begin one where the folder is new or empty."""
        with clear_file_errors(folder):
            if not (folder / "config").exists():
                if folder.exists() and any(path.name not in ("blobs", "backups") for path in folder.iterdir()):
                    raise BadArchive("the folder holds something else", where=str(folder), fix="name a new folder")
                make_folder(folder / "blobs")
                make_folder(folder / "backups")
                write_whole(folder / "config", _CONFIG)
        return cls(folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the repository for writing; raises BadArchive where another process holds it."""
        with locked_folder(self.folder, "the repository"):
            remove_partial_files(self.folder)
            yield

    def backups(self) -> list[Backup]:
        """All backups, the earliest first; raises BadArchive where the list of one is damaged."""
        return [self.backup(name) for name in self.names()]

    def names(self) -> list[str]:
        """The names of all backups, the earliest first."""
        with clear_file_errors(self.folder):
            return sorted(name for name in os.listdir(self.folder / "backups") if _BACKUP.fullmatch(name))

    def backup(self, name: str | None = None) -> Backup:
        """The backup of this name, or the latest; raises BadArchive where there is none or its list is damaged."""
        names = self.names()
        if not names or (name is not None and name not in names):
            what = "there is no such backup" if names else "there is no backup yet"
            raise BadArchive(what, where=str(self.folder), fix="`byname backup list` shows all")
        path = self.folder / "backups" / (name or names[-1])
        try:
            return Backup.read(path.name, path.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            fix = "restore another backup, or take the list from a copy"
            raise BadArchive(f"the list of the backup is damaged: {error}", where=str(path), fix=fix) from error

    def add(self, backup: Backup) -> None:
        """Write the list of a backup, all blobs of which are there."""
        write_whole(self.folder / "backups" / backup.name, backup.text.encode())

    def put(self, name: str, content: bytes) -> str:
        """Keep a blob; gives the SHA-256 of it as it lies."""
        path = self._path(name)
        make_folder(path.parent)
        write_whole(path, content)
        return hashlib.sha256(content).hexdigest()

    def get(self, name: str) -> bytes:
        """The content of a blob; raises BadArchive where it is missing."""
        try:
            return self._path(name).read_bytes()
        except OSError as error:
            fix = "`byname backup check` says what else is; restore another backup"
            raise BadArchive("a part of the backup is missing", where=str(self._path(name)), fix=fix) from error

    def digest(self, name: str) -> str:
        """The SHA-256 of a blob as it lies; empty where it is missing."""
        path = self._path(name)
        return sha256_of(path) if path.is_file() else ""

    def drop(self, backups: list[Backup], kept: list[Backup]) -> int:
        """Remove backups and the blobs that none of `kept` names; gives the number of blobs that went."""
        for backup in backups:
            (self.folder / "backups" / backup.name).unlink(missing_ok=True)
        needed = {name for backup in kept for name in backup.blobs}
        gone = [path for path in (self.folder / "blobs").glob("*/*") if path.name not in needed]
        for path in gone:
            path.unlink()
        return len(gone)

    def faults(self) -> list[str]:
        """What is wrong with lists and blobs, in words, as far as it shows without a key."""
        found, digests = [], dict[str, set[str]]()
        for name in self.names():
            try:
                for blob, digest in self.backup(name).blobs.items():
                    digests.setdefault(blob, set()).add(digest)
            except BadArchive as error:
                found.append(str(error))
        for blob, right in sorted(digests.items()):
            lies = self.digest(blob)
            if lies not in right:
                found.append(f"blob {blob} {'was changed' if lies else 'is missing'}")
        return found

    def _path(self, name: str) -> Path:
        return self.folder / "blobs" / name[:2] / name
