"""Objects of OCFL: ours are valid for ocfl-py, too; the fixtures of the specification are told apart."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.exports.conftest import Validators

from byname.errors import BadArchive
from byname.exports.release.ocfl import VersionNote, add_version, faults_of

NOTE = VersionNote("2026-01-01T00:00:00Z", "a test", "Byname", "urn:byname:release")


def _files(folder: Path, contents: dict[str, str]) -> dict[str, Path]:
    found = {}
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        found[name] = path
    return found


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An object of two versions: a file stays, one changes, one comes, one goes."""
    root = tmp_path / "object"
    first = _files(tmp_path / "first", {"a.txt": "stays", "b/c.txt": "changes", "d.txt": "goes"})
    second = _files(tmp_path / "second", {"a.txt": "stays", "b/c.txt": "changed", "e.txt": "comes"})
    assert add_version(root, "urn:test", first, NOTE) == "v1"
    assert add_version(root, "urn:test", second, NOTE) == "v2"
    return root


def test_versions_are_valid_and_hold_each_content_once(made: Path) -> None:
    assert faults_of(made) == []
    inventory = json.loads((made / "inventory.json").read_bytes())
    assert (inventory["head"], len(inventory["manifest"])) == ("v2", 5)
    kept = sorted(path.relative_to(made).as_posix() for path in made.glob("v*/content/**/*.txt"))
    assert kept == [
        "v1/content/a.txt", "v1/content/b/c.txt", "v1/content/d.txt", "v2/content/b/c.txt", "v2/content/e.txt",
    ]  # fmt: skip


def test_ocfl_py_finds_the_object_valid(made: Path, validators: Validators) -> None:
    assert "is VALID" in validators.run(made, program="ocfl-validate.py")


def test_every_changed_file_of_an_object_is_found(made: Path) -> None:
    tried = 0
    for path in [one for one in sorted(made.rglob("*")) if one.is_file()]:
        sound = path.read_bytes()
        for damaged in (sound[:-2], sound + b"x", bytes([sound[0] ^ 1]) + sound[1:], None):
            if damaged is None:
                path.unlink()
            else:
                path.write_bytes(damaged)
            optional = damaged is None and path.parent != made and path.name == "inventory.json"
            assert faults_of(made) or optional, (path, damaged)
            tried += 1
        path.write_bytes(sound)
    assert tried >= 40
    assert faults_of(made) == []


def test_a_stranger_in_an_object_is_found(made: Path) -> None:
    for place, code in {
        "x": "E001",
        "v1/x": "E015",
        "v2/content/x": "E023",
        "extensions/x": "E067",
        "v9/x": "E046",
    }.items():
        (made / place).parent.mkdir(exist_ok=True)
        (made / place).write_text("x")
        assert [one[:4] for one in faults_of(made)] == [code], place
        (made / place).unlink()
        if (made / place).parent.name in ("extensions", "v9"):
            (made / place).parent.rmdir()


def test_a_damaged_or_another_object_gets_no_further_version(made: Path, tmp_path: Path) -> None:
    files = _files(tmp_path / "third", {"a.txt": "other"})
    with pytest.raises(BadArchive, match="this is the object 'urn:test'"):
        add_version(made, "urn:another", files, NOTE)
    (made / "v1" / "content" / "a.txt").write_text("something")
    with pytest.raises(BadArchive, match="damaged: E092"):
        add_version(made, "urn:test", files, NOTE)


def test_a_version_that_was_interrupted_does_not_count_and_is_made_anew(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "v2", made / "v3")
    assert [one[:4] for one in faults_of(made)][:1] == ["E046"]
    shutil.rmtree(made / "v3")
    assert add_version(made, "urn:test", _files(tmp_path / "third", {"a.txt": "other"}), NOTE) == "v3"
    assert faults_of(made) == []


def test_what_is_no_object_is_told(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "nowhere") == ["E003: there is no object"]
    (tmp_path / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")
    for text, code in {"no json": "E033", "[]": "E034", '{"a":1,"a":2}': "E034", "{}": "E036"}.items():
        (tmp_path / "inventory.json").write_text(text)
        assert faults_of(tmp_path)[0].startswith(code), text
