"""Worker processes of a build: started when first needed, deaf to Ctrl-C, and gone when the build is gone."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


def most_processes() -> int:
    """How many processes work side by side unless it is said."""
    return min(os.cpu_count() or 1, 8)


class Workers(Executor):
    """A pool of processes that start with the first piece of work.

    Ctrl-C is for the parent alone: it is held back while processes start, and what starts then never hears it.
    """

    def __init__(self, processes: int) -> None:
        begun = (os.getpid(),)
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=end_with, initargs=begun)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Hand a piece of work to the pool."""
        with _ctrl_c_held_back():
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; systems without signal masks deliver it as they do."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with(parent: int) -> None:
    """End this process when its parent has ended in whatever way."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def beside(work: Callable[[], object], processes: int) -> Iterator[None]:
    """Do some work in a process of its own while the block runs; it has been done when the block ends.

    With one process it is done after the block, as it is where its process failed, so that its error is heard. Where
    the block fails, the work is broken off; it must leave nothing behind then but what the next build takes away.
    """
    if processes < 2:
        yield
        work()
        return
    with _ctrl_c_held_back():
        other = get_context("spawn").Process(target=_with_parent, args=(os.getpid(), work), daemon=True)
        other.start()
    try:
        yield
    except BaseException:
        other.terminate()
        raise
    finally:
        other.join()
    if other.exitcode != 0:
        work()


def _with_parent(parent: int, work: Callable[[], object]) -> None:
    end_with(parent)
    work()


@contextmanager
def workers(processes: int) -> Iterator[Executor | None]:
    """A pool for the time of a build; None where one process is all there is to be."""
    if processes < 2:
        yield None
        return
    pool = Workers(processes)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
