"""A limit on the time that the reading of one entry may take, so that no pattern of a mapping or grammar hangs a build.

One timer runs for all the entries of a batch and ticks ten times a second of computing; the entry in hand is told from
the last by its number, so that an entry costs no system call. Only the main thread of a process on POSIX can be
interrupted: elsewhere there is no limit.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

FEWEST_SECONDS = 0.1
_OVERDUE = "reading it took more than"
_TICK = 0.1  # seconds of computing of this process; waiting does not count


class OutOfTime(Exception):
    """The reading of one entry took longer than it may; `pattern` is the one that was at work, where that is known."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.pattern: str | None = None

    def __str__(self) -> str:
        plain = f"{_OVERDUE} {self.seconds:.1g} seconds"
        return f"{plain}: {self.pattern}" if self.pattern else plain


class EntryTimer:
    """Ends the work on an entry that takes too long by raising OutOfTime in it.

    Use it in a `with` block around many entries, and call `begin` and `end` around each. Every entry that ran out of
    time halves what the next ones of the block are given, so that a list of nothing else ends as well; the next block
    begins with the whole time, so that what is said of its entries does not depend on which process read others before.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = self._whole = seconds
        self._begun = 0
        self._busy = False
        self._seen = -1
        self._spent = 0.0

    def begin(self) -> None:
        """The work on the next entry begins."""
        self._begun += 1
        self._busy = True

    def end(self) -> None:
        """The work on the entry has ended."""
        self._busy = False

    def tick(self) -> None:
        """Count the time of the entry in hand; raises OutOfTime where it has had its share."""
        if not self._busy:
            return
        if self._seen != self._begun:
            self._seen, self._spent = self._begun, 0.0
            return
        self._spent += _TICK
        if self._spent >= self.seconds:
            self._busy = False
            error = OutOfTime(self.seconds)
            self.seconds = max(self.seconds / 2, FEWEST_SECONDS)
            raise error

    def __enter__(self) -> EntryTimer:
        self.seconds = self._whole
        if can_interrupt():
            _timers.append(self)
            _run()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the clock, unless another timer still needs it."""
        self._busy = False
        if self in _timers:
            _timers.remove(self)
            _run()


def is_overdue(problem: str) -> bool:
    """Whether a problem of an entry says that its reading ran out of time."""
    return problem.startswith(_OVERDUE)


_timers: list[EntryTimer] = []  # those in use in this process, the outermost first
_before: list[object] = []  # what the signal did before the first of them


def can_interrupt() -> bool:
    """Whether the work on an entry can be interrupted here: in the main thread, on POSIX."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _run() -> None:
    """Start the clock for the first timer, stop it behind the last.

    What the signal did before is put back, but for the default: that ends the process, and a last tick may still be on
    its way to one of its threads.
    """
    if _timers and not _before:
        _before.append(signal.signal(signal.SIGVTALRM, _tick))
        signal.setitimer(signal.ITIMER_VIRTUAL, _TICK, _TICK)
    elif not _timers and _before:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        before = _before.pop()
        if callable(before):
            signal.signal(signal.SIGVTALRM, before)


def _tick(number: int, frame: FrameType | None) -> None:
    for timer in _timers:
        timer.tick()
