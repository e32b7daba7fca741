from __future__ import annotations

from pathlib import Path

import pytest

from byname.access.build_state import build_state
from byname.archive.archive import Archive
from byname.errors import BadArchive


def test_the_state_changes_with_the_tables_and_with_the_rule_of_protection(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    first = build_state(archive)
    assert build_state(Archive.open(own_demo)) == first
    settings = own_demo / "byname.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("protect_born_from = ", "protect_born_from = 1"), encoding="utf-8")
    manifest = own_demo / "tables" / "build.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert build_state(archive) != first


def test_an_archive_that_is_not_built_has_no_state(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="is not built"):
        build_state(Archive.create(tmp_path / "archive", "Tests"))
