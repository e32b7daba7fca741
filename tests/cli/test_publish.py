from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import run
from tests.served import small_archive


def test_a_wrong_language_address_or_folder_is_one_clear_error(demo: Path, tmp_path: Path) -> None:
    for arguments, words in (
        ((tmp_path / "out", "--language", "tlh"), "does not speak"),
        ((tmp_path / "out", "--address", "example.org"), "https://"),
        ((demo / "copy",), "in the archive itself"),
    ):
        done = run("publish", demo, *arguments)
        assert done.returncode == 1
        assert words in done.stderr
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("language", ["es"])
def test_publishing_says_what_was_made_and_where_it_begins(tmp_path: Path, language: str) -> None:
    archive = small_archive(tmp_path)
    done = run("publish", archive.folder, tmp_path / "copy", "--language", language, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["people"], said["kept"]) == (5, 0)
    assert Path(said["start"]).read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="es"')
