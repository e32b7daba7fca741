from __future__ import annotations

from pathlib import Path

import pytest

from byname.access.desk.processes import answer_of, begin
from byname.errors import BadSource


def test_a_command_answers_as_data_or_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="this is not an archive"):
        answer_of(["words", tmp_path], 60)


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="more than 0 seconds"):
        answer_of(["words", tmp_path], 0.01)


def test_a_command_goes_on_by_itself_and_its_words_are_kept(tmp_path: Path) -> None:
    process = begin(["--version"], tmp_path / "log")
    assert process.wait(60) == 0
    assert (tmp_path / "log").read_text(encoding="utf-8").strip()
