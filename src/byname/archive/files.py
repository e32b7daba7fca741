"""Files of an archive: written whole or not at all, errors of the file system in clear words, leftovers taken away."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from byname.errors import BadArchive, BynameError
from byname.sources.regular_files import check_regular


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".coming-{os.getpid()}-{threading.get_ident()}-{path.name}")
    try:
        with temporary.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
        flush_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_secret(path: Path, text: str) -> None:
    """Write what only its owner may read into a new file; raises BadArchive where it is there already."""
    with clear_file_errors(path):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            fix = "name another file; a key that is written over is lost"
            raise BadArchive("this file is there already", where=str(path), fix=fix) from error
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())


def flush_file(path: Path) -> None:
    """See that the content of a file that was written is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """See that the names in a folder (new, renamed, removed) are on the disk; systems without it are left alone."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they are on the disk; one that is there is flushed all the same."""
    new = folder
    while not new.parent.exists():
        new = new.parent
    folder.mkdir(parents=True, exist_ok=True)
    for made in (folder, *folder.parents):
        flush_folder(made.parent)
        if made == new:
            break


def check_files(folder: Path) -> None:
    """Raise BadArchive where a folder holds what is neither a file nor a folder: a pipe, on which a reader would wait
    for ever, a device, a socket. A folder within may go while it is looked through: a build takes its own away."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir():
                with suppress(FileNotFoundError):
                    check_files(Path(entry.path))
            elif not entry.is_file() and os.path.exists(entry.path):
                check_regular(Path(entry.path), BadArchive)


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


@contextmanager
def locked_folder(folder: Path, what: str) -> Iterator[None]:
    """Hold a folder for writing; raises BadArchive where another process holds it. `what` it is, in words."""
    lock = FileLock(folder / ".lock", blocking=False)
    with clear_file_errors(folder):
        try:
            lock.acquire()
        except Timeout as error:
            fix = "wait until it has ended"
            raise BadArchive(f"another process is writing to {what}", where=str(folder), fix=fix) from error
    try:
        yield
    finally:
        lock.release()
