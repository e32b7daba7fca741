"""The archive on disk: its folder, its sources, its originals, and the decisions in its ledger.

Takes a folder; gives the files that were imported (each under its SHA-256, never changed, never deleted), which of
them is the present one of each source, and room for the derived tables. A file is put in place whole or not at all,
so an archive always opens, whatever was interrupted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tomli_w
from filelock import FileLock, Timeout

from byname.archive.files import clear_file_errors, remove_partial_files, write_whole
from byname.archive.ledger import Ledger
from byname.errors import BadArchive

FORMAT = 1
LIFETIME = 100  # years; who was born later and has no known death is taken to be possibly living
_SETTINGS = "byname.toml"
_PARTS = ("originals", "tables", "search", "report")


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of a source as it was imported: which source and slot it fills, its hash, its mapping's hash."""

    source: str
    slot: str  # the file pattern of the mapping, or the source itself where it is one file
    file_name: str
    sha256: str
    mapping_sha256: str
    number: int  # of the ledger entry
    grammar_sha256: str | None = None
    grammar_name: str | None = None


@dataclass(frozen=True, slots=True)
class FactFile:
    """A table of facts as it was added: its name, its file, and the hash of what is read.

    Where the source was stated for all rows, `came_sha256` is the file as it came, without the columns of the source.
    """

    name: str
    file_name: str
    sha256: str
    number: int  # of the ledger entry
    came_sha256: str | None = None
    source_title: str = ""
    source_address: str = ""
    licence: str = ""


class Archive:
    """An opened archive; open one with `Archive.open`, make one with `Archive.create`."""

    def __init__(
        self, folder: Path, title: str, ledger: Ledger, protect_born_from: int, population: str | None = None
    ) -> None:
        self.folder = folder
        self.title = title
        self.ledger = ledger
        self.protect_born_from = protect_born_from  # people born in or after this year may be living
        self.population = population  # the place whose people the persecuted are set against, where one was chosen

    @classmethod
    def create(cls, folder: Path, title: str) -> Archive:
        """Make an empty archive; raises BadArchive where the folder holds something else."""
        if (folder / _SETTINGS).exists():
            raise BadArchive("there is an archive already", where=str(folder), fix="add to it with `byname add`")
        if folder.is_dir() and not _is_half_made(folder):
            raise BadArchive("the folder is not empty", where=str(folder), fix="name an empty or a new folder")
        with clear_file_errors(folder):
            remove_partial_files(folder)
            for part in _PARTS:
                (folder / part).mkdir(parents=True, exist_ok=True)
            ledger = Ledger.in_file(folder / "ledger.sqlite")
            ledger.create()
            protect = dt.datetime.now(dt.UTC).year - LIFETIME
            settings = {"format": FORMAT, "title": title, "protect_born_from": protect}
            write_whole(folder / _SETTINGS, tomli_w.dumps(settings).encode())
        return cls(folder, title, ledger, protect)

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Open an archive; raises BadArchive where the folder is none, or was made by a later version."""
        try:
            settings = tomllib.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise BadArchive("this is not an archive", where=str(folder), fix="start one with `byname init`") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadArchive(f"the settings cannot be read: {error}", where=str(folder / _SETTINGS)) from error
        if settings.get("format") != FORMAT:
            raise BadArchive(
                f"the archive has format {settings.get('format')}, this version reads {FORMAT}",
                where=str(folder),
                fix="use the version of Byname that made it",
            )
        url = settings.get("ledger")
        ledger = Ledger(url) if url else Ledger.in_file(folder / "ledger.sqlite")
        ledger.create()
        protect = int(settings.get("protect_born_from", 0))
        population = settings.get("population")
        chosen = None if population is None else str(population)
        return cls(folder, str(settings.get("title", folder.name)), ledger, protect, chosen)

    @property
    def tables(self) -> Path:
        """The folder of derived tables."""
        return self.folder / "tables"

    @property
    def report(self) -> Path:
        """The folder of the static report."""
        return self.folder / "report"

    def original(self, sha256: str) -> Path:
        """Where an original lies."""
        return self.folder / "originals" / sha256

    def keep_original(self, path: Path) -> str:
        """Copy a file in under its SHA-256, whole or not at all; gives the hash. A file already there is not copied."""
        with clear_file_errors(self.folder):
            temporary = self.folder / "originals" / f".coming-{os.getpid()}"
            try:
                digest = _copy_and_hash(path, temporary)
                target = self.original(digest)
                if target.exists():
                    temporary.unlink()
                else:
                    os.replace(temporary, target)
            finally:
                temporary.unlink(missing_ok=True)
        return digest

    def imported(self) -> list[ImportedFile]:
        """The present file of every slot of every source, in the order in which the sources first came."""
        present: dict[tuple[str, str], ImportedFile] = {}
        withdrawn: set[str] = set()
        for entry in self.ledger.entries():
            if entry.kind == "import":
                file = ImportedFile(**entry.payload, number=entry.number)
                present[file.source, file.slot] = file
                withdrawn.discard(file.source)
            elif entry.kind == "withdrawal":
                withdrawn.add(str(entry.payload["source"]))
        return [file for file in present.values() if file.source not in withdrawn]

    def facts(self) -> dict[str, Path]:
        """The present tables of facts, by name."""
        return {file.name: self.original(file.sha256) for file in self.fact_files()}

    def fact_files(self) -> list[FactFile]:
        """The present tables of facts as they were added, sorted by name."""
        found = (FactFile(**entry.payload, number=entry.number) for entry in self.ledger.entries("facts"))
        return sorted({file.name: file for file in found}.values(), key=lambda file: file.name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the archive for writing; raises BadArchive where another process holds it."""
        lock = FileLock(self.folder / ".lock", blocking=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise BadArchive(
                "another process is writing to the archive", where=str(self.folder), fix="wait until it has ended"
            ) from error
        try:
            remove_partial_files(self.folder / "originals")
            yield
        finally:
            lock.release()


def _is_half_made(folder: Path) -> bool:
    """Whether a folder holds nothing but what an interrupted `create` left there (or nothing at all)."""
    own = {*_PARTS, ".lock"}
    others = [
        path for path in folder.iterdir() if path.name not in own and not path.name.startswith((".coming-", "ledger."))
    ]
    return not others and not any(path.is_file() for part in _PARTS for path in (folder / part).glob("[!.]*"))


def _copy_and_hash(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("wb") as writing:
        while block := reading.read(1 << 20):
            digest.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()
