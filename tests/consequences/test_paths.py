from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from benchmarks.motive.synthetic import competing

from byname.consequences.paths import durations, paths, with_stations
from byname.people.profiles.subjects import SUBJECTS
from byname.statistics.incidence import cumulative_incidence


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def subject(**values: object) -> dict[str, object]:
    return dict.fromkeys(SUBJECTS) | {"persecuted": True, "executed": False} | values


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SUBJECTS)


ENDS = ("executed", "release")


def test_paths_keep_every_person_at_every_station() -> None:
    people = competing(300, 1)
    rows = paths(people).table
    for station in ("taken", "sentenced", "ended"):
        assert rows.filter(pl.col("from") == station)["people"].sum() == 300


def test_rehabilitated_after_death_is_told_apart() -> None:
    people = table(
        subject(person_id="a", ending="executed", executed=True, rehabilitation_low=day("1956-01-01")),
        subject(person_id="b", ending="released", rehabilitation_low=day("1956-01-01")),
        subject(person_id="c", reinstated="yes"),
    )
    assert with_stations(people)["restored"].to_list() == ["rehabilitated after death", "rehabilitated", "reinstated"]


def test_partial_dates_become_intervals_not_midpoints() -> None:
    frame = competing(300, 1, rough=1.0)
    found, _ = durations(frame, "arrest", ENDS)
    assert not found.exact
    assert (found.high - found.low >= 27).all()  # two months at the least, less the overlap
    exact, _ = durations(competing(300, 1), "arrest", ENDS)
    assert exact.exact


def test_who_has_no_dated_end_stays_at_risk_until_the_day_given() -> None:
    frame = competing(200, 4).with_columns(
        pl.when(pl.int_range(200) < 50).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("death_low", "death_high", "release_low", "release_high")
    )
    found, _ = durations(frame, "arrest", ENDS, until=3000)
    assert int((found.cause == 0).sum()) >= 50
    shares = sum(one.share[-1] for one in cumulative_incidence(found, 2))
    assert shares == pytest.approx(0.75, abs=0.05)
