"""Columns that stand elsewhere than the mapping says."""

from __future__ import annotations

from pathlib import Path

from byname.sources.formats import FileFormat
from byname.sources.limits import DEFAULT_LIMITS
from byname.sources.lost_columns import found_elsewhere
from byname.sources.mapping_reading import parse_mapping

HEAD = "{source: L, title: T, citation: C, licence: MIT, language: es, universe: U, person_twice: false, fields: {"
TABLE = FileFormat("table", "")


def told(path: Path, fields: str) -> str | None:
    return found_elsewhere(path, TABLE, parse_mapping(f"{HEAD}{fields}}}}}", "m.yaml"), DEFAULT_LIMITS)


def test_row_with_all_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("A title;\nname;born\nAna Sosa;1950\n", encoding="utf-8")
    assert told(path, "name: name, birth_date: born") == ("they stand in row 1: write `header_row: 1` into the mapping")
    assert told(path, "name: name, birth_date: died") is None


def test_file_that_is_gone_has_none(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("", encoding="utf-8")
    assert told(tmp_path / "list.csv", "name: name") is None
