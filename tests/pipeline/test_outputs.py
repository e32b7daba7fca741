from __future__ import annotations

from pathlib import Path

import pytest

from byname.archive.made_folders import NOTE, damaged_files, read_note
from byname.pipeline.outputs import is_made, make_output


def _make(*names: str):  # type: ignore[no-untyped-def]
    def make(folder: Path) -> None:
        for name in names:
            (folder / name).write_text(name, encoding="utf-8")

    return make


def test_a_folder_is_made_of_one_key_and_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    assert not is_made(folder, "k")
    make_output(folder, "k", _make("index.html"))
    assert is_made(folder, "k")
    assert not is_made(folder, "l")
    make_output(folder, "l", _make("other.html"))
    assert sorted(path.name for path in folder.iterdir()) == [NOTE, "other.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("damage", ["change", "remove", "add", "note"])
def test_a_damaged_folder_counts_as_not_made(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "report"
    make_output(folder, "k", _make("index.html", "trace.html"))
    note = read_note(folder)
    assert note is not None
    if damage == "change":
        (folder / "index.html").write_text("other", encoding="utf-8")
    elif damage == "remove":
        (folder / "trace.html").unlink()
    elif damage == "add":
        (folder / "stranger.html").touch()
    else:
        (folder / NOTE).write_text("{", encoding="utf-8")
    assert damage == "note" or damaged_files(folder, note)
    assert not is_made(folder, "k")
    make_output(folder, "k", _make("index.html", "trace.html"))
    assert is_made(folder, "k")


def test_making_that_fails_leaves_the_earlier_folder(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    make_output(folder, "k", _make("index.html"))

    def fail(coming: Path) -> None:
        (coming / "half.html").touch()
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        make_output(folder, "l", fail)
    assert (folder / "index.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
