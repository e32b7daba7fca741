from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.habits import Habits
from byname.records.written_dates import read_written_date
from byname.values import FuzzyDate

READ = [
    ("es", "15 de mayo de 1977", "1977-05-15"),
    ("es", "03-05/09/1977", "1977-09-03/1977-09-05"),
    ("es", "1º/03/1977", "1977-03-01"),
    ("es", "MAR/1976", "1976-03"),
    ("es", "28/02-03/03/1977", "1977-02-28/1977-03-03"),
    ("es", "noche del 3 al 4 de junio de 1977", "1977-06-03/1977-06-04"),
    ("es", "??/05/1977", "1977-05"),
    ("es", "00/00/1977", "1977"),
    ("es", "década de 1930", "193X"),
    ("de", "12. März 1942", "1942-03-12"),
    ("sr", "12. maj 1999.", "1999-05-12"),
    ("cs", "21. srpna 1968", "1968-08-21"),
    ("hu", "1956. október 23.", "1956-10-23"),
    ("hu", "1944 és 1945 között", "1944/1945"),
    ("lv", "1941. gada 14. jūnijā", "1941-06-14"),
    ("lt", "1941 m. birželio 14 d.", "1941-06-14"),
    ("rw", "tariki ya 7 Mata 1994", "1994-04-07"),
    ("km", "17 Mesa 1975", "1975-04-17"),
    ("ar", "١٥ آذار ١٩٨٢", "1982-03-15"),
    ("ar", "15 كانون الثاني 1982", "1982-01-15"),
    ("ru", "не позднее 1938", "[..1938]"),
    ("ru", "в ночь с 3 на 4 мая 1937", "1937-05-03/1937-05-04"),
    ("fr", "1er août 1944", "1944-08-01"),
    ("fr", "vers 1900", "1900~"),
    ("en", "May 3-5, 1977", "1977-05-03/1977-05-05"),
    ("en", "12/25/1977", "1977-12-25"),
    ("en", "1977-05-03 00:00:00", "1977-05-03"),
    ("hr", "15. svibnja 1945.", "1945-05-15"),
    ("es", "19770503", "1977-05-03"),
    ("pl", "12 V 1940", "1940-05-12"),
]


@pytest.mark.parametrize(("language", "text", "edtf"), READ)
def test_a_date_that_is_understood_whole_has_no_flag(language: str, text: str, edtf: str) -> None:
    assert read_written_date(text, Habits(language)) == (edtf, None)


@pytest.mark.parametrize(
    ("language", "text", "edtf", "flag"),
    [
        ("en", "03/04/1977", "1977", "day and month can stand for each other"),
        ("und", "3-4-77", "1977", "day and month can stand for each other"),
        ("es", "a mediados de 1977", "1977", "the middle of it is meant"),
        ("de", "Winter 1941/42", "1941/1942", "a season of it is meant"),
        ("es", "23/03/76", "1976-03-23", "the century is not written"),
        ("en", "1893 or 1894", "1893/1894", "two dates are given"),
        ("fr", "le 14 juillet 1944 à 14h30", "1944-07-14", "the time of day is left out"),
        ("en", "1905-08 to 1905/09", None, ""),
        ("es", "31/06/1977", None, "no such day"),
        ("en", "1938-1936", None, "ends before it begins"),
        ("en", "1905/08", "1905/1908", "a month, or years"),
        ("en", "05071977", None, "day, month and year can stand for each other"),
    ],
)
def test_what_is_not_said_or_left_out_is_flagged(language: str, text: str, edtf: str | None, flag: str) -> None:
    found = read_written_date(text, Habits(language))
    if not flag:
        assert found is None
        return
    assert found is not None
    assert found[0] == edtf
    assert flag in (found[1] or "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "age 35",
        "28246",
        "1st half of 1942",
        "3.5",
        "May",
        "12 de",
        "cell 1937b",
        "1937 1938",
        "፪\x85",
        "5 ፪ 1937",
    ],
)
def test_what_is_not_understood_whole_is_no_date(text: str) -> None:
    assert read_written_date(text, Habits("en")) is None


@pytest.mark.parametrize(
    ("order", "edtf"), [("dmy", "1977-04-03"), ("mdy", "1977-03-04"), (None, "1977"), ("ymd", "1977-04-03")]
)
def test_the_order_of_the_source_decides_between_day_and_month(order: str | None, edtf: str) -> None:
    found = read_written_date("03/04/1977", Habits("en", order=order))
    assert found is not None
    assert found[0] == edtf


def test_the_century_of_the_source_is_taken_without_a_flag() -> None:
    assert read_written_date("12.11.37", Habits("ru", century=1800)) == ("1837-11-12", None)


def test_a_month_that_two_languages_read_differently_is_not_chosen() -> None:
    assert read_written_date("5 lip 1941", Habits("pl")) == ("1941-07-05", None)
    assert read_written_date("5 lipnja 1941", Habits("hr")) == ("1941-06-05", None)
    found = read_written_date("15 listopad 1941", Habits("und"))
    assert found == (None, "languages differ on this date: 15 listopad 1941")


FORMS = (
    "{0:%d.%m.%Y}",
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0.day} {0:%B} {0.year}",
    "{0:%B} {0.day}, {0.year}",
    "{0:%Y%m%d}",
)


@given(st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2020, 12, 31)))
def test_every_day_reads_back_or_is_flagged_in_every_form(day: dt.date) -> None:
    for form in FORMS:
        found = read_written_date(form.format(day), Habits("en"))
        assert found is not None
        assert found[0] == day.isoformat() or found[1] is not None
    for form in ("{0:%d/%m/%Y}", "{0:%d-%m-%Y}"):
        found = read_written_date(form.format(day), Habits("es"))
        assert found == (day.isoformat(), None)


@given(
    st.text(alphabet="0123456789./-– mayojunierq?~[]()年", max_size=24),
    st.sampled_from(["es", "en", "hu", "und", "ar"]),
)
def test_any_text_is_read_as_a_date_that_is_edtf_or_not_at_all(text: str, language: str) -> None:
    found = read_written_date(text, Habits(language))
    if found is not None and found[0] is not None:
        assert FuzzyDate.parse_or_none(found[0]) is not None
    if found is not None and found[0] is None:
        assert found[1]


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("1948 10 20", "lt", "1948-10-20"),
        ("1944,12,01", "lt", "1944-12-01"),
        ("1948 m. geg. 22–24 d.", "lt", "1948-05-22/1948-05-24"),
        ("1945 m. birželis–rugpjūtis", "lt", "1945-06/1945-08"),
        ("1952.01.02-04", "lt", "1952-01-02/1952-01-04"),
        ("1941 VI 13", "lt", "1941-06-13"),
        ("1944. október 15-én", "hu", "1944-10-15"),
        ("1944. november 28. – december 3.", "hu", "1944-11-28/1944-12-03"),
        ("1951-től 1953-ig", "hu", "1951/1953"),
        ("1945-ig", "hu", "[..1945]"),
        ("1955. X.", "hu", "1955-10"),
    ],
)
def test_dates_that_begin_with_the_year(text: str, language: str, edtf: str) -> None:
    assert read_written_date(text, Habits(language)) == (edtf, None)


def test_two_days_of_a_month_are_flagged_and_a_month_of_twenty_is_none() -> None:
    assert read_written_date("12 or 13 April 1979", Habits("en")) == (
        "1979-04-12/1979-04-13", "two days are given: 12 or 13 April 1979"
    )  # fmt: skip
    found = read_written_date("1948 20 10", Habits("lt"))
    assert found is not None
    assert found[0] is None
