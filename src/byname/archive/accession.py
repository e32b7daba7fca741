"""Brings files into an archive: reads each one whole with its mapping first, then keeps it and notes the import.

Takes an archive, files and a mapping; gives what happened to each file (new, updated, unchanged) with what it was
found to be. A file that cannot be read leaves the archive as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from byname.archive.archive import Archive, FactFile, ImportedFile
from byname.errors import BadArchive, BadMapping, BadSource, BynameError
from byname.records.reading import RecordReader
from byname.sources.entry import Entry
from byname.sources.facts import StatedSource, read_facts
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import SourceDescription, open_source
from byname.sources.regular_files import check_name, check_regular
from byname.sources.time_limit import is_overdue
from byname.sources.unpacking import sha256_of

_TRIED_WHOLLY, _TRIED_EVERY, _MOST_OVERDUE = 500, 100, 5
ReadingProgress = Callable[[str, int], None]  # the file being read, and how many entries of it were read


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What became of one file: `status` is new, updated or unchanged; entries and problems counted while reading it."""

    file_name: str
    source: str
    status: str
    entries: int
    with_problems: int
    description: SourceDescription


def add_files(
    archive: Archive,
    files: Iterable[tuple[Path, Path]],
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: ReadingProgress | None = None,
    by: str | None = None,
    dry_run: bool = False,
    sealed_for: Sequence[str] = (),
) -> list[AddedFile]:
    """Add files, each given with the path of its mapping; a dry run says what would become of each and keeps none.

    All files are read to their end before any is kept. Restricted ones are kept encrypted for the keys `sealed_for`
    (age1...), or for those of the last restricted file. Raises BadSource or BadMapping for the first one at fault, and
    BadArchive for an opened copy.
    """
    if archive.opened.exists():
        what, fix = "this is an opened copy", "add the files to the archive that it was opened from"
        raise BadArchive(what, where=str(archive.folder), fix=fix)
    pairs = [(path, mapping_path, read_mapping(mapping_path)) for path, mapping_path in files]
    _check_slots(pairs)
    keys = {path: _keys_for(archive, mapping, mapping_path, sealed_for) for path, mapping_path, mapping in pairs}
    read = [_read_through(path, mapping, mapping_path, limits, progress) for path, mapping_path, mapping in pairs]
    _check_kept(archive, pairs, limits)
    added = []
    with archive.locked():
        for (path, mapping_path, mapping), (description, entries, problems) in zip(pairs, read, strict=True):
            standing = _standing(archive, path, mapping_path, mapping)
            status = standing.status if dry_run else _keep(archive, standing, mapping, by, keys[path])
            added.append(AddedFile(path.name, mapping.source, status, entries, problems, description))
    return added


def add_facts(
    archive: Archive,
    tables: Mapping[str, Path],
    *,
    came_as: Mapping[str, Path] | None = None,
    source: StatedSource | None = None,
    by: str | None = None,
) -> list[str]:
    """Add tables of facts by name; gives the names of those that were new or had changed.

    `came_as` holds the files as they came where `tables` are copies with a stated source in columns; both are kept.
    Raises BadFigureTable where a row names no source; then nothing is kept.
    """
    for path in tables.values():
        check_name(path.name)
        read_facts(path)
    changed = []
    with archive.locked():
        present = {file.name: file for file in archive.fact_files()}
        for name, path in tables.items():
            payload = _facts_payload(name, path, (came_as or {}).get(name), source)
            if name in present and _says_the_same(present[name], payload):
                continue
            for file, key in ((path, "sha256"), ((came_as or {}).get(name), "came_sha256")):
                if file is not None and key in payload:
                    _keep_unchanged(archive, file, payload[key])
            archive.ledger.append("facts", payload, by=by)
            changed.append(name)
    return changed


def _says_the_same(present: FactFile, payload: Mapping[str, str]) -> bool:
    return all(getattr(present, key) == value for key, value in payload.items() if key != "file_name")


def _facts_payload(name: str, path: Path, came: Path | None, source: StatedSource | None) -> dict[str, str]:
    payload = {"name": name, "sha256": sha256_of(path), "file_name": (came or path).name}
    if came is None or source is None:
        return payload
    stated = {"source_title": source.title, "source_address": source.address, "licence": source.licence}
    return payload | {"came_sha256": sha256_of(came)} | stated


