from __future__ import annotations

import polars as pl

from byname.people.profiles.incidents import INCIDENTS, gather_incidents

SAID = [
    ("A:0", "incident", "M1", "M1"), ("A:0", "incident_date", "1976-07-04", "4/7/1976"),
    ("A:0", "fewest_dead", "4", "4"), ("A:0", "most_dead", "6", "6"),
    ("A:0", "incident_place", "avellaneda", "Avellaneda"),
    ("A:1", "incident", "M1", "M1"), ("A:1", "name", "x", "x"),
    ("A:2", "incident", "M1", "M1"), ("A:2", "most_dead", "7", "7"),
    ("A:3", "incident", "M2", "M2"), ("A:3", "fewest_dead", "3", "3"),
    ("A:4", "incident", "M3", "M3"), ("A:5", "fewest_dead", "9", "9"), ("A:6", "incident", None, "?"),
]  # fmt: skip
STATEMENTS = pl.DataFrame(SAID, schema=["record_id", "field", "value", "as_written"], orient="row")
RECORDS = pl.DataFrame({"record_id": [f"A:{n}" for n in range(7)], "source": ["A"] * 7})
PEOPLE = pl.DataFrame({"record_id": ["A:1", "A:2"], "person_id": ["P-1", "P-1"]})


def test_an_incident_keeps_the_numbers_of_its_source_and_counts_only_who_is_named() -> None:
    found = gather_incidents(RECORDS, STATEMENTS, PEOPLE)
    assert found.schema == INCIDENTS
    rows = found.drop("source", "record_ids").rows()
    assert rows == [
        ("M1", "1976-07-04", "Avellaneda", 4, 7, 1),
        ("M2", None, None, 3, 3, 0),
        ("M3", None, None, None, None, 0),
    ]
    assert found["record_ids"].to_list()[0] == ["A:0", "A:1", "A:2"]


def test_without_incidents_the_table_is_empty_with_its_columns() -> None:
    none = STATEMENTS.filter(pl.col("field") == "name")
    assert gather_incidents(RECORDS, none, PEOPLE).schema == INCIDENTS
