from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
import pytest

from byname.people.profiles.conflicts import CONFLICTS, find_conflicts


def _conflicts(build: Callable[..., pl.DataFrame], *rows: Mapping[str, object]) -> pl.DataFrame:
    table = build([{"record_id": f"{chr(65 + i)}:0", **row} for i, row in enumerate(rows)])
    return find_conflicts(table.with_columns(pl.lit("P-1").alias("person_id")))


@pytest.mark.parametrize(
    ("one", "other", "size", "severity"),
    [
        ({"death": "1938-07-28"}, {"death": "1938-07-29"}, 1, "slip"),
        ({"death": "1937-06-24/1937-06-26"}, {"death": "1937-09-10"}, 76, "months"),
        ({"birth": "1883"}, {"birth": "1940-09-28"}, 20725, "years"),
    ],
)
def test_dates_that_cannot_both_be_true_are_in_conflict(
    build: Callable[..., pl.DataFrame],
    one: dict[str, object],
    other: dict[str, object],
    size: int,
    severity: str,
) -> None:
    row = _conflicts(build, one, other).row(0, named=True)
    assert (row["size"], row["severity"], row["record_ids"]) == (size, severity, ["A:0", "B:0"])


def test_a_year_and_a_day_of_it_are_not_in_conflict(build: Callable[..., pl.DataFrame]) -> None:
    assert len(_conflicts(build, {"birth": "1893"}, {"birth": "1893-02-16"})) == 0


def test_a_death_before_a_release_is_a_conflict(build: Callable[..., pl.DataFrame]) -> None:
    row = _conflicts(build, {"death": "1942-03-01"}, {"release": "1955-03-01"}).row(0, named=True)
    assert row["field"] == "death and release"
    assert row["severity"] == "years"


def test_two_genders_are_a_conflict(build: Callable[..., pl.DataFrame]) -> None:
    row = _conflicts(build, {"gender": "male"}, {"gender": "female"}, {"gender": "male"}).row(0, named=True)
    assert (row["field"], row["values"]) == ("gender", ["male", "female", "male"])


def test_one_record_cannot_contradict_itself_and_the_table_keeps_its_columns(
    build: Callable[..., pl.DataFrame],
) -> None:
    found = _conflicts(build, {"death": "1942-03-01", "release": "1955-03-01"})
    assert len(found) == 0
    assert dict(found.schema) == CONFLICTS


def test_the_largest_conflict_comes_first(build: Callable[..., pl.DataFrame]) -> None:
    found = _conflicts(build, {"birth": "1883", "death": "1938-07-28"}, {"birth": "1890", "death": "1938-07-29"})
    assert found["field"].to_list() == ["birth", "death"]
