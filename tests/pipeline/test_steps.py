from __future__ import annotations

import json
from pathlib import Path

import psutil
import pytest

from byname.archive.manifest import MANIFEST, read_manifest
from byname.pipeline.steps import Step, Workspace, key_of, return_memory


def _writes(name: str, content: str) -> Step:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")

    return Step(name.partition(".")[0], key_of(content), make)


def _run(folder: Path, *steps: Step) -> Workspace:
    workspace = Workspace(folder)
    for step in steps:
        workspace.run(step)
    return workspace


def test_a_step_is_made_once_and_kept_while_its_inputs_are_the_same(tmp_path: Path) -> None:
    step = _writes("a.txt", "one")
    assert _run(tmp_path, step).done == ["a"]
    again = _run(tmp_path, step)
    assert (again.done, again.kept) == ([], ["a"])
    assert _run(tmp_path, _writes("a.txt", "two")).done == ["a"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "two"


@pytest.mark.parametrize("damage", ["", "onE", "one "])
def test_a_damaged_file_is_made_again_though_its_inputs_are_the_same(tmp_path: Path, damage: str) -> None:
    step = _writes("a.txt", "one")
    _run(tmp_path, step)
    (tmp_path / "a.txt").write_text(damage, encoding="utf-8")
    assert _run(tmp_path, step).done == ["a"]
    (tmp_path / "a.txt").unlink()
    assert _run(tmp_path, step).done == ["a"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "one"


def test_a_file_that_a_step_no_longer_makes_is_taken_away(tmp_path: Path) -> None:
    def make_two(folder: Path) -> None:
        (folder / "x").touch()
        (folder / "y").touch()

    _run(tmp_path, Step("a", "1", make_two))
    _run(tmp_path, Step("a", "2", lambda folder: (folder / "x").touch()))
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "x"]


def test_a_step_that_fails_leaves_the_earlier_files(tmp_path: Path) -> None:
    _run(tmp_path, _writes("a.txt", "one"))

    def fail(folder: Path) -> None:
        (folder / "a.txt").write_text("half", encoding="utf-8")
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        _run(tmp_path, Step("a", "other", fail))
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "one"
    assert not list(tmp_path.glob(".coming-*"))


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", '{"a": 1}', '{"a": {"key": "k"}}', '{"a": {"key": "k", "files": {"../x": "h"}}}',
        '{"a": {"key": "k", "files": {"/x": "h"}}}', '{"a": {"key": "k", "files": {"x": 7}}}',
    ],
)  # fmt: skip
def test_a_broken_manifest_is_refused_and_everything_made_anew(tmp_path: Path, text: str) -> None:
    step = _writes("a.txt", "one")
    _run(tmp_path, step)
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 (json's own error is one)
        read_manifest(tmp_path)
    assert _run(tmp_path, step).done == ["a"]
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["a"]["files"].keys() == {"a.txt"}


def test_the_files_of_steps_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    workspace = _run(tmp_path, _writes("records/one.txt", "1"), _writes("people.txt", "2"))
    workspace.forget_others(["people"], among="records/")
    assert not (tmp_path / "records" / "one.txt").exists()
    assert (tmp_path / "people.txt").exists()
    workspace.forget_others([])
    assert workspace.all_files() == {}


def test_a_fingerprint_follows_the_content_of_the_files(tmp_path: Path) -> None:
    first = _run(tmp_path / "a", _writes("a.txt", "one")).fingerprint(["a"])
    assert _run(tmp_path / "b", _writes("a.txt", "one")).fingerprint(["a"]) == first
    assert _run(tmp_path / "c", _writes("a.txt", "two")).fingerprint(["a"]) != first
    assert key_of("ab", "c") != key_of("a", "bc")


def test_a_file_that_another_step_has_taken_over_stays_when_its_first_step_is_gone(tmp_path: Path) -> None:
    _run(tmp_path, Step("early", "1", _writes("a.txt", "old").make))
    workspace = _run(tmp_path, Step("late", "2", _writes("a.txt", "new").make))
    workspace.forget_others(["late"])
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"
    assert set(read_manifest(tmp_path)) == {"late"}


def test_a_step_made_anew_leaves_a_file_that_another_has_taken_over(tmp_path: Path) -> None:
    _run(tmp_path, Step("early", "1", _writes("a.txt", "old").make))
    workspace = _run(
        tmp_path, Step("late", "2", _writes("a.txt", "new").make), Step("early", "3", _writes("b.txt", "").make)
    )
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"
    assert workspace.damaged("late") == []


def test_memory_that_a_step_is_done_with_goes_back_to_the_system() -> None:
    def held() -> float:
        return psutil.Process().memory_info().rss / 2**20

    small = [bytes(1000) for _ in range(200_000)]
    last = small[-1]  # keeps the top of the heap in use, so that nothing below is given back by itself
    full = held()
    del small
    return_memory()
    assert held() < full - 100
    assert len(last) == 1000


def test_tables_that_are_only_read_keep_what_an_interrupted_build_left(tmp_path: Path) -> None:
    _run(tmp_path, _writes("a.txt", "one"))
    coming = tmp_path / ".coming-1-a"
    coming.mkdir()
    assert list(Workspace.as_it_lies(tmp_path).all_files()) == ["a.txt"]
    assert coming.is_dir()
