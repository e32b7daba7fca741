"""What every command shares: its folder, the options that many take, and how what goes wrong is told.

Takes the name of a command and whether it speaks to a program; gives where it writes, and ends the process with 1 where
the input or the archive is at fault.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from byname.cli.limited_memory import memory_is_full
from byname.cli.output import Output
from byname.errors import BadArchive, BynameError

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the archive.")]

Unprotected = Annotated[
    bool, typer.Option("--unprotected", help="Show people who may be living too; for whoever keeps the archive.")
]

EveryAnswer = Annotated[
    bool, typer.Option("--all", help="Print every analysis with its table and warnings, and what is not answered.")
]

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object to standard output.")]


@contextmanager
def command(name: str, as_json: bool) -> Iterator[Output]:
    """Where a command writes; an error is told in words and ends the process (1; 130 where somebody stopped it)."""
    output = Output(name, as_json=as_json)
    try:
        with _in_words():
            yield output
    except BynameError as error:
        output.fail(error)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        output.say("Stopped. What was finished is kept; run the same command again to go on.")
        raise typer.Exit(130) from error


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what the machine refuses, and what a damaged table does to the library that reads it, into one error."""
    try:
        yield
    except BynameError:
        raise
    except MemoryError as error:
        raise memory_is_full() from error
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise memory_is_full() from error
        where = str(error.filename or "")
        raise BadArchive(
            error.strerror or str(error), where=where, fix="see that it can be read and written"
        ) from error
    except BaseException as error:  # a library written in Rust raises what is no Exception
        if not type(error).__module__.startswith(("polars", "pyo3", "pyarrow")):
            raise
        first = str(error).strip().partition("\n")[0]
        raise BadArchive(f"a derived table cannot be read ({first})", fix="run `byname build`") from error
