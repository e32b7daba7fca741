"""The folders that a build makes beside the tables (search index, report), each with a note of what it was made from
and the hash of every file.

Takes such a folder; gives what its note says and the files that are not as they were made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from byname.archive.glances import a_moment_ago
from byname.archive.manifest import Made, digest_of
from byname.errors import BadArchive
from byname.sources.unpacking import sha256_of

NOTE = ".made-from"


def read_note(folder: Path) -> Made | None:
    """What a folder was made from; None where it holds no such note or a broken one."""
    try:
        return Made.from_json(json.loads((folder / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def damaged_files(folder: Path, made: Made, digest: Callable[[Path], str] = sha256_of) -> list[str]:
    """The files of a folder that are missing, changed, or not among those that were made; `digest` hashes one."""
    there = files_in(folder)
    return sorted(
        {name for name, kept in made.files.items() if name not in there or digest(folder / name) != kept}
        | (there - set(made.files))
    )


def files_in(folder: Path) -> set[str]:
    """The files of a folder, by their path in it, without its note and without lock files that readers leave."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != NOTE and path.suffix != ".lock"
    }


def check_whole(folder: Path) -> None:
    """Raise BadArchive where a file of a folder is missing or not the one that a build made, or its note is gone.

    What lies there besides is let be: a reader of the index may leave files. Files are looked at again only where the
    place, size or time of one has changed, since a site asks at every search.
    """
    a_moment_ago(("whole", folder), lambda: _check_state(folder, _state(folder)))


def _state(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Path, place, size and time of each file of a folder."""
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with suppress(OSError):
                state = os.stat(path)
                found.append((path, state.st_ino, state.st_size, state.st_mtime_ns))
    return tuple(found)


@lru_cache(maxsize=16)
def _check_state(folder: Path, state: tuple[tuple[str, int, int, int], ...]) -> None:
    for _ in range(2):  # a build that is under way may put another folder in its place between the two looks
        note = read_note(folder)
        changed = (
            [] if note is None else [name for name in damaged_files(folder, note, digest_of) if name in note.files]
        )
        if note is not None and not changed:
            return
    if note is None:
        what, where = "the note of what was built here is missing or broken", folder / NOTE
    else:
        what, where = "this file was changed since it was built, or is missing", folder / changed[0]
    raise BadArchive(what, where=str(where), fix="`byname build` makes it anew")
