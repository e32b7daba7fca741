"""A disk that loses what was not flushed: runs the real code over real files and notes what a power cut would leave.

While a `SimulatedDisk` is in place, what the code does to files below its folder (open, flush, rename, remove, make a
folder) is counted and noted. At one moment the power is cut: every later call fails, and `left_behind` writes a state
that the disk may then be in. Of a file that was not flushed since it was written, blocks are old, new, empty or cut
short; of names that were not flushed with their folder, any may be missing. A call can also be refused (full disk,
faulty disk, too many open files), or another writer be let in. All that is left to chance comes from one seed.

Files of SQLite are taken as they are: SQLite flushes them itself (test_power_cuts.py sees that it does).
"""

from __future__ import annotations

import errno
import io
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_SQLITE: Final = "ledger.sqlite"
_NO_ROOM: Final = frozenset({"open", "write", "mkdir", "replace"})  # calls that a full disk refuses
_REFUSED: Final = {errno.ENOSPC: _NO_ROOM, errno.EMFILE: frozenset({"open"})}


class PowerCut(BaseException):
    """The machine is off; nothing may catch it."""


@dataclass(eq=False, slots=True)
class File:
    """A file whatever it is called: what of it is surely on the disk, and its content once it has no name any more."""

    flushed: bytes | None = None
    last: bytes | None = None


@dataclass(eq=False, slots=True)
class Folder:
    """A folder: the names in it now, and those that are surely on the disk."""

    now: dict[str, File | Folder] = field(default_factory=dict)
    flushed: dict[str, File | Folder] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A change of names that is on the disk whole or not at all: names that go and names that come."""

    gone: tuple[tuple[Folder, str], ...]
    come: tuple[tuple[Folder, str, File | Folder], ...]

    def touches(self, folder: Folder) -> bool:
        """Whether it changes the names of a folder."""
        return any(one is folder for one, *_ in (*self.gone, *self.come))

    def flush(self) -> None:
        """Bring it onto the disk."""
        for folder, name in self.gone:
            folder.flushed.pop(name, None)
        for folder, name, node in self.come:
            folder.flushed[name] = node


@dataclass(frozen=True, slots=True)
class Events:
    """What happens at which call (counted from 1): the power is cut, `calls` calls are refused with an error, or
    another writer is let in."""

    cut: int | None = None
    refused: int | None = None
    error: int = errno.EIO
    calls: int = 1
    let_in: int | None = None
    other: Callable[[], object] | None = None


class SimulatedDisk:
    """The files below one folder; `left_behind` is where the state after the power cut is written."""

    def __init__(self, root: Path, left_behind: Path, chance: random.Random) -> None:
        self.root = root
        self.count = 0
        self.struck = False
        self._off = False
        self._left_behind = left_behind
        self._chance = chance
        self._events = Events()
        self._top = Folder()
        self._pending: list[Renaming] = []
        self._inside = False
        self._marking = False

    def await_events(self, events: Events) -> None:
        """Say what is to happen, at calls counted from now."""
        self.count, self._events, self.struck = 0, events, False

    def cut_power(self) -> None:
        """Write one of the states that the disk may be in now, and refuse every later call."""
        self._off = True
        self._look_through(self._top, self.root)
        kept = self._chance.choice((0.0, 0.5, 0.9, 1.0))
        for one in self._pending:
            if self._chance.random() < kept:
                one.flush()
        self._write_out(self._top, self._left_behind, self.root)

    # What the calls do to the disk.

    def before(self, call: str, path: Path) -> None:
        """Count a call; raises PowerCut or OSError where that is to happen at it."""
        if self._off:
            raise PowerCut
        self.count += 1
        events = self._events
        if self.count == events.cut:
            self.cut_power()
            raise PowerCut
        if path.name.endswith("ledger.mark"):  # while it is written a reader keeps other writers off
            self._marking = call != "unlink"
        if self.count == events.let_in and events.other and not (self._inside or self._marking):
            self._inside = True
            events.other()
            self._inside = False
        if events.refused is not None and 0 <= self.count - events.refused < events.calls:
            if call not in _REFUSED.get(events.error, (call,)):
                return
            self.struck = True
            raise OSError(events.error, os.strerror(events.error), str(path))

    def flushed(self, path: Path) -> None:
        """Note that a file, or the names of a folder, were flushed."""
        if path.is_dir():
            folder = self._folder(path)
            self._look_at(folder, path)
            for one in [one for one in self._pending if one.touches(folder)]:
                one.flush()
                self._pending.remove(one)
        elif path.exists():
            node = self._node(path)
            assert isinstance(node, File)
            node.flushed = path.read_bytes()

    def moved(self, old: Path, new: Path, move: Callable[[], None]) -> None:
        """Note a renaming, and do it."""
        node, folder, target = self._node(old), self._folder(old.parent), self._folder(new.parent)
        if isinstance(node, Folder):
            self._look_through(node, old)
        if new.exists():
            self._forget(self._node(new), new)
        move()
        folder.now.pop(old.name)
        target.now[new.name] = node
        self._pending.append(Renaming(((folder, old.name),), ((target, new.name, node),)))

    def removed(self, path: Path, remove: Callable[[], None]) -> None:
        """Note a removal, and do it."""
        if path.exists() or path.is_symlink():
            self._forget(self._node(path), path)
        remove()
        folder = self._folder(path.parent)
        folder.now.pop(path.name, None)
        self._pending.append(Renaming(((folder, path.name),), ()))

    def _forget(self, node: File | Folder, path: Path) -> None:
        if isinstance(node, File):
            node.last = path.read_bytes()
        else:
            self._look_through(node, path)

    # What is where.

    def _folder(self, path: Path) -> Folder:
        node = self._top if path == self.root else self._node(path)
        assert isinstance(node, Folder), path
        return node

    def _node(self, path: Path) -> File | Folder:
        folder = self._folder(path.parent)
        if path.name not in folder.now:
            self._came(folder, path)
        return folder.now[path.name]

    def _came(self, folder: Folder, path: Path) -> None:
        node: File | Folder = Folder() if path.is_dir() else File()
        folder.now[path.name] = node
        self._pending.append(Renaming((), ((folder, path.name, node),)))

    def _look_at(self, folder: Folder, path: Path) -> None:
        """Note names that came into a folder and left it without a call that is watched."""
        there = {name for name in os.listdir(path) if not name.startswith(_SQLITE)}
        for name in sorted(there - set(folder.now)):
            self._came(folder, path / name)
        for name in set(folder.now) - there:
            folder.now.pop(name)
            self._pending.append(Renaming(((folder, name),), ()))

    def _look_through(self, folder: Folder, path: Path) -> None:
        self._look_at(folder, path)
        for name, node in folder.now.items():
            if isinstance(node, Folder):
                self._look_through(node, path / name)
            else:
                node.last = (path / name).read_bytes()

    # What is left.

    def _write_out(self, folder: Folder, target: Path, source: Path) -> None:
        target.mkdir()
        for name, node in folder.flushed.items():
            if isinstance(node, Folder):
                self._write_out(node, target / name, source / name)
            else:
                (target / name).write_bytes(self._content(node))
        if (source / _SQLITE).exists():
            (target / _SQLITE).write_bytes((source / _SQLITE).read_bytes())

    def _content(self, file: File) -> bytes:
        """What may be left of a file: whole where it was flushed since, else in any of these states."""
        old, new = file.flushed or b"", file.last or b""
        if file.flushed == new:
            return new
        way = self._chance.randrange(6)
        if way == 0:
            return old
        if way == 1:
            return new
        if way == 2:
            return new[: self._chance.randint(0, len(new))]
        if way == 3:
            return bytes(len(new))
        size, length = self._chance.choice((1, 16, 512)), self._chance.choice((len(old), len(new)))
        blocks = (self._chance.choice((old, new, b""))[at : at + size] for at in range(0, length, size))
        return b"".join(block.ljust(size, b"\0") for block in blocks)[:length]


@contextmanager
def in_place(disk: SimulatedDisk) -> Iterator[None]:
    """Let the calls of this process to files below the disk's folder go by way of it."""
    calls = _Calls(disk)
    names = ("open", "fsync", "replace", "rename", "unlink", "remove", "mkdir", "rmdir")
    real = {name: getattr(os, name) for name in names}
    real_open = io.open
    for name in names:
        setattr(os, name, calls.watched(name, real[name]))
    io.open = calls.opening(real_open)
    try:
        yield
    finally:
        io.open = real_open
        for name in names:
            setattr(os, name, real[name])