def _check_slots(pairs: list[tuple[Path, Path, SourceMapping]]) -> None:
    """Raise where two files of one call would fill the same slot of one source."""
    taken: dict[tuple[str, str], Path] = {}
    for path, _, mapping in pairs:
        key = (mapping.source, slot_of(mapping, path.name))
        if key in taken:
            raise BadMapping(
                f"{taken[key].name} and {path.name} would both be the file of {mapping.source}",
                where=str(path),
                fix="list the files under `files` in the mapping, each with its prefix",
            )
        taken[key] = path


def _check_kept(archive: Archive, pairs: list[tuple[Path, Path, SourceMapping]], limits: Limits) -> None:
    """Raise BadMapping where a mapping no longer reads a file of its source that was kept before and stays."""
    latest = {mapping.source: (mapping_path, mapping) for _, mapping_path, mapping in pairs}
    filled = {(mapping.source, slot_of(mapping, path.name)) for path, _, mapping in pairs}
    for file in archive.imported():
        if file.source not in latest or (file.source, file.slot) in filled:
            continue
        mapping_path, mapping = latest[file.source]
        if file.sealed_for:
            what = f"{file.file_name}, which {file.source} has already, is encrypted and cannot be read with it"
            raise BadMapping(what, where=str(mapping_path), fix="add all files of a restricted list together")
        if sha256_of(mapping_path) == file.mapping_sha256:
            continue
        try:
            with open_source(archive.original(file.sha256), mapping, limits=limits, file_name=file.file_name) as reader:
                for _ in reader:
                    pass
        except BynameError as error:
            raise BadMapping(
                f"it does not read {file.file_name}, which {file.source} has already ({error.what})",
                where=str(mapping_path),
                fix="keep what that file needs in the mapping, or add the file again with it",
            ) from error


def slot_of(mapping: SourceMapping, file_name: str) -> str:
    """Which place of its source a file fills: its pattern in the mapping, or the source where it is one file."""
    return next((pattern.name for pattern in mapping.files if pattern.covers(file_name)), mapping.source)


def _read_through(
    path: Path, mapping: SourceMapping, mapping_path: Path, limits: Limits, progress: ReadingProgress | None
) -> tuple[SourceDescription, int, int]:
    check_regular(path)
    check_name(path.name)
    trial = _Trial(mapping, mapping_path, limits)
    entries = problems = 0
    seen: set[str] = set()
    with open_source(path, mapping, limits=limits) as reader, trial.reader.timer:
        for entry in reader:
            trial.look_at(entry, entries)
            entries += 1
            problems += bool(entry.problems)
            if mapping.item_column:
                _check_item(entry.item, seen, path)
            if progress and entries % 5000 == 0:
                progress(path.name, entries)
        description = reader.description
    if not entries:
        raise BadSource("the file holds no entries", where=str(path), fix="see that it was copied whole")
    return description, entries, problems


class _Trial:
    """Tries the patterns and the grammar that a user wrote on some entries, and counts those that ran out of time.

    Raises BadMapping where a grammar is missing or wrong, and, from `look_at`, where too many entries ran out of time.
    """

    def __init__(self, mapping: SourceMapping, mapping_path: Path, limits: Limits) -> None:
        self.reader = RecordReader(mapping, mapping_path.parent, limits.entry_seconds)
        self._mapping_path = mapping_path
        self._own = _own_grammar(mapping, mapping_path.parent) is not None or any(
            where.pattern for where in mapping.fields.values()
        )
        self._overdue = 0

    def look_at(self, entry: Entry, number: int) -> None:
        """Look at the problems of an entry; the first ones and every hundredth are read as a build will read them."""
        problems = list(entry.problems)
        if self._own and (number < _TRIED_WHOLLY or number % _TRIED_EVERY == 0):
            problems.append(self.reader.problem_of(entry) or "")
        late = next(filter(is_overdue, problems), None)
        if late is None:
            return
        self._overdue += 1
        if self._overdue > _MOST_OVERDUE:
            raise BadMapping(
                f"more than {_MOST_OVERDUE} entries could not be read in time; of the last, {late}",
                where=str(self._mapping_path),
                fix="write the pattern so that it cannot match in many ways (no repetition inside a repetition)",
            )


def grammars_of(mapping: SourceMapping) -> list[str]:
    """The names of the entry grammars a mapping uses."""
    named = [where.grammar for where in mapping.fields.values() if where.grammar]
    if mapping.entries and mapping.entries.grammar:
        named.append(mapping.entries.grammar)
    return sorted(set(named))


