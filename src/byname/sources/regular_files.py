"""Refuses what is no regular file before it is opened: a folder, a pipe, a device, an address.

Takes a path that a user gave and the error to raise; gives nothing. Opening a named pipe waits for whoever writes into
it, and a device may never end, so each is told by its kind, without opening it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

from byname.errors import BadSource, BynameError

_ADDRESS = re.compile(r"(?:https?|ftp|file):/", re.IGNORECASE)
_KINDS: tuple[tuple[Callable[[int], bool], str, str], ...] = (
    (stat.S_ISDIR, "this is a folder", "name a file in it"),
    (stat.S_ISFIFO, "this is a named pipe, not a file", "write what comes out of it into a file first"),
    (stat.S_ISSOCK, "this is a socket, not a file", "name a file"),
    (stat.S_ISCHR, "this is a device, not a file", "name a file"),
    (stat.S_ISBLK, "this is a device, not a file", "name a file"),
)


def check_regular(path: Path, error: type[BynameError] = BadSource) -> None:
    """Raise `error` where the path is no regular file, saying what it is instead; links are followed."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as missing:
        if _ADDRESS.match(str(path)):
            raise error("this is an address", where=str(path), fix="download it first") from missing
        raise error("there is no such file", where=str(path), fix="check the name and the folder") from missing
    except (OSError, ValueError) as unreadable:
        reason = unreadable.strerror if isinstance(unreadable, OSError) else str(unreadable)
        raise error(f"the file cannot be opened: {reason}", where=str(path), fix="check the path") from unreadable
    for is_kind, what, fix in _KINDS:
        if is_kind(mode):
            raise error(what, where=str(path), fix=fix)


def check_name(name: str, error: type[BynameError] = BadSource) -> None:
    """Raise `error` where the name of a file is not UTF-8 or holds control characters: no table could hold it.

    >>> check_name("список.csv")
    """
    shown = name.encode("utf-8", errors="backslashreplace").decode()
    if shown != name:
        raise error("the file's name is not UTF-8", where=shown, fix="rename it")
    if not name.isprintable():
        raise error("the file's name holds control characters", where=ascii(name), fix="rename it")
