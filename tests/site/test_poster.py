from __future__ import annotations

import re

import polars as pl

from byname.site.poster import poster

MONTHS = pl.DataFrame({"kind": ["arrests", "arrests", "deaths"], "month": ["1937-06", "1937-08", "1938-01"],
                       "count": [3, 5, 2]})  # fmt: skip
EVENTS = pl.DataFrame({"date": ["1937-07-30", "1990-01-01", "1937"], "title": ["Order <00447>", "Later", "Undated"],
                       "kind": ["order"] * 3, "source": ["A & B"] * 3})  # fmt: skip


def test_the_events_of_the_time_stand_below_the_pictures_with_their_source() -> None:
    page = poster("Our <town>", MONTHS, EVENTS)
    assert "Our &lt;town&gt;" in page
    assert "1937-07-30: Order &lt;00447&gt;" in page
    assert "Events: A &amp; B." in page
    assert "Later" not in page
    assert "Undated" not in page
    assert page.index("Arrests: 8 people") < page.index("Deaths: 2 people")
    assert "<p>1937, month by month." in page


def test_a_poster_asks_for_nothing_and_runs_nothing() -> None:
    page = poster("Town", MONTHS, EVENTS)
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b", page)
    assert "size: A2" in page


def test_lists_without_dates_say_so() -> None:
    page = poster("Town", MONTHS.clear(), EVENTS)
    assert "The lists date nothing to the month." in page
    assert "<svg" not in page
