"""The mark of a ledger in a file: what its bytes were after the last decision, so that no bit of it changes unseen.

The Merkle tree covers what the entries say. A file of SQLite has more: pages, headers and room that is not used. Beside
it lies the number of the last entry and the SHA-256 of the whole file, with a sum over both, so that no flipped bit
makes the mark look like an earlier one. A mark that is missing, or of an earlier entry, is what an interrupted command
leaves; it is made anew.
"""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from byname.archive.files import flush_folder
from byname.archive.held_files import held

MARK: Final = "ledger.mark"
_SUM: Final = 16  # digits of the sum of a mark
_DIGEST: Final = 64  # digits of a SHA-256


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a mark says: the number of an entry, the hash of the file after it, and whether it is as it was written."""

    number: str
    digest: str
    is_whole: bool


def write_mark(path: Path, number: int) -> None:
    """Note what a file is after its entry of this number; nobody may write to it meanwhile.

    That the name is on the disk is not waited for at every decision: where a power cut leaves the mark before it, it is
    made anew.
    """
    temporary = path.with_name(f".coming-{os.getpid()}-{threading.get_ident()}-{MARK}")
    try:
        with temporary.open("w", encoding="ascii") as file:
            said = f"{number}:{held(path).sha256()}"
            file.write(f"{said}:{_sum_of(said)}\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path.with_name(MARK))
    finally:
        temporary.unlink(missing_ok=True)


def remove_mark(path: Path) -> None:
    """Take the mark away before the file changes without a new entry."""
    with suppress(FileNotFoundError):
        path.with_name(MARK).unlink()
        flush_folder(path.parent)  # a mark that came back would call the change a damage


def is_behind(path: Path, number: int) -> bool:
    """Whether there is no mark, an empty one, or one of an entry before the last, so that it must be made anew."""
    noted = _noted(path)
    return noted is None or (noted.is_whole and noted.number.isdecimal() and int(noted.number) < number)


def mark_faults(path: Path, number: int) -> list[str]:
    """What does not agree between a file and its mark, in words; nobody may write to the file meanwhile."""
    noted = _noted(path)
    if noted is None or noted == _Mark(str(number), held(path).sha256(), is_whole=True) or is_behind(path, number):
        return []
    return [f"{path.name}, or {MARK} beside it, was changed where no decision stands"]


def _noted(path: Path) -> _Mark | None:
    try:
        text = path.with_name(MARK).read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    if not text:  # of a power cut
        return None
    number, _, rest = text.removesuffix("\n").partition(":")
    digest, _, own = rest.partition(":")
    by_earlier_version = len(rest) == _DIGEST  # without a sum
    is_whole = text.endswith("\n") and (by_earlier_version or own == _sum_of(f"{number}:{digest}"))
    return _Mark(number, digest, is_whole)


def _sum_of(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:_SUM]
