from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from benchmarks.motive.synthetic import competing

from byname.consequences.analyses import analyses, custody_deaths
from byname.consequences.camps import mortality
from byname.consequences.destinations import SENT
from byname.consequences.households import households, make_households, sizes
from byname.consequences.offices import chains
from byname.consequences.paths import paths, with_stations
from byname.consequences.restoration import restoration
from byname.consequences.years_lost import life_table, years_lost
from byname.errors import BadFigureTable
from byname.people.profiles.subjects import SUBJECTS
from byname.records.schema import RECORDS
from byname.site.charts.paths import alluvial
from byname.sources.bundled import great_terror

FACTS = great_terror().read_all_facts()
MARCH = (dt.date(1949, 3, 1), dt.date(1949, 3, 31))


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def subject(**values: object) -> dict[str, object]:
    return dict.fromkeys(SUBJECTS) | {"persecuted": True, "executed": False} | values


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SUBJECTS)


def test_paths_keep_every_person_at_every_station() -> None:
    people = competing(300, 1)
    rows = paths(people).table
    for station in ("taken", "sentenced", "ended"):
        assert rows.filter(pl.col("from") == station)["people"].sum() == 300
    drawn = alluvial(rows).to_dict()
    assert len(drawn["layer"]) == 3


def test_rehabilitated_after_death_is_told_apart() -> None:
    people = table(
        subject(person_id="a", ending="executed", executed=True, rehabilitation_low=day("1956-01-01")),
        subject(person_id="b", ending="released", rehabilitation_low=day("1956-01-01")),
        subject(person_id="c", reinstated="yes"),
    )
    assert with_stations(people)["restored"].to_list() == ["rehabilitated after death", "rehabilitated", "reinstated"]


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


def test_shares_reinstated_stand_with_their_bases() -> None:
    people = table(
        *(subject(person_id=f"a{n}", sphere="army", arrest_low=day("1937-06-01"), reinstated="yes") for n in range(3)),
        *(subject(person_id=f"b{n}", sphere="army", arrest_low=day("1937-06-01")) for n in range(7)),
    )
    found = restoration(people, FACTS)
    rows = {row["of"]: row for row in found.table.to_dicts() if row["what"] == "reinstated"}
    assert (rows["persecuted people of the army"]["people"], rows["persecuted people of the army"]["base"]) == (3, 10)
    assert rows["people of whom a source says whether they were reinstated"]["share"] == 1.0
    thirty = next(sentence for sentence in found.sentences if "F032" in sentence)
    assert "30 percent of purged officers, 1937 to 1939" in thirty
    assert not any("F038" in sentence for sentence in found.sentences)  # unverified


def test_heads_of_the_nkvd_follow_each_other() -> None:
    chain = chains(FACTS["office_terms"])["people's commissar for internal affairs of the USSR"]
    assert [step.holder.split()[-1] for step in chain] == ["Yagoda", "Yezhov", "Beria"]
    assert [step.successor.split()[-1] for step in chain[:-1]] == ["Yezhov", "Beria"]
    assert chain[1].survived_days == (436, 436)


def test_known_deaths_in_custody_are_a_lower_bound() -> None:
    people = table(*(subject(person_id=str(n), arrest_low=day("1941-06-14"), arrest_high=day("1941-06-14"),
                             ending="died in custody" if n < 5 else None) for n in range(25)))  # fmt: skip
    found = custody_deaths(people)
    assert found.table.to_dicts()[0]["share"] == 0.2
    assert "lower bounds" in found.warnings[0]


def test_deaths_in_the_camps_were_worst_in_1938_by_the_published_table() -> None:
    found = mortality(FACTS["gulag_inmates_deaths"])
    assert "1938: 126,585 deaths" in found.sentences[0]


def test_an_empty_archive_is_refused_everything_without_an_error() -> None:
    none = table()
    families = make_households(pl.DataFrame(schema=RECORDS))
    sent = pl.DataFrame(schema=SENT)
    found = list(analyses(none, families, sent, {}))
    assert found
    assert all(one.refused and not one.numbers for one in found)
