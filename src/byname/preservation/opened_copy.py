"""A copy of an archive in which restricted lists can be read, for whoever has a key: on a disk that they choose.

Takes an archive and identities (age); gives a new folder that is built and searched like any archive, with the files of
restricted lists in the clear beside their encrypted originals. Nothing is given out of such a copy
(`Archive.check_given`); the archive itself never holds what it holds.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyrage

from byname.archive.archive import Archive
from byname.archive.desk_store import DESK_FILE, DESK_FOLDER
from byname.archive.files import clear_file_errors, flush_folder, make_folder, write_whole
from byname.archive.made_folders import NOTE
from byname.archive.manifest import Made
from byname.archive.sealing import OPENED, unseal
from byname.errors import BadArchive
from byname.preservation.contents import contents
from byname.preservation.restoration import complete
from byname.sources.unpacking import sha256_of

Identities = Sequence[pyrage.x25519.Identity]
_LEFT = ("log", DESK_FOLDER, OPENED)
_OWNER_ALONE = 0o700


def open_copy(archive: Archive, target: Path, identities: Identities) -> list[str]:
    """Write the opened copy of an archive into a new folder, whole or not at all; gives the lists that were opened.

    Raises BadArchive where there is no restricted list, the folder is there, or no identity opens a file.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadArchive("the folder is there already", where=str(target), fix="name a new folder")
    if target.resolve().is_relative_to(archive.folder.resolve()):
        raise BadArchive("the copy would lie in the archive", where=str(target), fix="name a folder elsewhere")
    coming = target.with_name(f".coming-{os.getpid()}-{target.name}")
    with archive.locked(), clear_file_errors(target):
        make_folder(target.parent)
        try:
            coming.mkdir(mode=_OWNER_ALONE)
            _copy(archive, coming)
            names = _open_files(archive, coming, identities)
            complete(coming, archive.ledger.head())
            if target.exists():
                target.rmdir()
            os.replace(coming, target)
            flush_folder(target.parent)
        finally:
            shutil.rmtree(coming, ignore_errors=True)
    return names


def seal_faults(archive: Archive, identities: Identities) -> list[str]:
    """The restricted originals that no identity opens, in words; in an opened copy also files that are not what their
    encrypted original holds."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for digest, name in sealed_originals(archive).items():
            into = Path(folder) / digest
            try:
                unseal(archive.original(digest), into, identities)
            except (BadArchive, FileNotFoundError) as error:
                found.append(f"{name}: {error.what if isinstance(error, BadArchive) else f'{digest} is missing'}")
                continue
            opened = archive.opened / digest
            if opened.exists() and not filecmp.cmp(into, opened, shallow=False):
                found.append(f"{name}: {opened} is not what was encrypted")
            into.unlink()
    return found


def sealed_originals(archive: Archive) -> dict[str, str]:
    """The hash of each encrypted original, with the list that it belongs to; raises BadArchive where there is none."""
    found = {
        digest: file.source
        for file in archive.imported()
        if file.sealed_for
        for digest in (file.sha256, file.mapping_sha256, file.grammar_sha256)
        if digest is not None
    }
    if not found:
        fix = "a list is restricted whose mapping says `restricted: true`"
        raise BadArchive("the archive has no restricted list", where=str(archive.folder), fix=fix)
    return found


def _copy(archive: Archive, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as copies:
        for path, file in contents(archive, Path(copies), derived=False):
            if path != DESK_FILE and path.partition("/")[0] not in _LEFT:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, folder / path)


def _open_files(archive: Archive, folder: Path, identities: Identities) -> list[str]:
    """Write what the encrypted originals hold, with a note of their hashes; gives the lists."""
    opened, sealed = folder / OPENED, sealed_originals(archive)
    opened.mkdir()
    for digest in sealed:
        unseal(archive.original(digest), opened / digest, identities)
    made = Made(archive.ledger.head() or "", {digest: sha256_of(opened / digest) for digest in sorted(sealed)})
    write_whole(opened / NOTE, json.dumps(made.as_json(), indent=1).encode())
    return sorted(set(sealed.values()))
