from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from byname.consequences.office_chains import chain_numbers, chain_of, joined_terms
from byname.people.profiles.subjects import SUBJECTS
from byname.sources.bundled import demo_collection

TERMS = demo_collection().read_all_facts()["office_terms"]


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


def test_chain_of_an_office_is_in_the_order_of_the_losses() -> None:
    own = people(
        holder("late", "marshal", arrest="1938-10-22", death="1938-11-09"),
        holder("never", "marshal army-office", death=None),
        holder("early", "marshal", arrest="1937-05-22", death="1937-06-12"),
        holder("other", "professor", arrest="1937-01-01"),
    )
    names = {"late": "Блюхер, В. К.", "early": "图哈切夫斯基", "never": "Voroshilov", "other": "X"}
    found = chain_of(own, names, "marshal", TERMS)
    rows = found.table.to_dicts()
    assert [row["person"] for row in rows] == ["early", "late", "never"]
    assert [row["days_from_arrest_to_death"] for row in rows] == [21, 18, None]
    assert "marshal of the Soviet Union: Vasily Blyukher (1935-11-20 to 1938-10-22)" in rows[1]["published_terms"]
    kept = {number.id: number for number in found.numbers}
    assert kept[rows[0]["holder_id"]].where[0].value == "early"
    assert kept[rows[0]["days_from_arrest_to_death_id"]].value == 21
    assert "nobody" in chain_of(own, names, "bishop").refused


def test_partial_dates_give_days_as_an_interval() -> None:
    one = holder("a", "marshal", arrest="1937-05-22") | {
        "death_low": day("1937-01-01"), "death_high": day("1937-12-31"), "ending": "executed"}  # fmt: skip
    row = chain_of(people(one), {}, "marshal").table.row(0, named=True)
    assert (row["days_from_arrest_to_death_low"], row["days_from_arrest_to_death_high"]) == (0, 223)
    assert row["died"] == "1937"


def test_names_that_fit_two_people_are_not_joined() -> None:
    found = joined_terms({"1": "Ягода", "2": "Jagoda, Genrich Grigorjewitsch", "3": "Н. И. Ежов"}, TERMS)
    assert set(found) == {"3"}
    found = joined_terms({"2": "Jagoda, Genrich Grigorjewitsch", "4": "М. Ежов"}, TERMS)
    assert set(found) == {"2"}


def test_numbers_of_leading_offices_are_kept_for_tracing() -> None:
    assert {number.id for number in chain_numbers(marshals())} == {f"office-marshal-m{n}" for n in range(5)}
    assert not list(chain_numbers(marshals(FIVE[:3])))
