"""What stands in a column, and how it fits a field."""

from __future__ import annotations

import pytest

from byname.records.suggestion_contents import NEVER, contents_of, fit


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("birth_date", ["12", "45"]),
        ("gender", ["yes", "perhaps", "no"]),
        ("age", ["Salta", "Jujuy"]),
        ("age", ["1950", "1948"]),
        ("surname", ["4711", "4712"]),
        ("identity_document", ["Salta", "Jujuy"]),
        ("residence", ["4711", "4712"]),
        ("source_address", ["a book", "a letter"]),
        ("item", ["A", "A"]),
        ("occupation", ["12.05.1950", "13.05.1950"]),
    ],
)
def test_cells_speak_against_a_field(field: str, cells: list[str]) -> None:
    assert fit(field, contents_of(cells, "es")) == NEVER


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("birth_date", ["12 de mayo de 1950", "s/d", "05/1948"]),
        ("gender", ["M", "F", "M"]),
        ("gender", ["1", "2", "1"]),
        ("age", ["27", "29 años", "s/d"]),
        ("outcome", ["desaparecido", "ejecutado"]),
        ("combatant", ["civil", "militar"]),
        ("item", ["A1", "A2"]),
    ],
)
def test_cells_speak_for_a_field(field: str, cells: list[str]) -> None:
    assert fit(field, contents_of(cells, "es")) > 0


def test_column_without_values_says_nothing() -> None:
    found = contents_of(["", "s/d", " "], "es")
    assert (found.texts, found.rows, fit("birth_date", found)) == ((), 3, 0)


def test_numbers_of_rows_are_told_from_other_numbers() -> None:
    assert contents_of(["1", "2", "3"], "es").counts_rows
    assert contents_of(["1.", "2.", "3."], "bs").counts_rows
    assert not contents_of(["7", "9", "8"], "es").counts_rows


def test_number_with_two_points_behind_it_is_no_whole_number() -> None:
    assert contents_of(["23.", "24.0", "25.."], "en").numbers == pytest.approx(2 / 3)
