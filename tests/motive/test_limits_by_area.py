from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from byname.motive.evidence import Material
from byname.motive.limits_by_area import limits_by_area
from byname.people.profiles.subjects import SUBJECTS

EPOCH = dt.date(1970, 1, 1)


def executed(number: int, region: str | None, day: str) -> dict[str, object]:
    days = (dt.date.fromisoformat(day) - EPOCH).days
    return dict.fromkeys(SUBJECTS) | {"person_id": str(number), "executed": True, "persecuted": True,
                                      "region": region, "death_low": days, "death_high": days}  # fmt: skip


def people(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SUBJECTS)


def test_people_of_our_lists_stand_beside_the_limits_of_their_area(material: Material) -> None:
    found = limits_by_area(material.facts, people(
        executed(1, "karelia petrosavodsk", "1937-11-03"), executed(2, "karelia", "1938-02-01"),
        executed(3, "karelia", "1941-11-03"), executed(4, "moskva", "1937-11-03"), executed(5, None, "1937-11-03"),
    ))  # fmt: skip
    row = found.table.filter(pl.col("area") == "Karelian ASSR").row(0, named=True)
    assert row["documented"] == 2
    number = next(number for number in found.numbers if number.id == row["documented_id"])
    assert (number.value, number.where[0].value) == (2.0, "karel")


def test_why_our_lists_do_not_stand_beside_limits_is_said(material: Material) -> None:
    found = limits_by_area(material.facts, people(executed(1, None, "1937-11-03")))
    assert "name a place for 0" in found.warnings[-1]
    assert not found.numbers


@pytest.mark.parametrize("missing", ["_outcomes", "_raised"])
def test_tables_may_be_missing(material: Material, missing: str) -> None:
    facts = {name: table for name, table in material.facts.items() if not name.endswith(missing)}
    rows = limits_by_area(facts, people()).table
    assert rows.filter(pl.col("area") == "Ukraine SSR")["to_be_shot"].to_list() == [8000]


def test_no_limits_are_refused() -> None:
    assert "no table of limits" in limits_by_area({}, people()).refused
