from __future__ import annotations

import pytest

from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.tokens import tokenize


def read(text: str) -> tuple[list[float], list[str]]:
    found = find_mentions(tokenize(text))
    return [number.low for number in found.numbers], [date.edtf for date in found.dates]


@pytest.mark.parametrize(
    ("text", "numbers", "dates"),
    [
        ("Of 1966 delegates many fell.", [1966], []),
        ("In 1937 officers fell.", [], ["1937"]),
        ("The 1937 arrests went on.", [], ["1937"]),
        ("1500 died there.", [1500], []),
        ("It was around 1937 that it began.", [], ["1937"]),
        ("They shot around 1937 officers.", [1937], []),
    ],
)
def test_what_looks_like_a_year_counts_where_people_follow(text: str, numbers: list[float], dates: list[str]) -> None:
    assert read(text) == (numbers, dates)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It was a 12-day trial.", []),
        ("On the 12th they met.", []),
        ("One knew it.", []),
        ("One officer knew it.", [1]),
        ("No one officer knew it.", []),
        ("At one time it was so.", []),
        ("A man of 35 came.", []),
        ("He was aged 35 then.", [35]),
        ("He was a child aged 12 then.", []),
        ("He fell, aged 35.", []),
        ("Today, October 30 has been marked for 25 years.", [25]),
        ("There are stages: 1) arrests, 2) trials.", []),
        ("(It took 12) officers.", [12]),
        ("One in ten officers fell.", [0.1]),
        ("It was one of the 196 prisons.", [196]),
        ("He lay in the prison S-21 with 12 others.", [12]),
        ("The second came.", []),
    ],
)
def test_an_ordinal_a_compound_an_age_and_a_bare_one_count_nothing(text: str, numbers: list[float]) -> None:
    assert read(text)[0] == pytest.approx(numbers)


def test_the_day_before_a_month_counts_nothing() -> None:
    assert not find_mentions(tokenize("It is celebrated on 13 April.")).numbers
    assert [n.low for n in find_mentions(tokenize("The 13 may return.")).numbers] == [13]
