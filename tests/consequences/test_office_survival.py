from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest

from byname.consequences.office_survival import survival
from byname.people.profiles.subjects import SUBJECTS

FIVE = ("1937-06-12", "1938-11-09", "1939-02-23", None, None)  # deaths of the marshals of 1935; two outlived the terror


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def holder(person: str, office: str, **dates: str | None) -> dict[str, object]:
    days = {f"{event}_{side}": day(text) if text else None for event, text in dates.items() for side in ("low", "high")}
    ending = "executed" if dates.get("death") else None
    return dict.fromkeys(SUBJECTS) | {"person_id": person, "offices": office, "ending": ending, "persecuted": True,
                                      "executed": ending is not None} | days  # fmt: skip


def people(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SUBJECTS)


def marshals(deaths: Sequence[str | None] = FIVE) -> pl.DataFrame:
    return people(*(holder(f"m{n}", "marshal", death=death) for n, death in enumerate(deaths)))


def test_shares_by_the_first_days_of_four_years_rise_and_can_be_traced() -> None:
    found = survival(marshals([*FIVE, "1937-09-01", "1938-02-01"]))
    row = found.table.filter(pl.col("group") == "marshal of the Soviet Union").row(0, named=True)
    assert [row[f"by_{year}"] for year in (1938, 1939, 1940)] == pytest.approx([2 / 7, 4 / 7, 5 / 7])
    number = next(number for number in found.numbers if number.id == row["by_1939_id"])
    assert number.low is not None
    assert number.low < number.value < 1
    assert number.where[0].value == ("marshal",)
    assert "lower bounds" in found.warnings[0]


def test_survival_with_few_dated_deaths_is_refused() -> None:
    assert "No leading office" in survival(marshals()).refused
    assert survival(people()).refused
