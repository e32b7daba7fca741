"""The folders a build makes beside the tables: one that is not as it was made is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byname.archive.made_folders import NOTE, check_whole, damaged_files, files_in, read_note
from byname.archive.manifest import Made
from byname.errors import BadArchive
from byname.sources.unpacking import sha256_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two files with its note."""
    for name in ("one.idx", "two.idx"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    made = Made("key", {name: sha256_of(tmp_path / name) for name in ("one.idx", "two.idx")})
    (tmp_path / NOTE).write_text(json.dumps(made.as_json()), encoding="utf-8")
    return tmp_path


def test_a_folder_that_is_as_it_was_made_is_whole(folder: Path) -> None:
    note = read_note(folder)
    assert note is not None
    assert note.key == "key"
    assert damaged_files(folder, note) == []
    check_whole(folder)


def test_what_a_reader_leaves_is_a_stranger_but_no_damage(folder: Path) -> None:
    (folder / ".reader.lock").touch()
    (folder / "stranger").touch()
    note = read_note(folder)
    assert note is not None
    assert files_in(folder) == {"one.idx", "two.idx", "stranger"}
    assert damaged_files(folder, note) == ["stranger"]
    check_whole(folder)


@pytest.mark.parametrize("damage", ["change", "remove"])
def test_a_file_that_is_not_as_it_was_made_is_refused(folder: Path, damage: str) -> None:
    if damage == "change":
        (folder / "two.idx").write_text("twa.idx", encoding="utf-8")
    else:
        (folder / "two.idx").unlink()
    with pytest.raises(BadArchive, match=r"two\.idx: this file was changed since it was built, or is missing"):
        check_whole(folder)


@pytest.mark.parametrize("text", [None, "{", "[]", '{"key": "k", "files": {"../a": "b"}}'])
def test_a_folder_whose_note_says_nothing_is_refused(folder: Path, text: str | None) -> None:
    if text is None:
        (folder / NOTE).unlink()
    else:
        (folder / NOTE).write_text(text, encoding="utf-8")
    assert read_note(folder) is None
    with pytest.raises(BadArchive, match="the note of what was built here is missing or broken"):
        check_whole(folder)
