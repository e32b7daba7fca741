"""What a command says: a text for people, or one JSON object for machines; progress and errors go to standard error."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from byname.errors import BynameError, CannotWrite

# Control characters but line ends and tabs, those of the second control set, and the marks that turn the direction of
# text: a terminal would obey them, and a reader would see another text than stands there.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_MEASURED = 0.1  # seconds, after which a rate says something


def printable(text: str) -> str:
    r"""The text with what a terminal would obey written out.

    >>> printable("\x1b[2Jname\u202e")
    '\\x1b[2Jname\\u202e'
    """
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def json_text(data: Mapping[str, Any]) -> str:
    """One JSON object on one line; what a terminal would obey is escaped as JSON escapes it."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def forget_standard_output() -> None:
    """Send what is still to be written nowhere, so that the end of the process does not fail over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_standard_streams() -> None:
    """Stand in for streams that the process was started without (`>&-`), so that no file of an archive takes the number
    of one; what is written to standard output then fails, as on a full disk."""
    for name, access, mode in (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, access)
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8", closefd=False))


def cannot_write(error: OSError) -> CannotWrite:
    """The error for a standard output that takes nothing."""
    fix = "free some space, or send it elsewhere; what the command did is done"
    return CannotWrite(f"the result cannot be written: {error.strerror or error}", where="standard output", fix=fix)


class Output:
    """Where one command writes."""

    def __init__(self, command: str, *, as_json: bool) -> None:
        self.command = command
        self.as_json = as_json
        self._error = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)
        self._out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)

    def result(self, data: Mapping[str, Any], text: str) -> None:
        """The result of the command, once."""
        if self.as_json:
            self._write(json_text(data))
        else:
            self._write(printable(text))

    @property
    def is_interactive(self) -> bool:
        """Whether somebody can answer."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def show(self, text: str) -> None:
        """A part of a conversation in the terminal."""
        self._out.print(printable(text))

    def ask(self, prompt: str) -> str:
        """An answer typed in the terminal; "q" where the input ends."""
        try:
            return self._out.input(printable(prompt), markup=False, emoji=False).strip()
        except EOFError:
            return "q"

    def say(self, text: str) -> None:
        """A word on the way, for people."""
        self._error.print(printable(text))

    def fail(self, error: BynameError) -> None:
        """What was wrong, where, what to do about it, and the code that has a page of its own."""
        if self.as_json:
            data = {
                "error": {
                    "kind": type(error).__name__,
                    "code": error.code,
                    "what": error.what,
                    "where": error.where,
                    "fix": error.fix,
                }
            }
            with suppress(CannotWrite):  # it is told below
                self._write(json_text(data))
        with suppress(OSError):  # nobody can be told
            self._error.print(printable(f"byname {self.command}: {error} [{error.code}]").replace("\n", " "))

    def _write(self, text: str) -> None:
        """Write to standard output to the end; raises CannotWrite where nobody can read it (a full disk)."""
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except BrokenPipeError:  # the reader has seen enough (`| head`)
            forget_standard_output()
        except OSError as error:
            forget_standard_output()
            raise cannot_write(error) from error

    @contextmanager
    def progress(self) -> Iterator[Reporter]:
        """A progress bar on standard error while something long runs."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self._error, transient=True, disable=not self._error.is_terminal) as bar:
            yield Reporter(bar)


class Reporter:
    """Hears the step and the share done, and moves the bar."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=1.0)
        self._file, self._began, self._first = "", 0.0, 0

    def __call__(self, step: str, share: float) -> None:
        """Show the step and the share done (0 to 1)."""
        self._bar.update(self._task, description=f"{step:<32}", completed=share)

    def count(self, file: str, entries: int) -> None:
        """Entries read so far of a file whose length is not known, and how many a second."""
        if file != self._file:
            self._file, self._began, self._first = file, monotonic(), entries
        passed = monotonic() - self._began
        rate = f", {(entries - self._first) / passed:,.0f} a second" if passed > _MEASURED else ""
        self._bar.update(self._task, description=f"{file}: {entries:,} entries{rate}".ljust(48))
