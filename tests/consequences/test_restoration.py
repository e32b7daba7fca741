from __future__ import annotations

import datetime as dt

import polars as pl

from byname.consequences.restoration import restoration
from byname.people.profiles.subjects import SUBJECTS
from byname.sources.bundled import demo_collection

FACTS = demo_collection().read_all_facts()


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def subject(**values: object) -> dict[str, object]:
    return dict.fromkeys(SUBJECTS) | {"persecuted": True, "executed": False} | values


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SUBJECTS)


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
