"""Verifies an archive: originals, ledger and settings against their hashes, the tables and the report against a build
from nothing, the search index against the tables; and names every file that it cannot account for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from byname.archive.archive import LEDGER_FILE, Archive
from byname.archive.desk_store import DESK_FILE, DESK_FOLDER
from byname.archive.ledger_mark import MARK
from byname.archive.made_folders import NOTE, damaged_files, read_note
from byname.archive.manifest import MANIFEST, Made, read_manifest
from byname.archive.sealing import OPENED
from byname.archive.settings import SETTINGS_FILE
from byname.archive.tables import DerivedTables
from byname.archive.texts import SUBJECT, TEXTS
from byname.archive.transparency_log import own_faults, read_log
from byname.pipeline.remaking import REPORT, Remade, make_again
from byname.pipeline.steps import Progress
from byname.pipeline.workers import most_processes
from byname.sources.facts import StatedSource, with_source
from byname.sources.unpacking import sha256_of

_OWN = {
    ".lock",
    SETTINGS_FILE,
    MARK,
    *(f"{name}{end}" for name in (LEDGER_FILE, DESK_FILE) for end in ("", "-journal", "-wal", "-shm")),
}
_PARTS = ("originals", "tables", "search", "report", "log", OPENED, TEXTS, SUBJECT, DESK_FOLDER)
_NOT_BUILT = "; run `byname build`"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that differs: of which part of the archive (original, ledger, settings, log, table, search, report, or
    a stranger in it), the path of the file in it, and what differs in words."""

    part: str
    file: str
    words: str


def differences(archive: Archive, progress: Progress, *, head: str | None = None, quick: bool = False) -> list[str]:
    """What differs, in words; an empty list where everything agrees.

    `head`: an earlier head of the ledger that was kept elsewhere. `quick`: every file is held against the hash that was
    noted when it was made, and nothing is built again. Raises BadArchive where another process is writing to the
    archive; one that cannot be written at all is verified as it lies.
    """
    return [finding.words for finding in findings(archive, progress, head=head, quick=quick)]


def findings(archive: Archive, progress: Progress, *, head: str | None = None, quick: bool = False) -> list[Finding]:
    """What differs, as `differences` says it, with the file."""
    with undisturbed(archive):
        progress("hashing originals", 0.0)
        found = [Finding("ledger", LEDGER_FILE, words) for words in archive.ledger.check(head)]
        if found:
            return found + _without_ledger(archive)
        settings = archive.changed_settings() or archive.changed_file()
        found = [*_originals(archive), *(Finding("settings", SETTINGS_FILE, words) for words in settings)]
        found += [*_unknown(archive), *_log(archive)]
        found += _opened(archive)
        return found + _derived(archive, progress, sound=not found and not quick)


def undisturbed(archive: Archive) -> AbstractContextManager[None]:
    """The lock of the archive, so that no build changes it meanwhile; nothing where it cannot be written."""
    lock = archive.folder / ".lock"
    try:
        with lock.open("a"):
            return archive.locked()
    except OSError:
        return nullcontext()


def _opened(archive: Archive) -> list[Finding]:
    """What is wrong with the files in the clear of an opened copy."""
    if not archive.opened.exists():
        return []
    note = read_note(archive.opened)
    if note is None:
        return [_stranger(OPENED)]
    words = "is not what was opened; open the archive anew"
    return [
        Finding("stranger", f"{OPENED}/{name}", f"{OPENED}/{name} {words}")
        for name in damaged_files(archive.opened, note)
    ]


def _without_ledger(archive: Archive) -> list[Finding]:
    """What can be said where the ledger is damaged: each original lies under the hash of its content."""
    folder = archive.folder / "originals"
    wrong = [path for path in sorted(folder.iterdir()) if path.is_file() and sha256_of(path) != path.name]
    return [Finding("original", f"originals/{path.name}", f"original {path.name} was changed") for path in wrong]


def _derived(archive: Archive, progress: Progress, *, sound: bool) -> list[Finding]:
    """What differs in the tables, the report and the search index; `sound` says that all they come from agrees."""
    try:
        manifest = read_manifest(archive.tables)
    except FileNotFoundError:
        if any(archive.tables.iterdir()):
            return [_of_manifest(f"{MANIFEST} is missing, so no table can be checked{_NOT_BUILT}")]
        return _leftovers(archive)
    except ValueError as error:
        return [_of_manifest(f"{MANIFEST} is broken ({error}), so no table can be checked{_NOT_BUILT}")]
    present = {name: digest for made in manifest.values() for name, digest in made.files.items()}
    found = [
        _of_table(name, "was changed") for name, digest in present.items() if _differs(archive.tables / name, digest)
    ]
    there = {path.relative_to(archive.tables).as_posix() for path in archive.tables.rglob("*") if path.is_file()}
    found += [_stranger(f"tables/{name}") for name in sorted(there - set(present) - {MANIFEST})]
    for name in ("search", "report"):
        found += _output(archive.folder / name, name)
    if found or not sound:
        return found
    if made_quickly(archive):
        words = "the last build compared new sources only; run `byname build` before its tables can be compared"
        return [Finding("table", "tables/linkage.json", words)]
    return _against_a_new_build(archive, manifest, progress)


def _of_manifest(words: str) -> Finding:
    return Finding("table", f"tables/{MANIFEST}", words)


