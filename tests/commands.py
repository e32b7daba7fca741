"""Runs commands for tests: in this process, or as a user does in one of its own."""

from __future__ import annotations

import json
import subprocess
import sys
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


def data_of(*words: str | Path) -> dict[str, Any]:
    """The one JSON object that a command prints with --json."""
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data
