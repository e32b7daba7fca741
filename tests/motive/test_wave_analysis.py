from __future__ import annotations

import datetime as dt
import sys

import numpy as np
import polars as pl
import pytest

from byname.motive.evidence import Material
from byname.motive.wave_analysis import wave
from byname.sources.facts import FactTable
from byname.statistics.series import day_number

ORDER = dt.date(1900, 4, 10)


@pytest.fixture(scope="module")
def arrested() -> pl.DataFrame:
    """Invented arrests, one a day, and ten a day for a month from the day of an order on."""
    start = day_number(ORDER)
    days = [*range(start - 100, start + 130), *np.repeat(np.arange(start, start + 30), 9).tolist()]
    low = pl.Series("arrest_low", sorted(days), dtype=pl.Int32)
    region = pl.Series("region", ["north"] * len(low))
    return pl.DataFrame([low, low.alias("arrest_high"), region, region.alias("region_name")])


def events(*days: dt.date) -> FactTable:
    rows = [{"id": f"E{n}", "date": str(day), "title": f"Order {n}", "kind": "order", "about": "", "source_title": "a"}
            for n, day in enumerate(days)]  # fmt: skip
    return FactTable("events", pl.DataFrame(rows), pl.DataFrame())


def test_a_wave_is_told_with_its_people_and_the_directive_it_follows(arrested: pl.DataFrame) -> None:
    found = wave(arrested, "arrest", events(ORDER))
    assert found.table["begins"].to_list() == [str(ORDER)]
    assert found.table["people"].to_list() == [300]
    assert found.numbers[0].value == 300
    assert found.sentences[0].startswith(f"Wave 1 of arrests: from {ORDER}")
    assert "Order 0 (1900-04-10): the nearest change, a rise, lies 0 days after it" in found.sentences[1]
    assert "in four weeks the rate became 10.0 times" in found.sentences[1]
    assert "Order 0 in north (500 dated)" in found.sentences[2]


def test_directives_outside_the_series_are_not_told(arrested: pl.DataFrame) -> None:
    found = wave(arrested, "arrest", events(dt.date(1950, 1, 1)))
    assert len(found.sentences) == len(found.table)
    assert found.drawn["directives"] == []


def test_the_two_directives_with_the_greatest_change_are_drawn(arrested: pl.DataFrame) -> None:
    days = (ORDER - dt.timedelta(60), ORDER, ORDER + dt.timedelta(30))
    drawn = wave(arrested, "arrest", events(*days)).drawn["directives"]
    assert isinstance(drawn, list)
    assert {one["title"] for one in drawn} == {"Order 1", "Order 2"}


def test_few_dated_events_are_refused(arrested: pl.DataFrame) -> None:
    assert wave(arrested.head(49), "arrest", None).refused == "Our sources date 49 arrests only."


def test_without_the_second_method_the_answer_says_that_it_was_not_run(
    arrested: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "sets the changes at: " in (told := wave(arrested, "arrest", None).warnings[0])
    assert str(ORDER) in told
    monkeypatch.setitem(sys.modules, "ruptures", None)
    assert wave(arrested, "arrest", None).warnings == (
        "A second method (penalised least squares) was not run: ruptures is not installed.",
    )


def test_every_event_of_the_collection_is_answered_or_refused(material: Material) -> None:
    found = [wave(material.subjects, event, material.facts["events"]) for event in ("arrest", "death")]
    assert any(one.table.height for one in found)
    assert all(bool(one.refused) != bool(one.table.height) for one in found)
