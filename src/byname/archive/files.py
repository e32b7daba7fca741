"""Files of an archive: written whole or not at all, errors of the file system in clear words, leftovers taken away."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from byname.errors import BadArchive, BynameError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".coming-{os.getpid()}-{path.name}")
    try:
        with temporary.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def clear_file_errors(folder: Path) -> Iterator[None]:
    """Turn an error of the file system into one clear error."""
    try:
        yield
    except BynameError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            fix = "free some space and run the same command again; what was done so far is kept"
            raise BadArchive("the disk is full", where=str(folder), fix=fix) from error
        raise BadArchive(f"{error.strerror or error}", where=str(error.filename or folder)) from error


def remove_partial_files(folder: Path) -> None:
    """Take away what an interrupted run left half done."""
    for leftover in folder.rglob(".coming-*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)
