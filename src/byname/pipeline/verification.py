"""Verifies an archive: the originals and the ledger against their hashes, the derived tables against a build from
nothing."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.pipeline.build import build
from byname.pipeline.steps import Progress, Workspace
from byname.sources.facts import StatedSource, with_source
from byname.sources.reading import sha256_of


def differences(archive: Archive, progress: Progress) -> list[str]:
    """What differs, in words; an empty list where everything agrees."""
    progress("hashing originals", 0.0)
    found = [*_originals(archive), *archive.ledger.check()]
    present = Workspace(archive.tables).all_files()
    found += [
        f"table {name} was changed" for name, digest in present.items() if _differs(archive.tables / name, digest)
    ]
    if found or not present:
        return found
    if made_quickly(archive):
        return ["the last build compared new sources only; run `byname build` before its tables can be compared"]
    with tempfile.TemporaryDirectory() as folder:
        again = build(archive, tables=Path(folder), progress=progress).files
    found += [f"table {name} comes out differently" for name in sorted(again) if present.get(name) != again[name]]
    return found + [f"table {name} is not part of a build" for name in sorted(set(present) - set(again))]


def made_quickly(archive: Archive) -> bool:
    """Whether the linkage that stands compared new sources only."""
    tables = DerivedTables(archive.tables)
    return tables.has("linkage") and bool(tables.data("linkage").get("quick"))


def _originals(archive: Archive) -> list[str]:
    found = []
    for entry in chain(archive.ledger.entries("import"), archive.ledger.entries("facts")):
        for key in ("sha256", "mapping_sha256", "grammar_sha256", "came_sha256"):
            digest = entry.payload.get(key)
            if digest and not archive.original(str(digest)).exists():
                found.append(f"original {digest} ({entry.payload['file_name']}) is missing")
            elif digest and sha256_of(archive.original(str(digest))) != digest:
                found.append(f"original {digest} ({entry.payload['file_name']}) was changed")
    return list(dict.fromkeys(found)) or list(_facts_not_as_stated(archive))


def _facts_not_as_stated(archive: Archive) -> Iterator[str]:
    """The tables of facts whose rows are not those of the file as it came with the stated source added."""
    for file in archive.fact_files():
        if file.came_sha256 is None:
            continue
        source = StatedSource(file.source_title, file.source_address, file.licence)
        again = with_source(archive.original(file.came_sha256).read_bytes(), source, file.file_name)
        if hashlib.sha256(again).hexdigest() != file.sha256:
            yield f"table of facts {file.name} does not follow from {file.file_name} and its stated source"


def _differs(path: Path, digest: str) -> bool:
    return not path.exists() or sha256_of(path) != digest
