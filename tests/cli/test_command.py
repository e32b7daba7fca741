from __future__ import annotations

import errno
import json

import polars as pl
import pytest
import typer

from byname.cli.command import command
from byname.errors import BadArchive


def ended(error: BaseException, capsys: pytest.CaptureFixture[str], *, as_json: bool = False) -> tuple[int, str, str]:
    """With what a command ends in which this is raised, and what it says."""
    with pytest.raises(typer.Exit) as caught, command("build", as_json):
        raise error
    said = capsys.readouterr()
    return caught.value.exit_code, said.out, said.err


def test_an_error_is_told_with_its_code_and_as_json_where_a_program_asks(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ended(BadArchive("not built", where="a", fix="build it"), capsys)
    assert (code, out) == (1, "")
    assert err == f"byname build: a: not built; build it [{BadArchive.code}]\n"
    _, out, _ = ended(BadArchive("not built", where="a", fix="build it"), capsys, as_json=True)
    assert json.loads(out)["error"]["what"] == "not built"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a/tables"), "a/tables: No space left on device"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "memory"),
        (MemoryError(), "memory"),
        (pl.exceptions.ComputeError("parquet: File out of specification"), "run `byname build`"),
    ],
)
def test_what_the_machine_refuses_is_one_error(
    error: BaseException, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = ended(error, capsys)
    assert code == 1
    assert says in err
    assert err.count("\n") == 1


def test_whoever_stops_a_command_is_told_that_it_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = ended(KeyboardInterrupt(), capsys)
    assert code == 130
    assert "run the same command again" in err


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), command("build", as_json=False):
        raise ZeroDivisionError
