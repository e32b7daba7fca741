from __future__ import annotations

import pytest

from byname.records.dates import find_date_of_cell, read_date
from byname.records.habits import Habits
from byname.records.program_dates import read_program_date

DATES = [
    ("ABT 14 JUN 1942", "1942-06-14~"), ("CAL 1890", "1890~"), ("EST MAY 1890", "1890-05~"), ("BEF 1901", "[..1901]"),
    ("AFT 2 JAN 1902", "[1902-01-02..]"), ("FROM 1890", "1890/.."), ("TO 1892", "../1892"),
    ("FROM 3 MAR 1890 TO 1892", "1890-03-03/1892"), ("BET 1930 AND 1939", "1930/1939"),
    ("BET MAY 1890 AND 12 JUN 1892", "1890-05/1892-06-12"), ("INT 1890 (after the harvest)", "1890"),
    ("@#DGREGORIAN@ 5 MAY 1890", "1890-05-05"), ("JULIAN 5 MAY 1890", "1890-05-17"),
    ("15 MAR 0044", "0044-03-15"), ("@#DJULIAN@ 1890", "1890"),
    ("+1890-05-06T00:00:00Z", "1890-05-06"), ("+1942-00-00T00:00:00Z", "1942"), ("1943-07-00T00:00:00Z", "1943-07"),
    ("1942-01-01T00:00:00Z", "1942"),
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es", "und", "ru"])
@pytest.mark.parametrize(("text", "edtf"), DATES)
def test_the_words_of_a_standard_mean_the_same_in_any_language(text: str, edtf: str, language: str) -> None:
    for reading in (read_date(text, Habits(language)), find_date_of_cell(text, Habits(language))):
        assert reading is not None
        assert reading.edtf == edtf


@pytest.mark.parametrize(
    "text",
    ["BEF", "BET 1890", "Bef 1901", "12 JUN 1892", "1941-06-14T10:20:30Z", "-0043-03-15T00:00:00Z", "BEFORE 1901"],
)
def test_other_texts_are_none_of_programs(text: str) -> None:
    assert read_program_date(text) is None


def test_days_that_cannot_be_are_told() -> None:
    assert read_program_date("BET 31 FEB 1890 AND 1892") == (None, "no such day: BET 31 FEB 1890 AND 1892")
    assert read_program_date("1890-02-30T00:00:00Z") == (None, "no such day: 1890-02-30T00:00:00Z")
    assert read_program_date("BET 1892 AND 1890") == (None, "no such day: BET 1892 AND 1890")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("-900979200", "1941-06-14"), ("-900979200000", "1941-06-14"), ("951782400", "2000-02-29"),
     ("-2513721600", "1890-05-06")],
)  # fmt: skip
def test_seconds_are_days_where_the_source_counts_by_them(text: str, edtf: str) -> None:
    reading = read_date(text, Habits("es", order="seconds"))
    assert reading is not None
    assert (reading.edtf, reading.flag) == (edtf, f"seconds since 1970: {text}")
