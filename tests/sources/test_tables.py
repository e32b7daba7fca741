"""Tables in text form."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byname.errors import BadSource
from byname.sources.entry import Entry
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]
ROWS = "name;birth;role\nТухачевский Михаил;1893;маршал\nБухарин Николай;1888;редактор\n"


def read(path: Path, mapping: SourceMapping | None = None, limits: Limits = DEFAULT_LIMITS) -> list[Entry]:
    with open_source(path, mapping, limits=limits) as reader:
        return list(reader)


def texts(entries: list[Entry]) -> list[list[str]]:
    return [[cell.text for cell in entry.cells.values()] for entry in entries]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866", "iso-8859-5"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(ROWS.replace(";", delimiter).encode(encoding))
    with open_source(path, None) as reader:
        entries = list(reader)
        assert reader.description.delimiter == delimiter
        assert reader.description.columns == ("name", "birth", "role")
    assert texts(entries) == [["Тухачевский Михаил", "1893", "маршал"], ["Бухарин Николай", "1888", "редактор"]]


def test_only_mapped_columns_are_given_and_rows_count_from_0(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(ROWS.encode()))
    entries = read(path, mapped("fields: {name: name, birth_date: birth}\n"))
    assert [entry.record_id for entry in entries] == ["T:0", "T:1"]
    assert list(entries[0].cells) == ["name", "birth"]
    assert entries[0].file == "list.csv.gz"


def test_quoted_line_ends_stay_in_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b'name,note\r\n"Bukharin, N.","first\r\nsecond"\r\n"Rykov ""A.""",x\r\n')
    assert texts(read(path)) == [["Bukharin, N.", "first\r\nsecond"], ['Rykov "A."', "x"]]


def test_table_without_line_feeds_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(b"a,b\r1,2\r3,4\r")
    assert texts(read(path)) == [["1", "2"], ["3", "4"]]


def test_header_may_stand_lower_or_not_at_all(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("A list;;\nof 1937;;\nname;birth;x\nRykov;1881;y\n", encoding="utf-8")
    with open_source(path, mapped("header_row: 2\nfields: {name: name}\n")) as reader:
        assert reader.description.preamble == (("A list", "", ""), ("of 1937", "", ""))
        assert texts(list(reader)) == [["Rykov"]]
    entries = read(path, mapped("header_row: none\nfields: {name: column 1}\n"))
    assert [entry.cells["column 1"].text for entry in entries] == ["A list", "of 1937", "name", "Rykov"]
    with pytest.raises(BadSource, match="header is said to be row 9"):
        read(path, mapped("header_row: 9\nfields: {name: name}\n"))


def test_endless_line_is_refused_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n" + "x" * 5000 + ",y\n", encoding="utf-8")
    with pytest.raises(BadSource, match="begins in line 2 is longer than 1,000 characters"):
        read(path, limits=Limits(entry_characters=1000))


def test_quote_that_is_never_closed_is_refused(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a,b\n"1,2\n' + "3,4\n" * 500, encoding="utf-8")
    with pytest.raises(BadSource, match="a quote opened there is perhaps never closed"):
        read(path, mapped("fields: {name: a}\n"), limits=Limits(entry_characters=1000))


def test_nul_far_behind_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 50 + b"1,\0\n")
    with pytest.raises(BadSource, match="line 51 holds a NUL"):
        read(path, limits=Limits(sample_bytes=100))


def test_byte_that_does_not_decode_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("имя,год\n".encode() + b"x,1937\n" * 5000 + "имя,год\n".encode("cp1251"))
    with pytest.raises(BadSource, match=r"0xe8 after line \d+ does not exist in utf-8"):
        read(path, limits=Limits(sample_bytes=100))


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=8), sign=st.sampled_from(",;\t|"))
def test_what_csv_writes_reads_back_the_same(tmp_path: Path, mapped: Mapped, rows: list[list[str]], sign: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows([["a", "b"], *rows])
    path = tmp_path / "list.csv"
    path.write_bytes(out.getvalue().encode("utf-8"))
    layout = f'format: table\nencoding: utf-8\ndelimiter: "{sign if sign != chr(9) else chr(92) + "t"}"\n'
    entries = read(path, mapped(layout + "fields: {name: a, note: b}\n"))
    header = ["a", "b"]
    named = [entry for entry in entries if entry.cells]  # a header that the list repeats stands as text
    assert texts(named) == [row for row in rows if "".join(row).strip() and [cell.strip() for cell in row] != header]


def test_a_blank_row_is_no_entry_and_the_rows_below_it_keep_their_numbers(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\nAna Sosa,1950\n,\n , \nLuis Paz,\n,,\n", encoding="utf-8")
    entries = read(path, mapped("fields: {name: a, note: b}\n"))
    assert [(entry.item, bool(entry.problems)) for entry in entries] == [("0", False), ("3", False), ("4", True)]


def test_header_that_a_list_repeats_is_kept_and_names_nobody(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,born\nAnn Roe,1901\nname,born\nname,\nBob Low,1902\n", encoding="utf-8")
    with open_source(path, mapped("fields: {name: name, birth_date: born}\n")) as reader:
        entries = list(reader)
    assert [entry.cells["name"].text for entry in entries if entry.cells] == ["Ann Roe", "name", "Bob Low"]
    (again,) = (entry for entry in entries if not entry.cells)
    assert (again.item, again.text) == ("1", "name | born")
    assert again.problems == ("the row says the names of the columns again",)


def test_header_of_two_rows_is_joined_and_items_are_counted_after_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Lista;;\nNombre;Nacimiento;\n;fecha;lugar\nAna Sosa;1950;Salta\n", encoding="utf-8")
    head = "{source: L, title: T, citation: C, licence: MIT, language: es, universe: U, person_twice: false, "
    keys = "header_row: 1, header_rows: 2, fields: {name: Nombre, birth_place: Nacimiento lugar}}"
    with open_source(path, parse_mapping(head + keys, "m.yaml")) as reader:
        assert reader.description.columns == ("Nombre", "Nacimiento fecha", "Nacimiento lugar")
        assert reader.description.preamble == (("Lista", "", ""),)
        assert [(entry.item, entry.cells["Nacimiento lugar"].text) for entry in reader] == [("0", "Salta")]


def test_header_of_more_rows_than_the_table_has_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a;b\nc;d\n", encoding="utf-8")
    head = "{source: L, title: T, citation: C, licence: MIT, language: es, universe: U, person_twice: false, "
    mapping = parse_mapping(head + "header_rows: 3, fields: {name: a}}", "m.yaml")
    with pytest.raises(BadSource, match="said to be row 2, but the table has 2 rows"):
        open_source(path, mapping)