def _of_table(name: str, words: str) -> Finding:
    return Finding("table", f"tables/{name}", f"table {name} {words}")


def _stranger(file: str) -> Finding:
    return Finding("stranger", file, f"{file} is not part of the archive")


def _log(archive: Archive) -> list[Finding]:
    """What is wrong with the transparency log, or is not in the ledger as the log has it."""
    if not archive.log.is_dir():
        return []
    wrong = own_faults(archive.log)
    if wrong:
        return [Finding("log", "log", f"log: {one}") for one in wrong]
    logged = [leaf.hex() for leaf in read_log(archive.log).tree.levels[0]]
    if [entry.leaf for entry in archive.ledger.all_entries()][: len(logged)] != logged:
        return [Finding("ledger", LEDGER_FILE, "the ledger does not go on from its log")]
    return []


def _leftovers(archive: Archive) -> list[Finding]:
    """Search and report of an archive that has no tables."""
    return [
        Finding(name, f"{name}/{file}", f"{name}/{file} is there, and the tables it was made from are not{_NOT_BUILT}")
        for name in ("search", "report")
        for file in sorted(path.name for path in (archive.folder / name).iterdir())
    ]


def _output(folder: Path, name: str) -> list[Finding]:
    note = read_note(folder)
    if note is None:
        words = f"{name} has no readable note of what it was made from ({NOTE}){_NOT_BUILT}"
        return [Finding(name, f"{name}/{NOTE}", words)]
    return [
        Finding(name, f"{name}/{file}", f"{name}/{file} was changed, is missing, or does not belong there")
        for file in damaged_files(folder, note)
    ]


def _against_a_new_build(archive: Archive, manifest: Mapping[str, Made], progress: Progress) -> list[Finding]:
    """What a build from nothing would make otherwise: tables, or where these agree, the report and the search index."""
    again = make_again(archive, progress, processes=most_processes())
    present = {file: digest for step, made in manifest.items() if step not in again.failed
               for file, digest in made.files.items()}  # fmt: skip
    found = [
        _of_table(file, "comes out differently" if file in again.tables else "is not part of a build")
        for file in sorted({*present, *again.tables})
        if present.get(file) != again.tables.get(file)
    ]
    found = found or _outputs_against(archive, again)
    if again.failed and not found:
        raise next(iter(again.failed.values()))
    return found + [  # what a step is made from may be what differs
        _of_table(file, f"cannot be made again ({error})")
        for step, error in again.failed.items()
        for file in (manifest[step].files if step in manifest else ())
    ]


def _outputs_against(archive: Archive, again: Remade) -> list[Finding]:
    """Whether the report and the search index say what the tables say."""
    present = (read_note(archive.report) or Made("", {})).files
    names = () if REPORT in again.failed else sorted({*again.report, *present})
    found = [
        Finding("report", f"report/{name}", f"report/{name} comes out differently")
        for name in names
        if again.report.get(name) != present.get(name)
    ]
    if not again.same_search:
        found.append(Finding("search", "search", "search does not hold what the tables hold"))
    return found


def _unknown(archive: Archive) -> Iterator[Finding]:
    """The files of the folder that are none of the archive's."""
    for path in sorted(archive.folder.iterdir()):
        if path.name not in _OWN and path.name not in _PARTS:
            yield _stranger(path.name)
    known = {
        str(digest)
        for entry in chain(archive.ledger.entries("import"), archive.ledger.entries("facts"))
        for key, digest in entry.payload.items()
        if key.endswith("sha256")
    }
    for path in sorted((archive.folder / "originals").iterdir()):
        own_name = path.is_file() and sha256_of(path) == path.name  # one under its own hash came and was not noted
        if path.name not in known and (path.name.startswith(".") or not own_name):
            yield _stranger(f"originals/{path.name}")


def made_quickly(archive: Archive) -> bool:
    """Whether the linkage that stands compared new sources only."""
    tables = DerivedTables(archive.tables)
    return tables.has("linkage") and bool(tables.data("linkage").get("quick"))


def _originals(archive: Archive) -> list[Finding]:
    found = []
    for entry in chain(archive.ledger.entries("import"), archive.ledger.entries("facts")):
        for key in ("sha256", "mapping_sha256", "grammar_sha256", "came_sha256"):
            digest = entry.payload.get(key)
            if not digest:
                continue
            what = "" if archive.original(str(digest)).exists() else "is missing"
            if not what and sha256_of(archive.original(str(digest))) != digest:
                what = "was changed"
            if what:
                words = f"original {digest} ({entry.payload['file_name']}) {what}"
                found.append(Finding("original", f"originals/{digest}", words))
    return list(dict.fromkeys(found)) or list(_facts_not_as_stated(archive))


def _facts_not_as_stated(archive: Archive) -> Iterator[Finding]:
    """The tables of facts whose rows are not those of the file as it came with the stated source added."""
    for file in archive.fact_files():
        if file.came_sha256 is None:
            continue
        source = StatedSource(file.source_title, file.source_address, file.licence)
        again = with_source(archive.original(file.came_sha256).read_bytes(), source, file.file_name)
        if hashlib.sha256(again).hexdigest() != file.sha256:
            words = f"table of facts {file.name} does not follow from {file.file_name} and its stated source"
            yield Finding("original", f"originals/{file.sha256}", words)


def _differs(path: Path, digest: str) -> bool:
    return not path.is_file() or sha256_of(path) != digest