class _Calls:
    """The watched forms of calls of the system."""

    def __init__(self, disk: SimulatedDisk) -> None:
        self._disk = disk

    def _below(self, path: Any, dir_fd: int | None = None) -> Path | None:
        """The path of a call where it lies below the disk's folder."""
        text = os.readlink(f"/proc/self/fd/{path}") if isinstance(path, int) else os.fspath(path)
        if dir_fd is not None:
            text = os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), text)
        inside = isinstance(text, str) and Path(text).is_relative_to(self._disk.root)
        return Path(text.removesuffix(" (deleted)")) if inside else None

    def watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """A call of os that the disk sees."""
        disk = self._disk

        def call(*given: Any, dir_fd: int | None = None, **named: Any) -> Any:
            words = named if dir_fd is None else {**named, "dir_fd": dir_fd}
            path = self._below(given[0], dir_fd)
            if path is None or _is_of_sqlite(path):
                return real(*given, **words)
            disk.before("replace" if name == "rename" else name, path)
            if name == "fsync":
                disk.flushed(path)
            elif name in ("replace", "rename"):
                return disk.moved(path, Path(given[1]), lambda: real(*given, **words))
            elif name in ("unlink", "remove", "rmdir"):
                return disk.removed(path, lambda: real(*given, **words))
            return real(*given, **words)

        return call

    def opening(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """`open` of the language; what is opened for writing can be refused to be written to."""
        disk = self._disk

        def call(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            path = None if isinstance(file, int) else self._below(file)
            if path is None or not set(mode) & set("wax+"):
                return real(file, mode, *given, **named)
            disk.before("open", path)
            handle = real(file, mode, *given, **named)
            return _Written(handle, path, disk)

        return call


class _Written:
    """A file that is being written to."""

    def __init__(self, handle: Any, path: Path, disk: SimulatedDisk) -> None:
        self._handle, self._path, self._disk = handle, path, disk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *error: object) -> None:
        self._handle.close()

    def write(self, content: Any) -> int:
        """Write, or a part of it where the disk refuses."""
        try:
            self._disk.before("write", self._path)
        except OSError:
            self._handle.write(content[: len(content) // 2])
            raise
        return int(self._handle.write(content))


def _is_of_sqlite(path: Path) -> bool:
    return path.name.startswith(_SQLITE)
