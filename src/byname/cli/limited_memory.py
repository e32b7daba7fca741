"""Explains a command that ends because its memory is limited (`ulimit -v`, `prlimit`, a container).

Takes what a command runs; where a limit is set, runs it in a child process and tells in one sentence when the system or
a library has ended that. Where the memory of the machine is the only limit, nothing stands between.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from byname.errors import BynameError

_CONTAINERS = Path("/sys/fs/cgroup")
_FOR_WANT_OF_MEMORY = ("SIGABRT", "SIGKILL", "SIGSEGV", "SIGBUS", "SIGILL", "SIGTRAP")
_OF_ADDRESSES = (
    "lift the limit on addresses (`ulimit -v`): the charts of a report alone reserve 71 GB of them and use next to "
    "nothing; a limit on the memory itself, by a container, may be far lower"
)
_FULL = 112  # the exit code by which the child tells that it found no memory
_OF_MEMORY = "allow the container more"


# How long the memory that polars is done with stays with the process, in the terms of jemalloc, its allocator.
_GIVEN_BACK = ("_RJEM_MALLOC_CONF", "dirty_decay_ms:500,muzzy_decay_ms:0")


def give_memory_back() -> None:
    """Have this process and those it starts give memory back half a second after they are done with it, not ten.

    To be called before polars is loaded; whoever has set the variable keeps what is set.
    """
    os.environ.setdefault(*_GIVEN_BACK)


@dataclass(frozen=True, slots=True)
class MemoryLimit:
    """The bytes that this process may take, and what to do where they are too few."""

    bytes: int
    fix: str


def run_explained(run: Callable[[], object], tell: Callable[[BynameError], None]) -> None:
    """Run a command; where its memory is limited and it is ended for want of it, `tell` why and exit with 1."""
    limit = memory_limit()
    if limit is None or not hasattr(os, "fork"):
        run()
        return
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child:
        sys.exit(_exit_code(child, limit, tell))
    try:
        from byname.pipeline.workers import end_with

        end_with(parent)
        run()
    except (ImportError, MemoryError, SystemError):  # a library that finds no room for itself cannot be loaded
        os._exit(_FULL)  # the parent has the room to tell it


def memory_limit() -> MemoryLimit | None:
    """What this process may take, where that is less than the machine has."""
    try:
        import resource

        addresses = resource.getrlimit(resource.RLIMIT_AS)[0]
        machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ImportError, AttributeError, OSError, ValueError):  # no POSIX
        return None
    limits = [MemoryLimit(addresses, _OF_ADDRESSES), *(MemoryLimit(size, _OF_MEMORY) for size in _of_containers())]
    return min((limit for limit in limits if 0 <= limit.bytes < machine), key=lambda limit: limit.bytes, default=None)


def _of_containers() -> Iterator[int]:
    """The limits of the control groups that this process is in, of either version."""
    for line in _text_of(Path("/proc/self/cgroup")).splitlines():
        _, kinds, path = line.split(":", 2)
        if kinds and "memory" not in kinds.split(","):
            continue
        root, name = (_CONTAINERS / "memory", "memory.limit_in_bytes") if kinds else (_CONTAINERS, "memory.max")
        own = root / path.strip("/")
        for folder in (own, *own.parents):
            if folder.is_relative_to(root) and (text := _text_of(folder / name)).isdigit():
                yield int(text)


def memory_is_full() -> BynameError:
    """The error for a command to which no more memory was given."""
    limit = memory_limit()
    if limit is None:
        fix = "close other programs, or use a larger machine; what was finished is kept"
        return BynameError("the memory of this machine is full", fix=fix)
    return BynameError(
        f"the {limit.bytes / 1e9:.1f} GB of memory that this process may take are full",
        fix=f"{limit.fix}; what was finished is kept",
    )


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _exit_code(child: int, limit: MemoryLimit, tell: Callable[[BynameError], None]) -> int:
    """Wait for the child; Ctrl-C reaches it by itself, and what is meant to end this process ends the child."""

    def forward(number: int, frame: FrameType | None) -> None:
        os.kill(child, number)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == _FULL:
        tell(memory_is_full())
        return 1
    if code >= 0:
        return code
    name = signal.Signals(-code).name
    if name in _FOR_WANT_OF_MEMORY:
        tell(_out_of_memory(limit, name))
        return 1
    return 128 - code


def _out_of_memory(limit: MemoryLimit, name: str) -> BynameError:
    return BynameError(
        f"the process was ended ({name}), most likely because it may take {limit.bytes / 1e9:.1f} GB of memory only",
        fix=f"{limit.fix}; what was finished is kept",
    )
