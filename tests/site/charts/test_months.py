from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from byname.site.charts.months import events_in, month_number, span


def months(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["kind", "month", "count"], orient="row")


def test_span_is_whole_years_of_arrests_and_not_of_late_deaths() -> None:
    found = span(months(("arrests", "1937-06", 5), ("sentences", "1938-01", 2), ("deaths", "1991-07", 1)))
    assert found == (1937 * 12, 1939 * 12)


def test_span_falls_back_on_the_events_there_are() -> None:
    assert span(months(("deaths", "1933-05", 9))) == (1933 * 12, 1934 * 12)
    assert span(months().cast({"kind": pl.String, "month": pl.String, "count": pl.Int64})) is None


def test_one_stray_date_does_not_stretch_the_axis() -> None:
    rows = [("arrests", f"1937-{month:02d}", 100) for month in range(1, 13)]
    assert span(months(("arrests", "1900-11", 1), *rows, ("arrests", "1989-11", 1))) == (1937 * 12, 1938 * 12)


def test_sparse_dates_over_a_century_all_stay() -> None:
    assert span(months(("arrests", "1900-11", 1), ("arrests", "1989-11", 1))) == (1900 * 12, 1990 * 12)


def test_one_month_that_outweighs_all_others_sets_the_span() -> None:
    assert span(months(("arrests", "1900-11", 10**6), ("arrests", "1989-11", 1))) == (1900 * 12, 1901 * 12)


@given(st.lists(st.tuples(st.integers(1, 2100), st.integers(1, 12), st.integers(1, 10**6)), min_size=1, max_size=40))
def test_span_is_never_empty(dates: list[tuple[int, int, int]]) -> None:
    found = span(months(*(("arrests", f"{year:04d}-{month:02d}", count) for year, month, count in dates)))
    assert found is not None
    assert found[0] < found[1]


def test_events_in_the_span_are_numbered_in_order() -> None:
    rows = [("1938-03-02", "b"), ("1937-06-11/1937-06-12", "a"), ("1937", "undated"), ("1953-03-05", "late")]
    frame = pl.DataFrame(
        [{"date": date, "title": title, "kind": "trial", "source": "s"} for date, title in rows],
    )
    found = events_in(frame, (month_number("1937-01"), month_number("1939-01")))
    assert [(event.mark, event.title) for event in found] == [(1, "a"), (2, "b")]
