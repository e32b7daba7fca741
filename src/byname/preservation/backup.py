"""Backs an archive up into a repository: what is new since the last backup, encrypted, each content once.

Takes an archive, a repository and the keys of those who may open it; gives what was kept and what was there already. A
backup that is interrupted leaves blobs that the next one finds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pyrage

from byname.archive.archive import LEDGER_FILE, SETTINGS_ENTRY, Archive
from byname.archive.clock import machine_time
from byname.archive.files import clear_file_errors
from byname.archive.ledger import Ledger
from byname.errors import BadArchive
from byname.preservation.contents import contents
from byname.preservation.repository import Backup, Repository

_BLOCK: Final = 4 * 1024**2  # bytes of a file in a blob; a ledger that grows is kept again only where it changed
_FORMAT: Final = 1
Progress = Callable[[str], None]  # the file that is being kept


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a backup: its size, the SHA-256 of its content, and the blobs that hold it in order."""

    size: int
    sha256: str
    blobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a backup holds: when it was made, the head of its ledger, and each file by its path."""

    made: str
    head: str | None
    files: dict[str, KeptFile]

    def to_json(self) -> bytes:
        """As it is kept."""
        files = {path: asdict(file) for path, file in self.files.items()}
        said = {"format": _FORMAT, "made": self.made, "head": self.head, "files": files}
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """What `to_json` gave; raises BadArchive where it has another form."""
        try:
            said: dict[str, Any] = json.loads(content)
            if said["format"] != _FORMAT:
                raise BadArchive("the backup was made by a later version", fix="use that version of Byname")
            files = {
                path: KeptFile(int(file["size"]), str(file["sha256"]), tuple(file["blobs"]))
                for path, file in said["files"].items()
            }
            return cls(str(said["made"]), said["head"], files)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadArchive("the manifest of the backup has another form", fix="restore another backup") from error


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup did: its name, how many files it holds, how many blobs were new and how many there already."""

    name: str
    files: int
    new: int
    known: int


def back_up(
    archive: Archive,
    repository: Repository,
    recipients: Sequence[str],
    *,
    derived: bool = False,
    progress: Progress | None = None,
) -> BackedUp:
    """Back an archive up for these recipients; `derived`: also what a build makes.

    Raises BadArchive where another process writes to the archive or to the repository, or where either cannot be read
    or written.
    """
    archive.check_given()
    with archive.locked(), repository.locked(), clear_file_errors(repository.folder):
        writer = _Writer(repository, _secret(archive, recipients), recipients)
        with tempfile.TemporaryDirectory(prefix="byname-") as copies:
            files = {}
            for path, file in contents(archive, Path(copies), derived=derived):
                if progress:
                    progress(path)
                files[path] = writer.keep(file)
            head = _head_of(Path(copies))
        made = machine_time()
        manifest = writer.keep_block(Manifest(made.isoformat(timespec="seconds"), head, files).to_json())
        name = f"{made.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        repository.add(Backup(name, manifest, writer.blobs))
    return BackedUp(name, len(files), writer.new, len(writer.blobs) - writer.new)


def _head_of(copies: Path) -> str | None:
    """The head of the copy of a ledger, which may be behind the ledger by now."""
    ledger = Ledger.in_file(copies / LEDGER_FILE)
    try:
        return ledger.head()
    finally:
        ledger.close()


def _secret(archive: Archive, recipients: Sequence[str]) -> bytes:
    """What makes the names of blobs: the salt of the first settings in the ledger, which is never erased, and the
    recipients, since a blob that was kept for others must be kept again."""
    entries = archive.ledger.entries(SETTINGS_ENTRY)
    salt = next((entry.salt for entry in entries if entry.salt is not None), None)
    if salt is None:
        fix = "open it once where it can be written"
        raise BadArchive("the archive has format 1 and no secret of its own", where=str(archive.folder), fix=fix)
    return hashlib.sha256("\n".join(("byname backup 1", salt, *recipients)).encode()).digest()


class _Writer:
    """Keeps blocks of files as blobs, each content once."""

    def __init__(self, repository: Repository, secret: bytes, recipients: Sequence[str]) -> None:
        self.blobs: dict[str, str] = {}
        self.new = 0
        self._repository = repository
        self._secret = secret
        self._recipients = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
        self._lying: dict[str, str] = {}
        for name in repository.names():
            try:
                self._lying |= repository.backup(name).blobs
            except BadArchive:
                continue  # what it lists is kept again, where it is still needed

    def keep(self, file: Path) -> KeptFile:
        """Keep a file."""
        digest, size, blobs = hashlib.sha256(), 0, []
        for block in _blocks(file):
            digest.update(block)
            size += len(block)
            blobs.append(self.keep_block(block))
        return KeptFile(size, digest.hexdigest(), tuple(blobs))

    def keep_block(self, block: bytes) -> str:
        """Keep a block, unless it lies there whole; gives the name of its blob."""
        name = hmac.new(self._secret, block, "sha256").hexdigest()
        if name not in self.blobs:
            lies = self._repository.digest(name) if name in self._lying else ""
            if not lies or lies != self._lying[name]:
                lies = self._repository.put(name, pyrage.encrypt(block, self._recipients))
                self.new += 1
            self.blobs[name] = lies
        return name


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as reading:
        while block := reading.read(_BLOCK):
            yield block
