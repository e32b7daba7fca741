from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.values import FuzzyDate
from byname.values.dates import julian_shift


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("1937", "1937-01-01", "1937-12-31"),
        ("1937-06", "1937-06-01", "1937-06-30"),
        ("1937-06-11", "1937-06-11", "1937-06-11"),
        ("193X", "1930-01-01", "1939-12-31"),
        ("1937~", "1935-01-01", "1939-12-31"),
        ("1936/1938", "1936-01-01", "1938-12-31"),
        ("1937-06-11/1937-06-12", "1937-06-11", "1937-06-12"),
        ("1944?-03-28", "1944-03-28", "1944-03-28"),
    ],
)
def test_bounds_are_the_first_and_last_day_a_date_can_mean(edtf: str, first: str, last: str) -> None:
    date = FuzzyDate.parse(edtf)
    assert (date.earliest_date.isoformat(), date.latest_date.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["1937-02-30", "1937-13", "", "12.11.37", "1938/1936", "abc"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - month and EDTF errors word it differently
        FuzzyDate.parse(text)


def test_uncertain_day_is_not_exact() -> None:
    assert FuzzyDate.parse("1937-06-11").is_exact
    assert not FuzzyDate.parse("1937-06-11?").is_exact
    assert not FuzzyDate.parse("1937-06").is_exact


def test_julian_day_is_converted() -> None:
    # 25 October 1917 (Julian) is 7 November 1917: the day after which the revolution is called in both ways.
    assert FuzzyDate.parse("1917-10-25", julian=True).earliest_date == dt.date(1917, 11, 7)
    assert julian_shift(dt.date(1899, 12, 31)) == 12
    assert julian_shift(dt.date(1900, 3, 1)) == 13


@given(st.dates(min_value=dt.date(1500, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_written_day_means_that_day_alone(day: dt.date) -> None:
    date = FuzzyDate.parse(day.isoformat())
    assert date.earliest == date.latest == day.toordinal()
    assert FuzzyDate.parse(f"{day:%Y-%m}").overlaps(date)
    assert FuzzyDate.parse(f"{day:%Y}").overlaps(date)


@pytest.mark.parametrize("text", ["...", "..4", "[....4]", "././.", "[[..1938]..]", "1937-٣2-01", "9999~", "1/2/3"])
def test_what_only_looks_like_an_interval_is_refused(text: str) -> None:
    assert FuzzyDate.parse_or_none(text) is None


def test_a_julian_day_beyond_the_last_year_is_refused() -> None:
    assert FuzzyDate.parse_or_none("9999-12-31") is not None
    with pytest.raises(ValueError, match="beyond the year 9999"):
        FuzzyDate.parse("9999-12-31", julian=True)
