from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from byname.errors import BadMapping, BadSource
from byname.sources.mapping import SourceMapping
from byname.sources.reading import first_entries, open_source

Mapped = Callable[[str], SourceMapping]


def test_fields_of_a_text_are_refused(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "book.txt"
    path.write_text("AAVIK, Johannes\n", encoding="utf-8")
    with pytest.raises(BadSource, match="text without columns"):
        open_source(path, mapped("format: text\nfields: {name: name}\n"))


@pytest.mark.parametrize(
    ("content", "described"),
    [
        ("имя;год\nРыков;1881\n", {"format": "table", "delimiter": ";", "columns": ("имя", "год")}),
        ('[{"a": 1}]', {"format": "json", "rows": "item", "columns": ()}),
        ('{"list": {"people": [{"a": 1}]}}', {"format": "json", "rows": "list.people.item"}),
        (
            '{"links": [{"href": "b"}], "people": [{"a": [{"b": 1}, {"b": 2}, {"b": 3}]}, {"a": []}]}',
            {"format": "json", "rows": "people.item"},
        ),
        ('{"a": 1}\n{"a": 2}\n', {"format": "jsonl", "columns": ()}),
    ],
)
def test_what_a_file_was_found_to_be_stands_in_its_description(
    tmp_path: Path, content: str, described: dict[str, object]
) -> None:
    path = tmp_path / "list.dat"
    path.write_text(content, encoding="utf-8")
    with open_source(path, None) as reader:
        assert list(reader)
        found = reader.description
    assert {name: getattr(found, name) for name in described} == described
    assert found.encoding is not None
    assert found.encoding.name == "utf-8"
    assert (found.file, found.packing) == ("list.dat", "")


def test_a_delimiter_that_is_stated_is_taken_before_the_one_that_is_found(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name;x|born\nA;1|2\nB;3|4\n", encoding="utf-8")
    with open_source(path, mapped("delimiter: '|'\nfields: {birth_date: born}\n")) as reader:
        assert (reader.description.delimiter, reader.description.columns) == ("|", ("name;x", "born"))
        assert [entry.cells["born"].text for entry in reader] == ["2", "4"]


@pytest.mark.parametrize("read_to_the_end", [True, False])
def test_the_file_is_closed_behind_the_last_entry_and_behind_the_block(tmp_path: Path, read_to_the_end: bool) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name;born\n" + "Рыков;1881\n" * 50_000, encoding="utf-8")

    def is_open() -> bool:
        return str(path) in [file.path for file in psutil.Process().open_files()]

    if read_to_the_end:
        reader = open_source(path, None)
        entries = iter(reader)
        next(entries)
        assert is_open()
        assert sum(1 for _ in entries) == 49_999
    else:
        with open_source(path, None) as reader:
            entries = iter(reader)
            next(entries)
            assert is_open()
    assert not is_open()


def test_a_file_that_is_refused_is_not_left_open(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name;born\nРыков;1881\n", encoding="utf-8")
    with pytest.raises(BadSource, match="`nam`"):
        open_source(path, mapped("fields: {name: nam}\n"))
    assert str(path) not in [file.path for file in psutil.Process().open_files()]


def test_what_has_columns_needs_a_mapping_with_fields(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.json"
    path.write_text('[{"name": "Рыков"}]', encoding="utf-8")
    with pytest.raises(BadMapping, match="the file is json, but the mapping of T has no `fields`"):
        open_source(path, mapped("entries: {unit: line}\n"))


def test_the_name_a_file_was_obtained_under_decides_what_the_mapping_says_of_it(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "0a1b2c"
    path.write_text("name;born\nРыков;1881\n", encoding="utf-8")
    mapping = mapped("files: [{name: list.csv, prefix: a-}]\nfields: {name: name}\n")
    with open_source(path, mapping, file_name="list.csv") as reader:
        assert [(entry.record_id, entry.file) for entry in reader] == [("T:a-0", "list.csv")]
    with pytest.raises(BadSource, match=r"covers list\.csv, not this file"):
        open_source(path, mapping)


def test_a_look_at_a_file_gives_its_first_entries(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name;born\n" + "".join(f"N{n};18{n:02}\n" for n in range(20)), encoding="utf-8")
    assert [entry.cells["name"].text for entry in first_entries(path, None, 3)] == ["N0", "N1", "N2"]
    assert len(first_entries(path, None, 100)) == 20
