from __future__ import annotations

import datetime as dt

import polars as pl

from byname.consequences.households import households, make_households, sizes
from byname.records.schema import RECORDS

MARCH = (dt.date(1949, 3, 1), dt.date(1949, 3, 31))


def record(number: int, head: int | None, **values: object) -> dict[str, object]:
    base = dict.fromkeys(RECORDS) | {"record_id": f"X:{number}", "source": "X", "kind": "person",
            "position": number, "head": None if head is None else f"X:{head}"}  # fmt: skip
    return base | values


def household_records() -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for start in range(0, 60, 5):
        rows += [
            record(start, None, birth_year=1900, gender="male", deportation="1949-03-25", outcome="released"),
            record(start + 1, start, birth_year=1905, gender="female", relation="wife"),
            record(start + 2, start, birth_year=1940, gender="female", relation="daughter"),
            record(start + 3, start, birth_year=1880, gender="female", relation="mother", outcome="died-in-exile"),
            record(start + 4, start, birth_year=1930, gender="male", relation="son", outcome="not-deported"),
        ]
    return pl.DataFrame(rows, schema=RECORDS)


def test_households_are_counted_without_those_who_were_not_taken() -> None:
    made = make_households(household_records())
    row = made.row(0, named=True)
    assert (row["size"], row["children"], row["women"], row["men"], row["old"]) == (4, 1, 2, 1, 1)
    assert (row["died_in_exile"], row["returned"], row["not_deported"]) == (1, 1, 1)
    assert len(row["record_ids"]) == 5
    found = households(made, *MARCH, "deportation of March 1949")
    assert found.sentences[0].startswith("12 households of 48 people, 4.0 each")
    assert sizes(made, *MARCH).to_dicts() == [{"size": 4, "households": 12}]
    assert households(made, dt.date(1941, 6, 1), dt.date(1941, 6, 30), "x").refused
