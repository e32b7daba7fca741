"""Files of SQLite that this process reads by itself, too, each through one descriptor that stays open.

Where a process closes any descriptor of a file, the system takes away all locks that the process has on it (POSIX), and
with them those by which SQLite in another thread keeps other writers off; a ledger can then be damaged by two writers
(sqlite.org/howtocorrupt.html, section 2.2). So whoever uses a file holds it; it is closed when nobody does any more.
"""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

_BLOCK: Final = 1 << 20


class HeldFile:
    """One file, open for reading until nobody holds it."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._turn = threading.Lock()

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return os.fstat(self._descriptor).st_size

    def read(self, at: int, count: int) -> bytes:
        """Up to so many bytes of it from a place on."""
        with self._turn:
            os.lseek(self._descriptor, at, os.SEEK_SET)
            return os.read(self._descriptor, count)

    def sha256(self) -> str:
        """The SHA-256 of its content."""
        digest, at = hashlib.sha256(), 0
        while block := self.read(at, _BLOCK):
            digest.update(block)
            at += len(block)
        return digest.hexdigest()

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)


_HELD: WeakValueDictionary[tuple[int, int], HeldFile] = WeakValueDictionary()
_OPENING: Final = threading.Lock()


def held(path: Path) -> HeldFile:
    """The file that lies at a path now, to be held as long as this process has transactions on it; raises OSError."""
    with _OPENING:
        state = path.stat()
        key = (state.st_dev, state.st_ino)
        found = _HELD.get(key)
        if found is None:
            found = _HELD[key] = HeldFile(path)
        return found
