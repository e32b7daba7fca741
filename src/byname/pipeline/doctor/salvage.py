"""Saves what is sound of a damaged archive into a new one, and says what could not be saved.

Takes the folder of an archive, in whatever state, and a new folder; gives there an archive that opens and can be built:
every original whose hash is right, every decision that can be read, the settings from the file or from the ledger. Of
sources whose original is lost it keeps the entries as the last build had them, beside the archive.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from byname.archive.archive import LEDGER_FILE, SETTINGS_ENTRY, WITHDRAWAL, Archive
from byname.archive.desk_store import DESK_FILE
from byname.archive.files import clear_file_errors, write_whole
from byname.archive.ledger import Ledger, LedgerEntry
from byname.archive.ledger_mark import MARK
from byname.archive.manifest import read_manifest
from byname.archive.settings import EARLIEST_PROTECTED, SETTINGS_FILE, ArchiveSettings, read_settings
from byname.archive.texts import SUBJECT, TEXTS
from byname.errors import BadArchive
from byname.sources.unpacking import sha256_of

SALVAGE: Final = "salvage"  # the kind of the entry that says what could not be saved
_HASHES: Final = ("sha256", "mapping_sha256", "grammar_sha256", "came_sha256")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, and what was not.

    `decisions`: entries of the ledger that the new one has; `lost_decisions`: numbers of those that could not be read;
    `same_ledger`: whether it is the old ledger entry for entry, so that its heads and logs still hold. `originals`:
    files saved; `lost_originals`: names of files that are lost; `sources`: those that were withdrawn for it; `entries`:
    how many of their entries were saved beside the archive.
    """

    archive: Path
    decisions: int
    lost_decisions: tuple[int, ...]
    same_ledger: bool
    originals: int
    lost_originals: tuple[str, ...]
    sources: tuple[str, ...]
    entries: int


