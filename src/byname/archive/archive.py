"""The archive on disk: its folder, its sources, its originals, and the decisions in its ledger.

Takes a folder; gives the files that were imported (each under its SHA-256, never changed, never deleted), which of
them is the present one of each source, and room for the derived tables. A file is put in place whole or not at all,
so an archive always opens, whatever was interrupted.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from byname.archive.clock import now
from byname.archive.files import (
    check_files,
    clear_file_errors,
    flush_file,
    flush_folder,
    locked_folder,
    make_folder,
    remove_partial_files,
    write_whole,
)
from byname.archive.ledger import Ledger, LedgerEntry
from byname.archive.sealing import OPENED, seal
from byname.archive.settings import FORMAT, SETTINGS_FILE, ArchiveSettings, checked_title, read_settings
from byname.errors import BadArchive
from byname.sources.unpacking import sha256_of

LEDGER_FILE = "ledger.sqlite"
LIFETIME = 100  # years; who was born later and has no known death is taken to be possibly living
SETTINGS_ENTRY, WITHDRAWAL = "settings", "withdrawal"  # kinds of ledger entries
T = TypeVar("T", "ImportedFile", "FactFile")
_PARTS = ("originals", "tables", "search", "report")


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of a source as it was imported: which source and slot it fills, its hash, its mapping's hash.

    The files of a restricted source are encrypted for the keys of `sealed_for`; their hashes are of what lies there.
    """

    source: str
    slot: str  # the file pattern of the mapping, or the source itself where it is one file
    file_name: str
    sha256: str
    mapping_sha256: str
    number: int  # of the ledger entry
    grammar_sha256: str | None = None
    grammar_name: str | None = None
    sealed_for: Sequence[str] = ()


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


def first_protected_year() -> int:
    """The year from which people may be living, for a new archive and for a list that is in none."""
    return now().year - LIFETIME


