"""JSON, JSON Lines and Parquet."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.errors import BadSource
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import SourceMapping
from byname.sources.objects import find_rows, flatten
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]
PEOPLE = [
    {"name": {"surname": "Бухарин", "given": "Николай"}, "born": 1888, "roles": ["editor", "member"]},
    {"name": {"surname": "Рыков"}, "born": None, "party": True},
]


def texts(path: Path, mapping: SourceMapping | None = None, limits: Limits = DEFAULT_LIMITS) -> list[dict[str, str]]:
    with open_source(path, mapping, limits=limits) as reader:
        return [{name: cell.text for name, cell in entry.cells.items()} for entry in reader]


FLAT = [
    {"name.surname": "Бухарин", "name.given": "Николай", "born": "1888", "roles": "editor; member"},
    {"name.surname": "Рыков", "party": "true"},
]


def test_array_of_objects_is_read_wherever_it_stands(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "people.json"
    path.write_text(json.dumps(PEOPLE, ensure_ascii=False), encoding="utf-8")
    assert texts(path) == FLAT
    path.write_text(json.dumps(PEOPLE, ensure_ascii=False), encoding="utf-8-sig")
    assert texts(path) == FLAT
    path.write_text(json.dumps({"title": "x", "list": {"persons": PEOPLE}}, indent=1), encoding="utf-8")
    assert texts(path) == FLAT
    mapping = mapped("rows: list.persons.item\nfields: {surname: name.surname}\n")
    assert texts(path, mapping) == [{"name.surname": "Бухарин"}, {"name.surname": "Рыков"}]


def test_json_lines_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl.gz"
    lines = "\n".join(json.dumps(person, ensure_ascii=False) for person in PEOPLE) + "\n"
    path.write_bytes(gzip.compress(lines.encode()))
    assert texts(path) == FLAT
    path.write_bytes(gzip.compress((lines.replace("\n", "\n\n", 1) + "{broken\n").encode()))
    with pytest.raises(BadSource, match="line 3 is not JSON"):
        texts(path)


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1937.0, "b": 0.10}\n{"a": 12345678901234567890}\n', encoding="utf-8")
    assert texts(path) == [{"a": "1937.0", "b": "0.10"}, {"a": "12345678901234567890"}]


def test_missing_column_of_json_is_told_at_the_end(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "people.json"
    path.write_text(json.dumps(PEOPLE), encoding="utf-8")
    with pytest.raises(BadSource, match=r"`name\.surnam` \(did you mean `name\.surname`\?\)"):
        texts(path, mapped("fields: {surname: name.surnam}\n"))


def test_json_without_entries_or_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text('{"title": "x"}', encoding="utf-8")
    with pytest.raises(BadSource, match="holds no entry"):
        texts(path)
    path.write_text(json.dumps(PEOPLE)[:-20], encoding="utf-8")
    with pytest.raises(BadSource, match="not JSON"):
        texts(path)


def test_endless_object_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text(json.dumps([{"a": "x" * 500_000}, {"a": "y"}]), encoding="utf-8")
    with pytest.raises(BadSource, match="one entry has more than"):
        texts(path, limits=Limits(entry_characters=1000))


def test_deeply_nested_json_is_read_or_refused_but_never_breaks(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000 + "]" * 100_000, encoding="utf-8")
    with pytest.raises(BadSource):
        texts(path)


def test_parquet_rows_are_read_by_column(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "people.parquet"
    pl.DataFrame(
        {"name": ["Бухарин", None], "born": [1888, 1881], "died": [dt.date(1938, 3, 15), None], "n": [[1, 2], []]}
    ).write_parquet(path)
    assert texts(path) == [
        {"name": "Бухарин", "born": "1888", "died": "1938-03-15", "n": "1; 2"},
        {"born": "1881", "n": ""},
    ]
    assert texts(path, mapped("fields: {birth_date: born}\n")) == [{"born": "1888"}, {"born": "1881"}]
    with pytest.raises(BadSource, match=r"`brn` \(did you mean `born`\?\)"):
        texts(path, mapped("fields: {birth_date: brn}\n"))


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(b"PAR1" + b"x" * 100)
    with pytest.raises(BadSource, match="Parquet file is damaged"):
        texts(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_any_value_flattens_to_texts(value: object) -> None:
    assert all(isinstance(text, str) for text in flatten(value).values())


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ({"tags": [{"id": n} for n in range(9)], "dead": [{"name": "Ana Sosa"}, {"name": "Luis Paz"}]}, "dead.item"),
        ({"a": [{"id": 1}], "b": [{"id": 1}, {"id": 2}]}, "b.item"),
        ({f"p{n}": {"name": f"Ana {n}", "born": 1950 + n} for n in range(6)}, "*"),
        ({"people": {f"p{n}": {"surname": f"Sosa {n}"} for n in range(6)}}, "people.*"),
        ({"name": "Ana Sosa", "birth": {"date": "1950"}, "death": {"date": "1977"}}, None),
    ],
)  # fmt: skip
def test_the_array_of_people_is_the_list_and_an_object_of_many_may_be_one(
    tmp_path: Path, content: object, rows: str | None
) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with path.open("rb") as file:
        assert find_rows(file, str(path), DEFAULT_LIMITS) == rows


def test_values_of_an_object_are_entries_with_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps({f"p{n}": {"name": f"Ana {n}"} for n in range(6)}), encoding="utf-8")
    with open_source(path, None) as reader:
        entries = list(reader)
    assert [(entry.cells["key"].text, entry.cells["name"].text) for entry in entries][:2] == [
        ("p0", "Ana 0"),
        ("p1", "Ana 1"),
    ]
