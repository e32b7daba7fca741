"""Where the header of a table stands."""

from __future__ import annotations

import pytest

from byname.sources.header_place import find_header, known_columns
from byname.sources.tables import Header

PEOPLE = [["1", "Ana Sosa", "1950"], ["2", "Luis Paz", "1948"]]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["No", "Name", "Born"], *PEOPLE], Header(0)),
        ([["List of the dead", "", ""], [], ["No", "Name", "Born"], *PEOPLE], Header(2)),
        ([["No", "Name", "Birth", ""], ["", "", "date", "place"], ["1", "Ana Sosa", "1950", "Salta"]], Header(0, 2)),
        (PEOPLE, Header(None)),
        ([["alpha", "beta", "gamma"], *PEOPLE], Header(0)),
        ([["only", "one", "row"]], Header(0)),
        ([["0", "1", "2"], *PEOPLE], Header(0)),
        ([["", "0", "1", "2"], *(["x", *row] for row in PEOPLE)], Header(0)),
        ([], Header(0)),
    ],
)
def test_header_is_found(rows: list[list[str]], header: Header) -> None:
    assert find_header(rows) == header


def test_blank_cell_of_an_entry_makes_it_no_second_row_of_a_header() -> None:
    rows = [["Name", "", "Born"], ["Ana Sosa", "x", "1950"], ["Luis Paz", "y", "1948"]]
    assert find_header(rows) == Header(0)


def test_known_columns_are_counted() -> None:
    assert known_columns([["No", "Name", "zzz"]], Header(0)) == 2
    assert known_columns(PEOPLE, Header(None)) == 0


def test_header_of_many_numbered_columns_is_no_entry() -> None:
    header = ["id", "start_date", "last_name", "age", *(f"place_{n}" for n in range(1, 9)), "x", "y", "z"]
    row = ["1", "1973-09-12", "Sosa", "23", *["Salta"] * 8, "1", "2", "3"]
    assert find_header([header, row, row]) == Header(0)
    assert find_header([["q_1", "q_2"], ["a", "b"], ["c", "d"]]) == Header(0)


def test_a_number_in_a_few_names_of_columns_makes_no_entry_of_a_header() -> None:
    kinds = [f"zz {letter}" for letter in "abcdefghij"]
    header = ["Nombre", "Edad", *kinds, "agentes 1", "on 30-06-22", "qq 3"]
    row = ["Ana Sosa", "23", *["x"] * 10, "2", "26", "4"]
    assert find_header([header, row, row]) == Header(0)
    assert find_header([["Ana Sosa", "23", "", "x", "1950"], ["Luis Paz", "31", "7", "y", "1948"]]) == Header(None)
