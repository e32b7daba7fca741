from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from byname.people.comparison.features import NO_DAY, Days, Sets, Words, day_bounds, shares_of
from byname.people.settings import Comparison

PLAIN = Comparison("surname", "surname", ())
SMOOTHED = Comparison("surname", "surname", (), background_share=0.01, background_weight=50)


def _day(iso: str) -> int:
    return (dt.date.fromisoformat(iso) - dt.date(1970, 1, 1)).days


def test_words_become_codes_in_sorted_order_and_an_empty_text_is_missing() -> None:
    words = Words.of(pl.Series(["pohkov", None, "lintov", "", "pohkov"]))
    assert words.codes.tolist() == [1, -1, 0, -1, 1]
    assert words.values.to_list() == ["lintov", "pohkov"]
    assert words.counts.tolist() == [1, 2]


@pytest.mark.parametrize("column", [pl.Series([None, None], dtype=pl.String), pl.Series(["", ""])])
def test_a_column_without_a_word_has_no_value(column: pl.Series) -> None:
    words = Words.of(column)
    assert words.codes.tolist() == [-1, -1]
    assert len(words.values) == len(words.counts) == 0


@pytest.mark.published
def test_the_share_of_a_value_is_smoothed_by_what_is_known_from_elsewhere() -> None:
    """Winkler (1989): agreement on a value is weighed by its frequency; the record compared is taken out."""
    words = Words.of(pl.Series(["ivanov"] * 11 + ["cvibuhtin"]))
    cvibuhtin, ivanov = words.shares(SMOOTHED).tolist()
    assert ivanov == pytest.approx((11 - 1 + 50 * 0.01) / (12 - 1 + 50))
    assert cvibuhtin == pytest.approx(50 * 0.01 / (12 - 1 + 50))
    known = words.shares(SMOOTHED, background=pl.Series([0.0, 0.2]).to_numpy())
    assert known[1] == pytest.approx((10 + 50 * 0.2) / 61)


def test_no_share_is_zero_or_above_one() -> None:
    assert shares_of(pl.Series([1, 5]).to_numpy(), 1.0, PLAIN).tolist() == pytest.approx([1e-9, 1.0])


def test_days_are_the_first_and_the_last_that_a_date_can_mean() -> None:
    days = Days.of(pl.Series(["1937-06-11", "1937-06", None, "1937"]))
    assert days.low.tolist() == [_day("1937-06-11"), _day("1937-06-01"), NO_DAY, _day("1937-01-01")]
    assert days.high.tolist() == [_day("1937-06-11"), _day("1937-06-30"), NO_DAY, _day("1937-12-31")]


def test_an_open_end_reaches_four_centuries_and_no_further() -> None:
    after, before = Days.of(pl.Series(["1930/.."])), Days.of(pl.Series(["../1930"]))
    assert after.low[0] == _day("1930-01-01")
    assert after.high[0] == -before.low[0] == 400 * 366


def test_the_bounds_of_each_different_date_stand_once() -> None:
    found = day_bounds(pl.Series(["1937", None, "1936", "1937"]))
    assert found.rows() == [
        ("1936", _day("1936-01-01"), _day("1936-12-31")),
        ("1937", _day("1937-01-01"), _day("1937-12-31")),
    ]


def test_a_set_keeps_its_first_different_words_and_counts_them_by_rows() -> None:
    sets = Sets.of(pl.Series([["58-8", "58-10", "58-8"], None, [""], ["58-10", "58-2", "58-6"]]), 2)
    assert sets.values.to_list() == ["58-10", "58-2", "58-6", "58-8"]
    assert sets.codes.tolist() == [[0, 3], [-1, -1], [-1, -1], [0, 1]]
    assert sets.counts.tolist() == [2, 1, 1, 1]
    assert sets.shares(SMOOTHED)[0] == pytest.approx((2 - 1 + 0.5) / (2 - 1 + 50))  # of two rows that have a word
