from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from benchmarks.motive.synthetic import TRUTH, competing

from byname.consequences.analyses import after, analyses, custody_deaths
from byname.consequences.destinations import SENT
from byname.consequences.households import make_households
from byname.people.profiles.subjects import SUBJECTS
from byname.records.schema import RECORDS


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def subject(**values: object) -> dict[str, object]:
    return dict.fromkeys(SUBJECTS) | {"persecuted": True, "executed": False} | values


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SUBJECTS)


def known_share(end: str, day: float) -> float:
    total = sum(TRUTH.hazards.values())
    return float(TRUTH.hazards[end] / total * (1 - np.exp(-total * day)))


def test_known_deaths_in_custody_are_a_lower_bound() -> None:
    people = table(*(subject(person_id=str(n), arrest_low=day("1941-06-14"), arrest_high=day("1941-06-14"),
                             ending="died in custody" if n < 5 else None) for n in range(25)))  # fmt: skip
    found = custody_deaths(people)
    assert found.table.to_dicts()[0]["share"] == 0.2
    assert "lower bounds" in found.warnings[0]


def test_an_empty_archive_is_refused_everything_without_an_error() -> None:
    none = table()
    families = make_households(pl.DataFrame(schema=RECORDS))
    sent = pl.DataFrame(schema=SENT)
    found = list(analyses(none, families, sent, {}))
    assert found
    assert all(one.refused and not one.numbers for one in found)


def test_what_followed_an_arrest_by_year() -> None:
    found = after(competing(1200, 5), "arrest")
    rows = found.table.filter((pl.col("group") == "all") & (pl.col("end") == "executed")).to_dicts()
    assert rows[0]["within_1_low"] <= known_share("executed", 365) <= rows[0]["within_1_high"]
    assert {"1937", "1938"} <= set(found.table["group"])
    assert "not answered" not in found.refused
    refused = after(competing(10, 5), "arrest")
    assert "Only 10 people" in refused.refused
