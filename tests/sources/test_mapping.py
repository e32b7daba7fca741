from __future__ import annotations

from collections.abc import Callable

import pytest

from byname.errors import BadSource
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import FieldSource, SourceMapping

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
