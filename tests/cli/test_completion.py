from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.commands import BYNAME

from byname.cli import completion


def completed(words: str, shell: str = "bash") -> list[str]:
    """What the shell is given for the last word of a line, as its script asks."""
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1), "_TYPER_COMPLETE_ARGS": words}
    environment = os.environ | asked | {"_BYNAME_COMPLETE": f"complete_{shell}"}
    done = subprocess.run(BYNAME, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.stderr == ""
    return done.stdout.split()


def test_commands_options_and_words_of_an_archive_are_completed(demo: Path) -> None:
    assert completed("byname ser") == ["serve"]
    assert completed("byname build --qu") == ["--quick"]
    assert completed(f"byname trace {demo} people-exec") == ["people-executed"]
    assert completed(f"byname withdraw {demo} tri") == ["trials"]


def test_the_script_of_a_shell_is_shown() -> None:
    environment = os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(
        [*BYNAME, "--show-completion", "bash"], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert "_BYNAME_COMPLETE=complete_bash" in done.stdout


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (completion.collections("great"), "great-terror"), (completion.office_codes("mar"), "marshal"),
        (completion.export_formats("ged"), "gedcom7"), (completion.export_tables("pe"), "people"),
        (completion.setting_keys("lang"), "language="),
    ],
)  # fmt: skip
def test_words_that_no_archive_is_needed_for_are_completed(found: list[str], word: str) -> None:
    assert word in found


def test_what_is_no_archive_completes_nothing(tmp_path: Path) -> None:
    assert completed(f"byname trace {tmp_path} people") == []
