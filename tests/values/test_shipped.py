from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from byname.values.shipped import (
    collection_files,
    collection_folder,
    csv_rows,
    parse_yaml,
    shipped,
    shipped_rows,
    shipped_yaml,
)


def test_each_room_keeps_its_own_data() -> None:
    assert shipped("people", "linkage.yaml").is_file()
    assert not shipped("values", "linkage.yaml").exists()
    assert shipped("values").name == "data"


def test_a_collection_has_lists_and_facts() -> None:
    folder = collection_folder("great_terror")
    assert list((folder / "lists").glob("*.csv"))
    assert list((folder / "facts").glob("*.csv"))
    assert collection_files("no-such-file.yaml") == ()
    assert all(path.is_file() for path in collection_files("explanations.yaml"))


def test_a_file_is_read_once() -> None:
    assert shipped_yaml("values", "fields.yaml") is shipped_yaml("values", "fields.yaml")


@pytest.mark.parametrize(
    ("text", "data"), [("a: 1", {"a": 1}), ("[x, 2]", ["x", 2]), ("", None), ("1937-06-11: y", None)]
)
def test_yaml_becomes_plain_data(text: str, data: object) -> None:
    found = parse_yaml(text)
    assert found == data or (isinstance(found, dict) and [str(key) for key in found] == ["1937-06-11"])


@pytest.mark.parametrize("text", ["a: [", "!!python/object/apply:os.getcwd []"])
def test_broken_yaml_and_yaml_that_would_run_code_are_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        parse_yaml(text)


def test_empty_and_missing_cells_are_empty_strings(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('name,born,note\r\n"Бухарин, Н. И.",1888,\r\nЯкир\r\n', encoding="utf-8")
    assert csv_rows(path) == [
        {"name": "Бухарин, Н. И.", "born": "1888", "note": ""},
        {"name": "Якир", "born": "", "note": ""},
    ]


def test_shipped_rows_are_those_of_the_file() -> None:
    tables = sorted(shipped("consequences").glob("*.csv"))
    assert tables
    for path in tables:
        rows = shipped_rows("consequences", path.name)
        assert list(rows) == csv_rows(path)
        assert rows
