"""Runs commands for tests: in this process, or as a user does in one of its own."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from byname.cli.app import app

BYNAME = [sys.executable, "-m", "byname"]


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str | Path) -> Done:
    """Run a command in this process; an exception that is no clean exit is raised."""
    result = CliRunner().invoke(app, list(map(str, words)))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def run_apart(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a user would, in a process of its own."""
    return subprocess.run(
        [*BYNAME, *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=240, check=False
    )


def run_in_terminal(answers: str, *words: str | Path) -> Done:
    """Run a command as a user would, in a terminal of its own, in which these answers are typed; what the terminal
    shows is in `stdout`."""
    controller, terminal = pty.openpty()
    command = [*BYNAME, *map(str, words)]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True) as process:
        os.close(terminal)
        os.write(controller, answers.encode())
        said = b""
        with suppress(OSError):  # the other end of the terminal is closed
            while part := os.read(controller, 4096):
                said += part
        code = process.wait(timeout=60)
    os.close(controller)
    return Done(code, said.decode("utf-8"), "")


def data_of(*words: str | Path) -> dict[str, Any]:
    """The one JSON object that a command prints with --json."""
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data
