from __future__ import annotations

import pytest

from byname.claims.verdicts.dates_compared import dates_agree, lies_in, mostly_within
from byname.values import FuzzyDate


def date(edtf: str) -> FuzzyDate:
    return FuzzyDate.parse(edtf)


@pytest.mark.parametrize(
    ("said", "fact", "agree"),
    [
        ("1953-03-05", "1953-03-05", True),
        ("1953-03", "1953-03-05", True),
        ("1953", "1953-03-05", True),
        ("1953-03-06", "1953-03-05", False),
        ("1953-04", "1953-03-05", False),
        ("1953-03-05", "1953", True),  # a day in a year that is all the fact gives
        ("1953-03", "1953-01-01/1954-02-04", True),  # 400 days
        ("1953-03", "1953-01-01/1954-02-05", False),  # 401 days, and the year that is said does not end with it
        ("1936/1938", "1936-08/1938-11", True),
        ("1936/1939", "1936-08/1938-11", False),
        ("1935/1938", "1936-08/1938-11", False),
        ("1937", "1936-08/1938-11", False),
        ("1937-01-01/1939-01-01", "1936-01/1939-12", True),  # 731 of the 1461 days of the fact
        ("1937-01-01/1938-12-31", "1936-01/1939-12", False),  # 730
        ("1937-01-01/1937-04-10", "1936-12-01/1937-06-18", True),  # a hundred days of two hundred
        ("1937-01-01/1937-04-09", "1936-12-01/1937-06-18", False),
        ("1936-12-01/1937-12-31", "1936-12-01/1938-02-28", True),  # from the same day on, in other years
        ("1936-11-30/1937-12-31", "1936-12-01/1938-02-28", False),
        ("1935-01-01/1937-12-31", "1936-01/1939-12", False),  # many, not all of them in it
        ("1938-01-01/1940-12-31", "1936-01/1939-12", False),
        ("1937-03/1937-04", "1937-03-15/1937-05-15", False),  # 62 days, which only a date around them covers
        ("1937-03/1937-05", "1937-03-15/1937-05-15", True),
        ("1937-03-15/1937-04-14", "1937-03-15/1937-05-15", True),  # 31 days in them
        ("1937-03-15/1937-04-15", "1937-03-15/1937-05-15", False),  # 32 days
        ("1937-03-15/1937-04-20", "1937-03-15/1937-05-16", True),  # within 63 days, and more than half of them
    ],
)
def test_a_date_agrees_with_a_fact_at_the_precision_of_the_coarser(said: str, fact: str, agree: bool) -> None:
    assert dates_agree(date(said), date(fact)) is agree


@pytest.mark.parametrize(
    ("said", "fact", "lies"),
    [
        ("1937", "1936-08/1938-11", True),
        ("1936-09", "1936-08/1938-11", True),
        ("1936-01", "1936-08/1938-11", False),
        ("1935", "1936-08/1938-11", False),
        ("1936/1939", "1936-08/1938-11", False),
        ("1935/1937", "1936-08/1938-11", False),
        ("1936/1938", "1936-08/1938-11", True),
    ],
)
def test_a_date_lies_in_the_years_of_a_fact(said: str, fact: str, lies: bool) -> None:
    assert lies_in(date(said), date(fact)) is lies


@pytest.mark.parametrize(
    ("said", "fact", "within"),
    [
        ("1937-01-01/1937-01-10", "1937-01-05/1937-12-31", True),  # six days of ten
        ("1937-01-01/1937-01-10", "1937-01-06/1937-12-31", False),  # five
        ("1937-01-01/1937-01-11", "1937-01-06/1937-12-31", True),  # six days of eleven
        ("1937-01-01/1937-01-11", "1937-01-07/1937-12-31", False),
        ("1937-01-01/1937-01-10", "1936-01-01/1937-01-06", True),
        ("1937-01-01/1937-01-10", "1936-01-01/1937-01-05", False),
        ("1937", "1936/1938", True),
        ("1937", "1940", False),
    ],
)
def test_a_date_is_mostly_within_a_fact_with_more_than_half_of_its_days(said: str, fact: str, within: bool) -> None:
    assert mostly_within(date(said), date(fact)) is within
