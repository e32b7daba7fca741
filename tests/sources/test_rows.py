from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.errors import BadSource
from byname.sources.entry import Entry
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import SourceMapping, mapping_of_all_columns
from byname.sources.reading import open_source
from byname.sources.rows import EntryMaker, column_names

Mapped = Callable[[str], SourceMapping]
ROWS = "name;birth;role\nТухачевский Михаил;1893;маршал\nБухарин Николай;1888;редактор\n"


def read(path: Path, mapping: SourceMapping | None = None, limits: Limits = DEFAULT_LIMITS) -> list[Entry]:
    with open_source(path, mapping, limits=limits) as reader:
        return list(reader)


def test_rows_that_do_not_fit_stay_with_a_problem_in_words(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n1,2,3,4\n1\n\n5,6\n", encoding="utf-8")
    entries = read(path, mapped("fields: {name: a}\n"))
    assert [entry.item for entry in entries] == ["0", "1", "2", "4"]
    assert "beyond them stands '3' | '4'" in entries[1].problems[0]
    assert "1 cells where the table has 2 columns" in entries[2].problems[0]
    assert entries[0].problems == entries[3].problems == ()


def test_columns_without_a_name_of_their_own_get_one(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,,name\n1,2,3\n", encoding="utf-8")
    assert list(read(path)[0].cells) == ["name", "column 2", "name (2)"]


def test_missing_columns_are_named_with_those_there_are(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text(ROWS, encoding="utf-8")
    with pytest.raises(BadSource) as caught:
        open_source(path, mapped("fields: {name: nam, note: gone, role: role}\n"))
    assert "`nam` (did you mean `name`?)" in str(caught.value)
    assert "`gone`" in str(caught.value)
    assert "list.csv" in str(caught.value)
    assert "the columns there are: name, birth, role" in str(caught.value)


def test_items_may_be_named_by_a_column(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name\nk7,Rykov\n,Bukharin\n", encoding="utf-8")
    entries = read(path, mapped("item: {column: id}\nfields: {name: name}\n"))
    assert [entry.item for entry in entries] == ["k7", "row-1"]
    assert "is empty" in entries[1].problems[0]
    path.write_text("id,name\nk7,Rykov\nk7,Bukharin\n", encoding="utf-8")
    with pytest.raises(BadSource, match="`k7` names an earlier entry too"):
        read(path, mapped("item: {column: id}\nfields: {name: name}\n"))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(",".join(map(str, range(30))) + "\n", encoding="utf-8")
    with pytest.raises(BadSource, match="30 columns; 20 are allowed"):
        read(path, limits=Limits(columns=20))


def test_repeated_and_blank_headings_never_take_a_name_that_is_there() -> None:
    assert column_names(["a", "a", "a (2)", "a"]) == ("a", "a (2)", "a (2) (2)", "a (3)")
    assert column_names(["column 2", " ", "x "]) == ("column 2", "column 2 (2)", "x")


@given(st.lists(st.sampled_from(["a", "a (2)", "", " ", "column 1", "column 2"]), max_size=8))
def test_every_column_has_a_name_of_its_own(header: list[str]) -> None:
    names = column_names(header)
    assert len(set(names)) == len(names) == len(header)
    assert all(name.strip() for name in names)


def test_without_a_mapping_of_columns_all_are_given(mapped: Mapped) -> None:
    maker = EntryMaker(mapped("fields: {name: a}\n"), "list.csv", DEFAULT_LIMITS)
    assert [list(entry.cells) for entry in maker.from_rows(("a", "b"), [["1", "2"]])] == [["a"]]
    every = EntryMaker(mapping_of_all_columns(Path("list.csv")), "list.csv", DEFAULT_LIMITS)
    assert [list(entry.cells) for entry in every.from_rows(("a", "b"), [["1", "2"]])] == [["a", "b"]]


def test_objects_of_other_keys_are_entries_and_an_empty_one_says_so(mapped: Mapped) -> None:
    maker = EntryMaker(mapped("fields: {name: a, note: b}\n"), "list.json", DEFAULT_LIMITS)
    entries = list(maker.from_objects([{"a": "1", "c": "x"}, {}, {"b": "2"}]))
    assert [{name: cell.text for name, cell in entry.cells.items()} for entry in entries] == [
        {"a": "1"},
        {},
        {"b": "2"},
    ]
    assert [entry.problems for entry in entries] == [(), ("the entry is empty",), ()]


def test_a_column_that_no_object_has_is_told_behind_the_last(mapped: Mapped) -> None:
    entries = EntryMaker(mapped("fields: {name: nam}\n"), "list.json", DEFAULT_LIMITS).from_objects([{"name": "x"}])
    assert next(entries).item == "0"
    with pytest.raises(BadSource, match=r"`nam` \(did you mean `name`\?\)"):
        next(entries)


def test_a_lost_half_of_a_character_is_shown_in_names_and_texts_and_told_once(mapped: Mapped) -> None:
    maker = EntryMaker(mapping_of_all_columns(Path("list.json")), "list.json", DEFAULT_LIMITS)
    first, second = maker.from_objects([{"na\uffffme": "Ry\uffffkov", "b": "\uffff"}, {"b": "\ufffd"}])
    assert {name: cell.text for name, cell in first.cells.items()} == {"na\ufffdme": "Ry\ufffdkov", "b": "\ufffd"}
    assert first.problems == ("holds half of a character, which is lost (shown as \ufffd)",)
    assert second.problems == ()


def test_the_prefix_of_a_file_stands_before_numbers_and_names(mapped: Mapped) -> None:
    lines = "files: [{name: list.csv, prefix: p-}]\nfields: {name: a}\n"
    rows = [["k7"], ["x"]]
    plain = EntryMaker(mapped(lines), "list.csv", DEFAULT_LIMITS).from_rows(("a",), rows)
    assert [entry.item for entry in plain] == ["p-0", "p-1"]
    named = EntryMaker(mapped("item: {column: a}\n" + lines), "list.csv", DEFAULT_LIMITS).from_rows(("a",), rows)
    assert next(named).item == "p-k7"