class Archive:
    """An opened archive; open one with `Archive.open`, make one with `Archive.create`."""

    def __init__(self, folder: Path, settings: ArchiveSettings, ledger: Ledger) -> None:
        self.folder = folder
        self.settings = settings
        self.ledger = ledger
        self._recorded: tuple[object, dict[str, Any] | None] = (None, None)  # settings, and the ledger they are of

    @classmethod
    def create(cls, folder: Path, title: str) -> Archive:
        """Make an empty archive; raises BadArchive where the folder holds something else."""
        if (folder / SETTINGS_FILE).exists():
            raise BadArchive("there is an archive already", where=str(folder), fix="add to it with `byname add`")
        if folder.exists() and not folder.is_dir():
            raise BadArchive("this is a file, not a folder", where=str(folder), fix="name a new folder")
        if folder.is_dir() and not _is_half_made(folder):
            raise BadArchive("the folder is not empty", where=str(folder), fix="name an empty or a new folder")
        settings = ArchiveSettings(checked_title(title, str(folder)), first_protected_year())
        with clear_file_errors(folder):
            remove_partial_files(folder)
            make_folder(folder)
            for part in _PARTS:
                (folder / part).mkdir(exist_ok=True)
            flush_folder(folder)  # before the settings, which make an archive of it
            ledger = Ledger.in_file(folder / LEDGER_FILE)
            ledger.create()
            write_whole(folder / SETTINGS_FILE, settings.to_toml().encode())
        archive = cls(folder, settings, ledger)
        archive.record_settings()
        return archive

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Open an archive; raises BadArchive where the folder is none, or was made by a later version.

        One of an earlier format gets the present one where it can be written and nobody else is writing to it.
        """
        settings = read_settings(folder / SETTINGS_FILE)
        check_files(folder)
        ledger = Ledger(settings.ledger) if settings.ledger else Ledger.in_file(folder / LEDGER_FILE)
        ledger.create()
        archive = cls(folder, settings, ledger)
        return archive if settings.format == FORMAT else archive._upgraded()

    def _upgraded(self) -> Archive:
        """The archive in the present format, so that an earlier version of Byname refuses it; as it is where it cannot
        be written, is being written to, or has settings that nobody has accepted."""
        try:
            return self if self.changed_settings() else self.set(self.settings.upgraded())
        except BadArchive:
            return self

    @property
    def title(self) -> str:
        """The archive's title."""
        return self.settings.title

    @property
    def population(self) -> str | None:
        """The place whose people the persecuted are set against, where one was chosen."""
        return self.settings.population

    @property
    def protect_born_from(self) -> int:
        """People born in or after this year may be living: the stricter of what the file and the ledger say."""
        recorded = self.recorded_settings()
        years = [self.settings.protect_born_from, int(recorded["protect_born_from"]) if recorded else 0]
        return min((year for year in years if year), default=0)

    def recorded_settings(self) -> dict[str, Any] | None:
        """The settings as the ledger holds them; None for an archive that has none recorded yet."""
        present = (self.ledger.state(), self.ledger.last_number())
        if self._recorded[0] != present:
            last = None
            for entry in self.ledger.entries(SETTINGS_ENTRY):
                last = entry
            self._recorded = (present, None if last is None else dict(last.payload))
        found = self._recorded[1]
        return None if found is None else dict(found)

    def record_settings(self, *, by: str | None = None) -> None:
        """Write the settings with their hash into the ledger, where they are not its last word already."""
        recorded = self.recorded_settings()
        if recorded is None or recorded.get("sha256") != self.settings.sha256:
            self._record(by)

    def _record(self, by: str | None) -> None:
        """Note the settings in the ledger, once they are surely on the disk: who wrote them may have been stopped."""
        with clear_file_errors(self.folder):
            flush_file(self.folder / SETTINGS_FILE)
            flush_folder(self.folder)
        said = {key: value for key, value in self.settings.as_dict().items() if key != "ledger"}
        hashes = {"sha256": self.settings.sha256, "file_sha256": sha256_of(self.folder / SETTINGS_FILE)}
        self.ledger.append(SETTINGS_ENTRY, said | hashes, by=by)

    def changed_file(self) -> list[str]:
        """What is to be said of a file of settings that is another than was noted, though it says the same."""
        noted = (self.recorded_settings() or {}).get("file_sha256")
        if noted is None or noted == sha256_of(self.folder / SETTINGS_FILE):
            return []
        return [f"{SETTINGS_FILE} was changed, though its settings are the same; `byname settings --accept` notes it"]

    def changed_settings(self) -> list[str]:
        """What differs between the file of settings and the ledger, in words; empty where nothing does."""
        recorded = self.recorded_settings()
        if recorded is None or recorded.get("sha256") in self.settings.hashes:
            return []
        present = self.settings.as_dict()
        keys = sorted(({*recorded, *present}) - {"sha256", "file_sha256", "ledger"})
        return [
            f"{key} is {present.get(key)!r} in {SETTINGS_FILE} and {recorded.get(key)!r} in the ledger"
            for key in keys
            if present.get(key) != recorded.get(key)
        ]

    def set(self, settings: ArchiveSettings, *, by: str | None = None) -> Archive:
        """Write other settings into the file and the ledger; gives the archive as it is then.

        Raises BadArchive where somebody else changed them since the archive was opened.
        """
        with self.locked():
            if read_settings(self.folder / SETTINGS_FILE) != self.settings:
                what, fix = "the settings were changed meanwhile", "look at them and run the command again"
                raise BadArchive(what, where=str(self.folder), fix=fix)
            if settings != self.settings:  # else the file stays as somebody wrote it
                write_whole(self.folder / SETTINGS_FILE, settings.to_toml().encode())
            changed = Archive(self.folder, settings, self.ledger)
            if changed.changed_file():
                changed._record(by)
            changed.record_settings(by=by)
        return changed

    @property
    def tables(self) -> Path:
        """The folder of derived tables."""
        return self.folder / "tables"

    @property
    def log(self) -> Path:
        """The folder of the transparency log, where one was written."""
        return self.folder / "log"

    @property
    def report(self) -> Path:
        """The folder of the static report."""
        return self.folder / "report"

    def original(self, sha256: str) -> Path:
        """Where an original lies."""
        return self.folder / "originals" / sha256

    @property
    def opened(self) -> Path:
        """The folder of restricted files in the clear; only an opened copy of an archive has it."""
        return self.folder / OPENED

    def check_given(self) -> None:
        """Raise BadArchive where nothing may be given out of the archive, as it is an opened copy of one."""
        if self.opened.exists():
            what = "this is an opened copy with restricted lists in the clear, and nothing is given out of it"
            raise BadArchive(what, where=str(self.folder), fix="give it out of the archive that it was opened from")

    def content(self, sha256: str) -> Path:
        """The file to read for an original: itself, or for an encrypted one in an opened copy what it holds."""
        opened = self.opened / sha256
        return opened if opened.exists() else self.original(sha256)

    def is_readable(self, file: ImportedFile) -> bool:
        """Whether a file can be read here: it is not restricted, or this is an opened copy."""
        return not file.sealed_for or (self.opened / file.sha256).exists()

    def keep_original(self, path: Path) -> str:
        """Copy a file in under its SHA-256, whole or not at all; gives the hash. A file already there is not copied."""
        return self._keep(lambda temporary: _copy_and_hash(path, temporary))

    def keep_sealed(self, path: Path, recipients: Sequence[str]) -> str:
        """Keep a file encrypted for some keys; gives the hash of what lies there, another one each time."""

        def write(temporary: Path) -> str:
            seal(path, temporary, recipients)
            return sha256_of(temporary)

        return self._keep(write)

    def _keep(self, write: Callable[[Path], str]) -> str:
        """Keep as an original what is written into a file, whose hash is given back."""
        with clear_file_errors(self.folder):
            temporary = self.folder / "originals" / f".coming-{os.getpid()}"
            try:
                digest = write(temporary)
                target = self.original(digest)
                if not target.is_file() or sha256_of(target) != digest:  # one that was damaged is put right
                    os.replace(temporary, target)
                flush_folder(target.parent)  # also where an earlier try put it there and was stopped
            finally:
                temporary.unlink(missing_ok=True)
        return digest

    def imported(self) -> list[ImportedFile]:
        """The present file of every slot of every source, in the order in which the sources first came."""
        present: dict[tuple[str, str], ImportedFile] = {}
        for entry in self.ledger.entries():
            if entry.kind == "import":
                file = _from_entry(ImportedFile, entry)
                present[file.source, file.slot] = file
            elif entry.kind == WITHDRAWAL:
                gone = str(entry.payload.get("source"))
                present = {key: file for key, file in present.items() if file.source != gone}
        return list(present.values())

    def withdraw(self, source: str, why: str = "", *, by: str | None = None) -> list[ImportedFile]:
        """Take a source out of what is built; its originals and its history stay. Gives the files that went out.

        Raises BadArchive where the archive has no such source.
        """
        with self.locked():
            gone = self.files_of(source)
            self.ledger.append(WITHDRAWAL, {"source": source, "why": why}, by=by)
        return gone

    def files_of(self, source: str) -> list[ImportedFile]:
        """The present files of a source; raises BadArchive where the archive has no such source."""
        imported = self.imported()
        found = [file for file in imported if file.source == source]
        if not found:
            known = ", ".join(dict.fromkeys(file.source for file in imported)) or "none"
            raise BadArchive(
                f"the archive has no source {source!r}", where=str(self.folder), fix=f"its sources are: {known}"
            )
        return found

    def facts(self) -> dict[str, Path]:
        """The present tables of facts, by name."""
        return {file.name: self.original(file.sha256) for file in self.fact_files()}

    def fact_files(self) -> list[FactFile]:
        """The present tables of facts as they were added, sorted by name."""
        found = (_from_entry(FactFile, entry) for entry in self.ledger.entries("facts"))
        return sorted({file.name: file for file in found}.values(), key=lambda file: file.name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the archive for writing; raises BadArchive where another process holds it."""
        with locked_folder(self.folder, "the archive"):
            remove_partial_files(self.folder / "originals")
            yield


def _from_entry(kind: type[T], entry: LedgerEntry) -> T:
    """The value that an entry of the ledger holds; raises BadArchive where it does not."""
    try:
        return kind(**entry.payload, number=entry.number)
    except TypeError as error:
        raise BadArchive(
            f"entry {entry.number} of the ledger ({entry.kind}) cannot be read",
            where="ledger",
            fix="run `byname verify`, and take the ledger from a copy",
        ) from error


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
