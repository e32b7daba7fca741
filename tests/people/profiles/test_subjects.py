"""How subjects get what their records do not hold: standing in the party, when they joined, rank."""

from __future__ import annotations

import polars as pl
import pytest

from byname.motive.attributes import ATTRIBUTES
from byname.people.profiles.subjects import SUBJECTS, make_subjects, region_names, stated_of
from byname.records.schema import RECORDS

OWNERS = pl.DataFrame({"record_id": ["A:1", "B:1", "C:1", "A:2", "A:3"], "person_id": ["p", "p", "p", "q", "r"]})


def said(*rows: tuple[str, str, str | None]) -> pl.LazyFrame:
    schema = dict.fromkeys(("record_id", "field", "value"), pl.String)
    return pl.DataFrame(list(rows), schema=schema, orient="row").lazy()


def test_the_offices_of_all_records_count() -> None:
    held = [
        ("A:1", "army-office marshal"),
        ("B:1", None),
        ("C:1", "central-committee-member army-office"),
        ("A:2", None),
    ]
    records = pl.DataFrame(
        [{"record_id": id, "source": id[0], "kind": "person", "person_id": "q" if id == "A:2" else "p",
          "offices": codes, "given": "ivan" if id == "B:1" else None} for id, codes in held],
        schema=RECORDS | {"person_id": pl.String()},
    )  # fmt: skip
    people = records.unique("person_id").with_columns(pl.lit(1.0).alias("probability"))
    found = {row["person_id"]: row for row in make_subjects(records, people).to_dicts()}
    assert found["p"]["offices"] == "army-office central-committee-member marshal"
    assert found["p"]["rank"] == "marshal"
    assert found["q"]["offices"] is None
    assert (found["p"]["named"], found["q"]["named"]) == (True, False)  # one entry of three, none


def test_the_commonest_standing_and_the_first_year_count() -> None:
    found = stated_of(
        said(
            ("A:1", "party", "member:1919"),
            ("B:1", "party", "member:1917"),
            ("C:1", "party", "former-member"),
            ("A:2", "party_since", "1931-12"),
            ("A:3", "reinstated", "yes"),
            ("A:3", "party", None),
        ),
        OWNERS,
    )
    rows = {row["person_id"]: row for row in found.to_dicts()}
    assert rows["p"] == {"person_id": "p", "reinstated": None, "party": "member", "party_since": "1917"}
    assert (rows["q"]["party"], rows["q"]["party_since"]) == ("member", "1931")
    assert (rows["r"]["reinstated"], rows["r"]["party"]) == ("yes", None)


def test_the_year_of_another_party_makes_no_cohort() -> None:
    found = stated_of(said(("A:1", "party", "foreign-communist:1920"), ("A:2", "party", "candidate:1931")), OWNERS)
    assert found["party_since"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("year", "cohort"),
    [("1903", "before 1917"), ("1917-05-05", "1917"), ("1920", "1918-1920"), ("1928", "1921-1928"),
     ("1936-12", "1929 and later")],
)  # fmt: skip
def test_the_cohort_of_a_year(year: str, cohort: str) -> None:
    records = pl.DataFrame([{"record_id": "A:2", "source": "A", "kind": "person", "person_id": "q",
                             "offices": "brigade-commander corps-commander writer"}],
                           schema=RECORDS | {"person_id": pl.String()})  # fmt: skip
    people = records.with_columns(pl.lit(1.0).alias("probability"))
    found = make_subjects(records, people, stated_of(said(("A:2", "party_since", year)), OWNERS))
    assert list(found.columns) == list(SUBJECTS)
    assert found["party_cohort"].item() == cohort
    assert found["rank"].item() == "corps-commander"
    assert found.select(ATTRIBUTES["office"].is_group("writer")).item()


def test_a_region_is_named_as_most_sources_write_it() -> None:
    rows = [("residence", "Harju- maa Kolga v.", "hariumaa kolga"), ("residence", "Harjumaa", "hariumaa"),
            ("arrest_place", "HARJUMAA", "hariumaa"), ("residence", "???", None)]  # fmt: skip
    said = pl.DataFrame(rows, schema=dict.fromkeys(("field", "as_written", "value"), pl.String), orient="row").lazy()
    assert region_names(said) == {"hariumaa": "Harjumaa"}
