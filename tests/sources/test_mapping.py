from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from byname.errors import BadSource
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import FieldSource, FilePattern, SourceMapping, mapping_of_all_columns
from byname.sources.source_ids import is_source_id
from byname.sources.time_limit import EntryTimer, OutOfTime

Mapped = Callable[[str], SourceMapping]


def test_prefix_follows_the_name_of_the_file_packed_or_not(mapped: Mapped) -> None:
    mapping = mapped('files: [{name: "r6-2-records.txt*", prefix: "r6-2-"}, plain.txt]\nfields: {name: name}\n')
    assert mapping.prefix_of("r6-2-records.txt.gz") == mapping.prefix_of("r6-2-records.txt") == "r6-2-"
    assert mapping.prefix_of("plain.txt.gz") == ""
    with pytest.raises(BadSource, match="not this file"):
        mapping.prefix_of("other.txt")


def test_pattern_gives_the_matched_part_with_its_offset(mapped: Mapped) -> None:
    mapping = mapped("fields: {residence: {column: t, pattern: 'lived in (?P<value>\\w+)'}}\n")
    entry = Entry("T", "0", "f", cells={"t": Cell("Trotsky, lived in Moscow, lived in Paris", "t")})
    found = list(mapping.fields["residence"].cells(entry))
    assert found == [Cell("Moscow", "t", 18), Cell("Paris", "t", 35)]


def test_blank_cells_hold_no_field() -> None:
    entry = Entry("T", "0", "f", cells={"a": Cell(" ", "a"), "b": Cell("x", "b")})
    assert [cell.text for cell in FieldSource(("a", "b", "c")).cells(entry)] == ["x"]


def test_the_columns_of_a_mapping_are_named_once_in_their_order(mapped: Mapped) -> None:
    mapping = mapped("item: {column: id}\nfields: {name: full, note: {columns: [b, full, id]}, role: a}\n")
    assert mapping.columns == ("full", "b", "id", "a")


@pytest.mark.parametrize(
    ("pattern", "name", "covered"),
    [
        ("list.csv", "list.csv", True),
        ("list.csv", "list.csv.gz", True),
        ("list.csv", "list.csv.zip", True),
        ("list.csv", "list.csv.rar", False),
        ("list.csv", "List.csv", False),
        ("list.csv.gz", "list.csv.gz", True),
        ("list.csv.gz", "list.csv", False),
        ("r6-?-*.txt", "r6-2-records.txt.xz", True),
        ("r6-?-*.txt", "r6-12-records.txt", False),
    ],
)
def test_a_pattern_covers_a_file_by_its_name_with_or_without_its_packing(
    pattern: str, name: str, covered: bool
) -> None:
    assert FilePattern(pattern).covers(name) == covered


def test_a_mapping_without_files_covers_every_file_and_the_first_that_fits_gives_the_prefix(mapped: Mapped) -> None:
    assert mapped("fields: {name: name}\n").prefix_of("any.csv") == ""
    several = mapped("files: [{name: a*, prefix: x}, {name: ab*, prefix: y}]\nfields: {name: name}\n")
    assert several.prefix_of("abc.csv") == "x"


def test_a_title_is_given_in_the_first_language_that_it_has() -> None:
    mapping = SourceMapping("S", {"et": "Raamat", "en": "Book"}, "c", "MIT", "et", "u", person_twice=False)
    assert mapping.title_in("ru", "en", "et") == "Book"
    assert mapping.title_in("ru") == "Raamat"


@pytest.mark.parametrize(
    ("name", "source"),
    [("my list.v2.csv", "my-list"), ("список.csv", "source"), ("con.csv", "con-list"), (".csv", "source")],
)
def test_a_file_without_a_mapping_is_a_source_under_its_own_name(name: str, source: str) -> None:
    mapping = mapping_of_all_columns(Path("folder") / name)
    assert mapping.source == source
    assert is_source_id(mapping.source)
    assert mapping.title_in("en") == name
    assert mapping.columns == ()


def test_a_pattern_that_runs_out_of_time_is_named_in_the_error(mapped: Mapped) -> None:
    mapping = mapped("fields: {note: {column: t, pattern: '(?P<value>(?:a|a)+)b'}}\n")
    entry = Entry("T", "0", "f", cells={"t": Cell("a" * 60, "t")})
    with EntryTimer(0.2) as timer:
        timer.begin()
        with pytest.raises(OutOfTime) as caught:
            list(mapping.fields["note"].cells(entry))
    assert caught.value.pattern == "`pattern` (?P<value>(?:a|a)+)b"


def test_a_match_without_text_gives_no_cell(mapped: Mapped) -> None:
    mapping = mapped("fields: {note: {column: t, pattern: 'n(?P<value>[0-9]*)'}}\n")
    entry = Entry("T", "0", "f", cells={"t": Cell("n, n12", "t", 5)})
    assert list(mapping.fields["note"].cells(entry)) == [Cell("12", "t", 9)]


def test_several_values_of_a_cell_have_their_places_in_it() -> None:
    where = FieldSource(("trades",), split_at="|")
    cell = Cell(" teacher | |farmer", "trades", 3)
    assert where.parts(cell) == [Cell("teacher", "trades", 4), Cell("farmer", "trades", 15)]
    assert where.parts(Cell("teacher; farmer", "trades")) == (Cell("teacher; farmer", "trades"),)