def _check_item(item: str, seen: set[str], path: Path) -> None:
    if item in seen:
        raise BadSource(
            f"the item {item!r} stands twice", where=str(path), fix="name another column under `item`, or none"
        )
    seen.add(item)


def _keys_for(archive: Archive, mapping: SourceMapping, mapping_path: Path, given: Sequence[str]) -> tuple[str, ...]:
    """The keys that a file of this mapping is encrypted for; none where its source is not restricted.

    Raises BadMapping where there are none for a restricted one, or where the source was kept in the other way before.
    """
    where = str(mapping_path)
    imports = [entry.payload for entry in archive.ledger.entries("import")]
    before = [payload for payload in imports if payload["source"] == mapping.source]
    if not mapping.restricted:
        if any(file.sealed_for for file in archive.imported() if file.source == mapping.source):
            what = f"{mapping.source} is restricted, and the mapping no longer says so"
            fix = "write `restricted: true` into it, or withdraw the source first if everybody may read it"
            raise BadMapping(what, where=where, fix=fix)
        return ()
    if any(not payload.get("sealed_for") for payload in before):
        what = f"the mapping says `restricted: true`, and files of {mapping.source} lie here in the clear"
        raise BadMapping(what, where=where, fix="start a new archive, as originals are never taken away")
    last = [payload["sealed_for"] for payload in imports if payload.get("sealed_for")]
    found = tuple(given) or (tuple(last[-1]) if last else ())
    if not found:
        what = "the mapping says `restricted: true`, and nobody could open the files"
        raise BadMapping(what, where=where, fix="name a public key by --sealed-for; `byname backup key` makes one")
    return found


class _Standing(NamedTuple):
    """A file beside what the archive has of it: the slot it fills, list, mapping and grammar with their hashes, and
    whether it is new, updated or unchanged."""

    slot: str
    files: tuple[Path, Path, Path | None]
    hashes: tuple[str, str, str | None]
    status: str


def _standing(archive: Archive, path: Path, mapping_path: Path, mapping: SourceMapping) -> _Standing:
    slot = slot_of(mapping, path.name)
    present = {(f.source, f.slot): f for f in archive.imported()}.get((mapping.source, slot))
    grammar = _own_grammar(mapping, mapping_path.parent)
    hashes = (sha256_of(path), sha256_of(mapping_path), sha256_of(grammar) if grammar else None)
    same = present and _hashes(present) == hashes and all(archive.original(h).exists() for h in hashes if h)
    status = "unchanged" if same else "updated" if present else "new"
    return _Standing(slot, (path, mapping_path, grammar), hashes, status)


def _keep(archive: Archive, standing: _Standing, mapping: SourceMapping, by: str | None, keys: Sequence[str]) -> str:
    """Keep a file, encrypted where there are keys, and note it, unless it stands there as it is; gives its status."""
    if standing.status == "unchanged":
        return standing.status
    kept = [
        None if file is None else _keep_unchanged(archive, file, digest, keys)
        for file, digest in zip(standing.files, standing.hashes, strict=True)
    ]
    path, _, grammar = standing.files
    payload: dict[str, object] = {
        "source": mapping.source,
        "slot": standing.slot,
        "file_name": path.name,
        "sha256": kept[0],
        "mapping_sha256": kept[1],
        "grammar_sha256": kept[2],
        "grammar_name": grammar.name if grammar else None,
    }
    payload |= {"sealed_for": list(keys)} if keys else {}
    archive.ledger.append("import", payload, by=by)
    return standing.status


def _keep_unchanged(archive: Archive, file: Path, sha256: str | None, keys: Sequence[str] = ()) -> str:
    """Keep a file, encrypted where there are keys, and give the hash of what lies there.

    Raises BadSource where it is no longer the one that was hashed.
    """
    kept = archive.keep_sealed(file, keys) if keys else archive.keep_original(file)
    if (sha256_of(file) if keys else kept) != sha256:
        raise BadSource("the file was changed while it was being added", where=str(file), fix="add it again")
    return kept


def _hashes(file: ImportedFile) -> tuple[str, str, str | None]:
    return file.sha256, file.mapping_sha256, file.grammar_sha256


def _own_grammar(mapping: SourceMapping, folder: Path) -> Path | None:
    """The grammar file beside the mapping, where the mapping uses one of its own."""
    return next((folder / name for name in grammars_of(mapping) if name.endswith(".yaml")), None)
