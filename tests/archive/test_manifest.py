"""The manifest of the derived tables: a file that is not the one a build made is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byname.archive.manifest import MANIFEST, Made, check_unchanged, read_manifest
from byname.errors import BadArchive
from byname.sources.unpacking import sha256_of


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with its manifest."""
    path = tmp_path / "records" / "one.parquet"
    path.parent.mkdir()
    path.write_bytes(b"a table")
    manifest = {"records/one": Made("key", {"records/one.parquet": sha256_of(path)}).as_json("records/one")}
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return path


def test_a_file_that_was_changed_is_refused_until_it_is_as_it_was(tmp_path: Path, table: Path) -> None:
    check_unchanged(tmp_path, table)
    table.write_bytes(b"a tabld")
    for _ in range(2):
        with pytest.raises(BadArchive, match=r"one\.parquet: this file was changed since it was built"):
            check_unchanged(tmp_path, table)
    table.write_bytes(b"a table")
    check_unchanged(tmp_path, table)


def test_a_file_of_which_nothing_is_known_is_not_refused(tmp_path: Path, table: Path) -> None:
    table.write_bytes(b"another")
    (tmp_path / "new.parquet").write_bytes(b"new")
    check_unchanged(tmp_path, tmp_path / "new.parquet")
    check_unchanged(tmp_path, tmp_path / "gone.parquet")
    (tmp_path / MANIFEST).write_text("{}", encoding="utf-8")
    check_unchanged(tmp_path, table)


def test_every_bit_of_a_manifest_counts(tmp_path: Path, table: Path) -> None:
    kept = (tmp_path / MANIFEST).read_bytes()
    said, tried = read_manifest(tmp_path), 0
    for place in range(len(kept) * 8):
        damaged = bytearray(kept)
        damaged[place // 8] ^= 1 << place % 8
        (tmp_path / MANIFEST).write_bytes(bytes(damaged))
        try:
            assert read_manifest(tmp_path) == said, place  # a space became another
        except ValueError:
            tried += 1
    assert tried > len(kept) * 7


@pytest.mark.parametrize(
    ("text", "what"), [(None, "missing"), ("{", "broken"), ("[]", "broken"), ('{"a": 1}', "broken")]
)
def test_a_manifest_by_which_nothing_can_be_checked_is_refused(
    tmp_path: Path, table: Path, text: str | None, what: str
) -> None:
    if text is None:
        (tmp_path / MANIFEST).unlink()
    else:
        (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(BadArchive, match=rf"build\.json: the list of what was built is {what}.*`byname build`"):
        check_unchanged(tmp_path, table)


def test_a_file_that_a_build_replaces_is_not_refused(tmp_path: Path, table: Path) -> None:
    """A step that is made anew is taken out of the manifest first."""
    manifest = tmp_path / MANIFEST
    manifest.write_text("{}", encoding="utf-8")
    table.write_bytes(b"a table made anew")
    check_unchanged(tmp_path, table)
    made = Made("key", {"records/one.parquet": sha256_of(table)})
    manifest.write_text(json.dumps({"records/one": made.as_json("records/one")}), encoding="utf-8")
    check_unchanged(tmp_path, table)
