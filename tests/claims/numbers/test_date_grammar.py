from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.claims.lexicon.subject_pack import pack_yaml
from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.tokens import tokenize
from byname.values import FuzzyDate


def dates(text: str) -> list[str]:
    return [date.edtf for date in find_mentions(tokenize(text)).dates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 5 March 1953", ["1953-03-05"]),
        ("on March 5, 1953, at night", ["1953-03-05"]),
        ("on the 5th of March 1953", ["1953-03-05"]),
        ("in March of 1953", ["1953-03"]),
        ("between 1936 and 1938", ["1936/1938"]),
        ("from 1936 to 1938", ["1936/1938"]),
        ("between the winter of 1936 and mid-1938", ["1936/1938"]),
        ("entre el verano de 1937 y finales de 1938", ["1937/1938"]),
        ("с лета 1937 до конца 1938 года", ["1937/1938"]),
        ("en la década de 1920", ["192X"]),
        ("в 30-50 годы 20 века", ["1930/1959", "19XX"]),
        ("la década de los años 30", ["193X"]),
        ("the years 1936-38", ["1936/1938"]),
        ("in 1937 and 1938", ["1937/1938"]),
        ("in the 1920s and 30s", ["192X", "193X"]),
        ("from August 1937 to November 1938", ["1937-08/1938-11"]),
        ("from 2 to 13 March 1938", ["1938-03-02/1938-03-13"]),
        ("on 01.12.1934", ["1934-12-01"]),
        ("in the nineteenth century", ["18XX"]),
        ("5 марта 1953 года", ["1953-03-05"]),
        ("в 1937—1938 гг.", ["1937/1938"]),
        ("в 1930-е годы", ["193X"]),
        ("с августа 1937 по ноябрь 1938 года", ["1937-08/1938-11"]),
        ("during the Great Purge", ["1936/1938"]),
        ("during World War II", ["1939/1945"]),
    ],
)
def test_a_date_is_read_at_the_precision_it_is_written_in(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize("text", ["on 31 February 1937 they met", "in 13.13.1937 nothing"])
def test_a_day_that_does_not_exist_is_not_made_up(text: str) -> None:
    assert not any(len(date) == 10 for date in dates(text))


def test_a_day_without_a_year_takes_the_last_year_and_says_that_it_is_uncertain() -> None:
    assert dates("In November 1938 it ended, and on 25 November he fell.") == ["1938-11", "1938-11-25?"]


def test_the_month_may_is_not_the_verb() -> None:
    assert dates("In 1937 they may 5 times have met.") == ["1937"]


@given(st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)))
def test_every_day_of_the_century_is_read_in_four_forms(day: dt.date) -> None:
    january_to_december = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    months = january_to_december.split()
    forms = (
        f"on {day.day} {day:%B} {day.year}.",
        f"on {day:%B} {day.day}, {day.year}.",
        f"on {day.isoformat()}.",
        f"{day.day} {months[day.month - 1]} {day.year} года.",
    )
    assert [dates(form) for form in forms] == [[day.isoformat()]] * 4


def test_every_named_period_has_a_date_and_says_who_dates_it_so() -> None:
    for row in pack_yaml("periods.yaml"):
        assert FuzzyDate.parse(row["dates"]).earliest, row["name"]
        assert re.search(r"https://\S+, read \d{4}-\d\d-\d\d|figures", row["source"]), row["name"]


def test_a_month_without_its_year_takes_the_year_before_it_and_is_uncertain() -> None:
    found = find_mentions(tokenize("In June 1953 he was arrested. In December he was shot.")).dates
    assert [date.edtf for date in found] == ["1953-06", "1953-12?"]


def test_a_month_after_no_year_or_that_may_be_a_verb_is_no_date() -> None:
    assert not find_mentions(tokenize("In December he was shot.")).dates
    assert [d.edtf for d in find_mentions(tokenize("In 1953 they may, in may, march in march.")).dates] == ["1953"]
