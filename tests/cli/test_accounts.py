from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.commands import BYNAME, data_of, run

from byname.archive.archive import Archive


def _with_password(password: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BYNAME, "account", *map(str, words)], input=password, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Archive.create(tmp_path / "archive", "Tests").folder


def test_an_account_is_added_with_a_password_from_standard_input_listed_reset_and_removed(folder: Path) -> None:
    assert run("account", "list", folder).stdout == "There is no account.\n"
    added = _with_password("seven grey geese\n", "add", "anna", folder, "--role", "keeper", "--shown", "Anna P.")
    assert added.returncode == 0, added.stderr
    assert "anna (Anna P.) may sign in as keeper" in added.stdout
    assert "geese" not in added.stdout + added.stderr
    found = data_of("account", "list", folder)["accounts"]
    assert [(one["name"], one["role"], one["codes"]) for one in found] == [("anna", "keeper", False)]
    assert "password" not in found[0]
    assert _with_password("short\n", "reset", "anna", folder).returncode == 1
    assert run("account", "remove", "anna", folder).returncode == 0
    done = run("account", "remove", "anna", folder)
    assert (done.returncode, "no such account" in done.stderr) == (1, True)


def test_codes_are_enrolled_in_a_terminal_alone(folder: Path) -> None:
    assert _with_password("seven grey geese", "add", "anna", folder, "--role", "keeper").returncode == 0
    done = run("account", "codes", "anna", folder)
    assert (done.returncode, "in a terminal" in done.stderr) == (1, True)


def test_a_provider_is_named_and_taken_away_again(folder: Path) -> None:
    named = (
        "provider",
        folder,
        "--issuer",
        "https://id.example.org",
        "--client",
        "archive",
        "--label",
        "Our university",
    )
    done = _with_password("a shared secret\n", *named)
    assert (done.returncode, "Our university" in done.stdout, "secret" in done.stdout) == (0, True, False)
    assert run("account", "provider", folder).stdout == "There is no provider.\n"
