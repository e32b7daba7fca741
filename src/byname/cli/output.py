"""What a command says: a text for people, or one JSON object for machines; progress and errors go to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from byname.errors import BynameError


class Output:
    """Where one command writes."""

    def __init__(self, command: str, *, as_json: bool) -> None:
        self.command = command
        self.as_json = as_json
        self._error = Console(stderr=True, highlight=False, soft_wrap=True)
        self._out = Console(highlight=False, soft_wrap=True, markup=False)

    def result(self, data: Mapping[str, Any], text: str) -> None:
        """The result of the command, once."""
        if self.as_json:
            sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")
        else:
            self._out.print(text)

    @property
    def is_interactive(self) -> bool:
        """Whether somebody can answer."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    def show(self, text: str) -> None:
        """A part of a conversation in the terminal."""
        self._out.print(text)

    def ask(self, prompt: str) -> str:
        """An answer typed in the terminal; "q" where the input ends."""
        try:
            return self._out.input(prompt, markup=False).strip()
        except EOFError:
            return "q"

    def say(self, text: str) -> None:
        """A word on the way, for people."""
        self._error.print(text, markup=False)

    def fail(self, error: BynameError) -> None:
        """What was wrong, where, and what to do about it."""
        if self.as_json:
            data = {"error": {"kind": type(error).__name__, "what": error.what, "where": error.where, "fix": error.fix}}
            sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        self._error.print(f"byname {self.command}: {error}", markup=False)

    @contextmanager
    def progress(self) -> Iterator[Reporter]:
        """A progress bar on standard error while something long runs."""
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._error, transient=True, disable=not self._error.is_terminal) as bar:
            yield Reporter(bar)


class Reporter:
    """Hears the step and the share done, and moves the bar."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=1.0)

    def __call__(self, step: str, share: float) -> None:
        """Show the step and the share done (0 to 1)."""
        self._bar.update(self._task, description=f"{step:<32}", completed=share)

    def count(self, file: str, entries: int) -> None:
        """Entries read so far of a file whose length is not known."""
        self._bar.update(self._task, description=f"{file}: {entries:,} entries".ljust(48))
