from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from byname.consequences.years_lost import life_table, years_lost
from byname.errors import BadFigureTable
from byname.people.profiles.subjects import SUBJECTS


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def subject(**values: object) -> dict[str, object]:
    return dict.fromkeys(SUBJECTS) | {"persecuted": True, "executed": False} | values


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SUBJECTS)


def test_years_lost_are_those_of_the_life_table() -> None:
    born, died = 1897, day("1937-12-31")
    people = table(*(subject(person_id=str(n), ending="executed", gender="male", born=born, death_low=died,
                             death_high=died) for n in range(10)))  # fmt: skip
    row = years_lost(people).table.to_dicts()[0]
    at_40, at_41 = life_table().years(np.array([40.0, 41.0]), "male")
    assert row["mean_low"] <= at_41 + 0.01
    assert row["mean_low"] < row["mean"] < row["mean_high"]
    assert at_41 < row["mean"] < at_40 + 0.01
    assert row["sum"] == pytest.approx(10 * row["mean"])


def test_years_lost_need_age_and_sex() -> None:
    assert "0 of 1 people only" in years_lost(table(subject(person_id="a", ending="executed"))).refused
    with pytest.raises(BadFigureTable, match="no life table"):
        life_table("atlantis-1900")
    assert life_table("ussr-1938").expectation["female"][0] == 49.69


def test_life_table_of_another_country_is_refused() -> None:
    people = table(*(subject(person_id=str(n), ending="killed", gender="male", born=1950, death_low=day("1977-05-01"),
                             death_high=day("1977-05-01")) for n in range(10)))  # fmt: skip
    assert "that of RSFSR" in years_lost(people, countries=["AR"]).refused
    assert "(AR, CL)" in years_lost(people, countries=["CL", "SU", "AR"]).refused
    assert not years_lost(people, countries=["SU"]).refused
    assert not years_lost(people).refused
