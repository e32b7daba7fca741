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


@pytest.mark.parametrize(
    ("other", "size", "severity"),
    [("1937-02-01", 31, "slip"), ("1937-02-02", 32, "months"), ("1938-01-01", 365, "months"),
     ("1938-01-02", 366, "years")],
)  # fmt: skip
def test_a_conflict_is_a_slip_up_to_a_month_and_of_years_from_a_year_on(
    build: Callable[..., pl.DataFrame], other: str, size: int, severity: str
) -> None:
    row = _conflicts(build, {"arrest": other}, {"arrest": "1937-01-01"}).row(0, named=True)
    assert (row["field"], row["size"], row["severity"]) == ("arrest", size, severity)
    assert row["values"] == [other, "1937-01-01"]


@pytest.mark.parametrize("field", ["birth", "arrest", "sentence_date", "deportation", "release", "death"])
def test_every_date_of_a_life_may_be_in_conflict(build: Callable[..., pl.DataFrame], field: str) -> None:
    found = _conflicts(build, {field: "1938"}, {field: "1937-05-01"}, {field: "1937"}, {})
    assert found["field"].to_list() == [field]
    assert found["size"].to_list() == [245]  # from the first of May to the first day of 1938
    assert found["record_ids"].to_list() == [["A:0", "B:0", "C:0"]]


@pytest.mark.parametrize(
    ("released", "size"), [("1942-03-01", None), ("1942-03-02", 1), ("1942-02", None), ("1942", None)]
)
def test_a_death_is_before_a_release_from_the_day_after_it(
    build: Callable[..., pl.DataFrame], released: str, size: int | None
) -> None:
    found = _conflicts(build, {"death": "1942-03-01"}, {"release": released})
    assert found["size"].to_list() == ([] if size is None else [size])


def test_the_latest_death_is_set_beside_the_latest_release(build: Callable[..., pl.DataFrame]) -> None:
    rows = [{"death": "1942-03-01"}, {"death": "1942-03-05", "release": "1942-03-02"}, {"release": "1942-03-09"}]
    found = _conflicts(build, *rows).filter(pl.col("field") == "death and release").row(0, named=True)
    assert found["size"] == 4
    assert found["values"] == ["1942-03-01", "1942-03-05", "1942-03-02", "1942-03-09"]  # deaths, then releases
    assert found["record_ids"] == ["A:0", "B:0", "B:0", "C:0"]


def test_one_gender_is_no_conflict_and_two_are_a_grave_one_without_days(build: Callable[..., pl.DataFrame]) -> None:
    assert len(_conflicts(build, {"gender": "male"}, {"gender": "male"}, {})) == 0
    row = _conflicts(build, {"gender": "male"}, {}, {"gender": "female"}).row(0, named=True)
    assert (row["size"], row["severity"], row["record_ids"]) == (0, "years", ["A:0", "C:0"])


def test_people_are_told_apart_and_conflicts_of_one_size_stand_by_person_and_field(
    build: Callable[..., pl.DataFrame],
) -> None:
    day, other = {"birth": "1893-02-16", "arrest": "1937-05-01"}, {"birth": "1893-02-17", "arrest": "1937-05-02"}
    rows = [{"record_id": f"{source}:{n}", **row} for n in range(2) for source, row in (("A", day), ("B", other))]
    rows.append({"record_id": "C:9", "birth": "1850"})
    table = build(rows).with_columns(person_id=pl.Series(["P-2", "P-2", "P-1", "P-1", "P-3"]))
    found = find_conflicts(table)
    assert list(found.select("person_id", "field").iter_rows()) == [
        ("P-1", "arrest"),
        ("P-1", "birth"),
        ("P-2", "arrest"),
        ("P-2", "birth"),
    ]
