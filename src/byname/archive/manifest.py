"""The manifest of the derived tables: from which inputs each step of a build made its files, and their SHA-256.

Takes the folder of tables; gives what its `build.json` says, and refuses a file that is not the one that was made, so
that nobody is shown a table that a disk or a hand has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from byname.errors import BadArchive
from byname.sources.unpacking import sha256_of

MANIFEST = "build.json"


@dataclass(frozen=True, slots=True)
class Made:
    """What a step was made from (the key of its inputs), and the SHA-256 of each file that it made."""

    key: str
    files: dict[str, str]

    @classmethod
    def from_json(cls, row: Any, step: str = "") -> Made:
        """What `as_json` gave; raises ValueError where the row has another form, was changed, or names a file that lies
        elsewhere."""
        try:
            made = cls(str(row["key"]), dict(row["files"]))
        except (KeyError, TypeError) as error:
            raise ValueError("what was made has another form") from error
        for name, digest in made.files.items():
            inside = not Path(name).is_absolute() and ".." not in Path(name).parts
            if not (isinstance(digest, str) and inside):
                raise ValueError(f"what was made names the file {name!r}")
        if row.get("sha256") != made.sha256(step):
            raise ValueError("what was made was changed since it was noted")
        return made

    def as_json(self, step: str = "") -> dict[str, Any]:
        """The same as plain data, with its hash."""
        return {"key": self.key, "files": self.files, "sha256": self.sha256(step)}

    def sha256(self, step: str) -> str:
        """The SHA-256 of what was made by a step, so that no bit of a note changes unseen."""
        text = json.dumps([step, self.key, self.files], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Made]:
    """The manifest of a folder of derived tables, by step.

    Raises FileNotFoundError where there is none and ValueError where it is broken.
    """
    data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError("the manifest has another form")
    return {str(name): Made.from_json(row, str(name)) for name, row in data.items()}


def check_unchanged(folder: Path, path: Path) -> None:
    """Raise BadArchive where a derived file is not the one that a build made.

    A manifest that is missing or broken is refused too, for nothing can be checked by it. A file that it does not name
    is one of a step that is being made anew.
    """
    for _ in range(2):  # a build that is under way may put both in their places between the two looks
        try:
            present = digest_of(path)
        except (FileNotFoundError, IsADirectoryError):
            return
        made = _digests(folder).get(path.relative_to(folder).as_posix())
        if made is None or present == made:
            return
    raise BadArchive("this file was changed since it was built", where=str(path), fix="`byname build` makes it anew")


def state_of_manifest(folder: Path) -> tuple[int, int, int] | None:
    """Place, size and time of the manifest, which are others after every build; None where there is none."""
    try:
        state = (folder / MANIFEST).stat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file as it was made; raises BadArchive where the manifest is missing or broken."""
    try:
        state = (folder / MANIFEST).stat()
        return _digests_of_state(folder, state.st_ino, state.st_size, state.st_mtime_ns)
    except (OSError, ValueError) as error:
        what = "missing" if isinstance(error, FileNotFoundError) else "broken"
        message = f"the list of what was built is {what}, so that no table can be checked"
        raise BadArchive(message, where=str(folder / MANIFEST), fix="`byname build` makes it anew") from error


@lru_cache(maxsize=16)
def _digests_of_state(folder: Path, inode: int, size: int, changed: int) -> dict[str, str]:
    """The SHA-256 of each file, read once for each state of the manifest: a page asks for many tables."""
    return {name: digest for made in read_manifest(folder).values() for name, digest in made.files.items()}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, found once for each state (place, size, time of change) in which it was seen."""
    state = os.stat(path)
    return _digest_of_state(path, state.st_ino, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=1024)
def _digest_of_state(path: Path, inode: int, size: int, changed: int) -> str:
    return sha256_of(path)
