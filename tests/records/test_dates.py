from __future__ import annotations

import datetime as dt

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from byname.records.dates import find_date, read_date
from byname.records.habits import Habits

READ = [
    ("1937", "1937"),
    ("1937 г.", "1937"),
    ("ок. 1901", "1901~"),
    ("около 1901 года", "1901~"),
    ("между 1936 и 1938", "1936/1938"),
    ("с 1936 по 1938 гг.", "1936/1938"),
    ("1936-38", "1936/1938"),
    ("12.11.37", "1937-11-12"),
    ("27/02/38", "1938-02-27"),
    ("5-04-1938", "1938-04-05"),
    ("июнь 1937", "1937-06"),
    ("в июне 1989 г.", "1989-06"),
    ("21 июля 1997 г.", "1997-07-21"),
    ("s. 1911", "1911"),
    ("28.03.[1944?]", "1944?-03-28"),
    ("1885?", "1885?"),
    ("1930-е", "193X"),
    ("1930s", "193X"),
    ("1930ndad", "193X"),
    ("17.X.1937", "1937-10-17"),
    ("5 V 1937", "1937-05-05"),
    ("1908.10.17", "1908-10-17"),
    ("00.05.1937", "1937-05"),
    ("03.1941", "1941-03"),
    ("07.41 algul", "1941-07"),
    ("до 1938", "[..1938]"),
    ("after 1941", "[1941..]"),
    ("June 12, 1937", "1937-06-12"),
    ("12th of June 1937", "1937-06-12"),
    ("March of 1953", "1953-03"),
    ("28. März 1944", "1944-03-28"),
    ("28. märts 1941", "1941-03-28"),
    ("12 червня 1937", "1937-06-12"),
    ("12 czerwca 1937", "1937-06-12"),
    ("1937-06-12", "1937-06-12"),
    ("vab. 09.05. 42. Kaitseliit.", "1942-05-09"),
    ("vab. 09.05. 42. [ar 5]", "1942-05-09"),
    ("vab. 05.42. 30. mail", "1942-05"),
]
LANGUAGE = {
    "28. März 1944": "de",
    "28. märts 1941": "et",
    "07.41 algul": "et",
    "1930ndad": "et",
    "12 червня 1937": "uk",
    "12 czerwca 1937": "pl",
}


@pytest.mark.parametrize(("text", "edtf"), READ)
def test_date_is_read_as_precisely_as_it_is_written(text: str, edtf: str) -> None:
    reading = find_date(text, language=LANGUAGE.get(text, "ru"))
    assert reading is not None
    assert reading.edtf == edtf


@pytest.mark.parametrize("edtf", sorted({e for _, e in READ}))
def test_what_we_write_is_edtf_to_another_reader(edtf: str) -> None:
    assert parse_edtf(edtf) is not None


@pytest.mark.parametrize("text", ["31.02.1938", "29.02.1937", "31.06.45", "1937-02-30", "19.22.1900"])
def test_day_that_does_not_exist_is_kept_and_flagged(text: str) -> None:
    reading = read_date(text, Habits("ru"))
    assert reading is not None
    assert reading.edtf is None
    assert reading.flag == f"no such day: {text}"


@pytest.mark.parametrize("text", ["", "nothing", "10+5", "§58-10 lg.2", "26-6", "58-1a, 25", "1 мая", "кв. 12"])
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert find_date(text, language="et") is None


def test_month_then_a_new_day_are_two_dates() -> None:
    reading = find_date("vab. 08.41. 16.08.41 astus miini otsa", language="et")
    assert reading is not None
    assert reading.edtf == "1941-08"


def test_old_style_is_marked_and_converted() -> None:
    reading = find_date("5 мая 1881 ст. ст.")
    assert reading is not None
    assert reading.julian
    assert reading.date is not None
    assert reading.date.earliest_date == dt.date(1881, 5, 17)


def test_both_styles_given_keep_the_new_one() -> None:
    reading = find_date("12 (24) мая 1881")
    assert reading is not None
    assert reading.edtf == "1881-05-24"
    assert reading.flag is not None


def test_span_is_the_date_alone() -> None:
    text = "арестован 12.11.37 в Москве"
    reading = find_date(text)
    assert reading is not None
    assert text[reading.start : reading.end] == "12.11.37"


def test_century_of_two_digits_can_be_set() -> None:
    reading = find_date("12.11.37", century=1800)
    assert reading is not None
    assert reading.edtf == "1837-11-12"


@given(st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(1999, 12, 31)))
def test_every_day_reads_back_in_every_usual_form(day: dt.date) -> None:
    for form in ("{0:%d.%m.%Y}", "{0:%d/%m/%Y}", "{0:%Y-%m-%d}", "{0.day}.{0.month}.{0.year}"):
        reading = read_date(form.format(day), Habits("ru"))
        assert reading is not None
        assert reading.edtf == day.isoformat()


@given(st.text(max_size=60))
def test_any_text_reads_without_error_and_spans_lie_inside_it(text: str) -> None:
    reading = find_date(text, language="et")
    if reading is not None:
        assert 0 <= reading.start < reading.end <= len(text)
        assert (reading.edtf is None) <= (reading.flag is not None)
        if reading.edtf is not None:
            assert reading.date is not None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("/12/1946", "1946-12"), ("//1952", "1952"), (" / /1952", "1952"), ("-/-/1944", "1944"), (".5.1937", "1937-05"),
     ("..1937", "1937"), ("/13/1944", None), ("1/2/1944", "1944-02-01")],
)  # fmt: skip
def test_blanks_for_an_unknown_day_or_month_leave_the_rest_of_a_date(text: str, edtf: str | None) -> None:
    found = read_date(text, Habits("vi", order="dmy"))
    assert found is not None
    assert found.edtf == edtf
