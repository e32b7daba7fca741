"""The folders that a build makes beside the tables (search index, report): each made whole beside the old one, then
put in its place, with a note of what it was made from and the hash of every file.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from byname.archive.files import flush_file, flush_folder, write_whole
from byname.archive.made_folders import NOTE, damaged_files, files_in, read_note
from byname.archive.manifest import Made
from byname.sources.unpacking import sha256_of


def is_made(folder: Path, key: str) -> bool:
    """Whether a folder stands there whole, made from the inputs of this key."""
    note = read_note(folder)
    return note is not None and note.key == key and not damaged_files(folder, note)


def make_output(folder: Path, key: str, make: Callable[[Path], None]) -> None:
    """Make a folder anew, from the inputs of this key."""
    coming = folder.with_name(f".coming-{os.getpid()}-{folder.name}")
    old = folder.with_name(f".coming-{os.getpid()}-old-{folder.name}")
    for leftover in (coming, old):
        shutil.rmtree(leftover, ignore_errors=True)
    coming.mkdir()
    try:
        make(coming)
        hashes = {name: sha256_of(coming / name) for name in sorted(files_in(coming))}
        for name in hashes:
            flush_file(coming / name)
        write_whole(coming / NOTE, json.dumps(Made(key, hashes).as_json(), indent=1).encode())
        if folder.exists():
            os.replace(folder, old)
        os.replace(coming, folder)
        flush_folder(folder.parent)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