def save(folder: Path, out: Path) -> Saved:
    """Save an archive into a new folder: `out/archive`, and `out/entries` with what is left of lost sources.

    Raises BadArchive where the folder is not new, or where nothing can be saved.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadArchive("the folder is not empty", where=str(out), fix="name a new folder")
    rows, lost = _decisions(folder)
    settings = _settings(folder, rows)
    with clear_file_errors(out):
        archive = Archive.create(out / "archive", settings.title)
        originals = _originals(folder, archive)
        for name in (TEXTS, SUBJECT):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, archive.folder / name)
        if (folder / DESK_FILE).is_file():
            shutil.copyfile(folder / DESK_FILE, archive.folder / DESK_FILE)
        missing = [(entry, digests) for entry in rows if (digests := _missing(entry, originals))]
        gone = tuple(sorted({str(entry.payload["source"]) for entry, _ in missing if entry.kind == "import"}))
        same = not lost and not missing and _holds(rows)
        archive = _with_ledger(archive, settings, rows, same)
        if not same:
            _go_on(archive, rows, lost, missing, gone)
        entries = sum(_save_entries(folder, source, out / "entries") for source in gone)
    archive.ledger.close()
    names = tuple(sorted({str(entry.payload.get("file_name", "?")) for entry, _ in missing}))
    return Saved(archive.folder, len(rows), tuple(lost), same, len(originals), names, gone, entries)


def _decisions(folder: Path) -> tuple[list[LedgerEntry], list[int]]:
    """The decisions that can be read and agree with their hashes, and the numbers of the others."""
    try:
        settings = read_settings(folder / SETTINGS_FILE)
    except BadArchive:
        settings = None
    try:
        ledger = Ledger(settings.ledger) if settings and settings.ledger else Ledger.in_file(folder / LEDGER_FILE)
        ledger.create()
        entries = list(ledger.all_entries())
        ledger.close()
    except BadArchive:
        entries = list(_row_by_row(folder / LEDGER_FILE))
    sound = [entry for entry in entries if not entry.faults()]
    known = {entry.number for entry in sound}
    last = max((entry.number for entry in entries), default=-1)
    return sound, [number for number in range(last + 1) if number not in known]


def _row_by_row(path: Path) -> Iterator[LedgerEntry]:
    """The entries of a damaged file of SQLite that can be read one by one."""
    if not path.is_file():
        return
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    misses = number = 0
    while misses < 1_000:  # numbers without an entry, one after the other
        try:
            row = connection.execute("SELECT * FROM ledger WHERE number = ?", (number,)).fetchone()
            if row is not None:
                yield _entry(number, dict(row))
                misses = -1
        except (sqlite3.Error, ValueError, TypeError, RecursionError):
            pass
        misses, number = misses + 1, number + 1
    connection.close()


def _entry(number: int, row: Mapping[str, Any]) -> LedgerEntry:
    at, by, kind, leaf, root = (str(row[name]) for name in ("at", "by", "kind", "leaf", "root"))
    payload = json.loads(row["payload"])
    return LedgerEntry(number, at, by, kind, payload, leaf, root, row.get("salt"), row.get("commitment"))


def _settings(folder: Path, rows: list[LedgerEntry]) -> ArchiveSettings:
    """The settings of the file, or those that the ledger noted last; without a shared database."""
    try:
        return replace(read_settings(folder / SETTINGS_FILE).upgraded(), ledger=None)
    except BadArchive as error:
        noted = [entry.payload for entry in rows if entry.kind == SETTINGS_ENTRY and not entry.is_erased]
        if not noted and not (folder / "originals").is_dir():
            raise BadArchive("nothing of this archive can be saved", where=str(folder)) from error
        said: Mapping[str, Any] = noted[-1] if noted else {}
        return ArchiveSettings(
            str(said.get("title") or f"Saved from {folder.name}"),
            int(said.get("protect_born_from") or EARLIEST_PROTECTED),  # protects all where nobody knows what was chosen
            said.get("population"),
            said.get("language"),
        )


def _originals(folder: Path, archive: Archive) -> set[str]:
    """Copy every original that is what its name says; gives their hashes."""
    found = set()
    for path in sorted((folder / "originals").glob("*")) if (folder / "originals").is_dir() else []:
        if path.is_file() and sha256_of(path) == path.name:
            found.add(archive.keep_original(path))
    return found


def _missing(entry: LedgerEntry, originals: set[str]) -> list[str]:
    if entry.kind not in ("import", "facts"):
        return []
    digests = [str(entry.payload[key]) for key in _HASHES if entry.payload.get(key)]
    return [digest for digest in digests if digest not in originals]


def _holds(rows: list[LedgerEntry]) -> bool:
    return [entry.number for entry in rows] == list(range(len(rows)))


def _with_ledger(archive: Archive, settings: ArchiveSettings, rows: list[LedgerEntry], same: bool) -> Archive:
    """The archive with its settings, and with the old ledger where that is whole."""
    archive.ledger.close()
    path = archive.folder / LEDGER_FILE
    if same:
        for file in (path, path.with_name(MARK)):
            file.unlink(missing_ok=True)
        ledger = Ledger.in_file(path)
        ledger.create()
        ledger.restore(rows)
        archive = Archive(archive.folder, archive.settings, ledger)
    return archive.set(settings)


def _go_on(
    archive: Archive,
    rows: list[LedgerEntry],
    lost: list[int],
    missing: list[tuple[LedgerEntry, list[str]]],
    gone: tuple[str, ...],
) -> None:
    """Write the decisions that are left into the new ledger, and what is lost."""
    without = {entry.number for entry, _ in missing}
    for entry in rows:
        if entry.number not in without and not entry.is_erased and entry.kind != SETTINGS_ENTRY:
            archive.ledger.append(entry.kind, entry.payload, by=entry.by, at=entry.at)
    present = {file.source for file in archive.imported()}
    for source in gone:
        if source in present:
            archive.ledger.append(WITHDRAWAL, {"source": source, "why": "a file of it was lost"})
    said = {
        "head": f"{rows[-1].number}:{rows[-1].root}" if rows else None,
        "lost_decisions": lost,
        "lost_originals": sorted({digest for _, digests in missing for digest in digests}),
        "sources": list(gone),
    }
    archive.ledger.append(SALVAGE, said)


def _save_entries(folder: Path, source: str, out: Path) -> int:
    """Save the entries of a lost source as the last build had them, where that table is sound; gives how many."""
    name = f"entries/{source}.parquet"
    path = folder / "tables" / name
    try:
        noted = {
            file: digest for made in read_manifest(folder / "tables").values() for file, digest in made.files.items()
        }
        if not path.is_file() or sha256_of(path) != noted.get(name):
            return 0
        table = pl.read_parquet(path)
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return 0
    out.mkdir(exist_ok=True)
    write_whole(out / f"{source}.jsonl", table.write_ndjson().encode())
    return len(table)
