from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import data_of, run, run_apart


def test_wrong_use_exits_with_2(tmp_path: Path) -> None:
    for words in (
        ["nonsense"],
        ["add"],
        ["build", str(tmp_path), "--engine", "steam"],
        ["export", str(tmp_path), "--what", "all"],
    ):
        assert run(*words).returncode == 2


def test_a_command_runs_in_a_process_of_its_own_and_prints_one_object(demo: Path) -> None:
    completed = run_apart("show", demo, "trials:54", "--json")
    assert completed.returncode == 0, completed.stderr
    assert json.loads(completed.stdout) == data_of("show", demo, "trials:54")
    assert run_apart("nonsense").returncode == 2


@pytest.mark.parametrize("command", [["build"], ["search", "x"], ["show", "x"], ["trace", "x"], ["verify"], ["export"]])
def test_folder_that_is_no_archive_is_one_clear_error(tmp_path: Path, command: list[str]) -> None:
    completed = run(command[0], tmp_path, *command[1:])
    assert completed.returncode == 1
    assert completed.stderr.count("\n") == 1
    assert "this is not an archive; start one with `byname init`" in completed.stderr
