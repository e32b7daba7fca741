"""Offices: chains of published terms, chains from role data, survival of holders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest

from byname.consequences.office_chains import chain_numbers, chain_of, joined_terms
from byname.consequences.office_survival import survival
from byname.consequences.offices import chains, holders, survival_of
from byname.consequences.succession import successions
from byname.errors import CannotEstimate
from byname.people.profiles.subjects import SUBJECTS
from byname.sources.bundled import great_terror
from byname.sources.facts import FactTable

TERMS = great_terror().read_all_facts()["office_terms"]
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


def terms(*rows: tuple[str, str, str]) -> FactTable:
    table = pl.DataFrame(
        [{"office": "consul", "holder": name, "from": since, "to": until, "ended_by": "", "removed_by": "", "died": "",
          "source_title": "a list"} for name, since, until in rows]
    )  # fmt: skip
    return FactTable("office_terms", table, table.clear())


def test_how_long_holders_of_an_office_survived() -> None:
    one = survival_of(marshals(), "marshal", dt.date(1935, 11, 20), dt.date(1941, 6, 22))
    assert one.share[-1] == pytest.approx(0.6)
    with pytest.raises(CannotEstimate, match="no death"):
        survival_of(marshals(), "professor", dt.date(1935, 11, 20), dt.date(1941, 6, 22))
    assert holders(marshals()).table["people"].to_list() == [5]


def test_who_died_before_the_beginning_is_not_at_risk() -> None:
    both = people(holder("a", "marshal", death="1930-01-01"), holder("b", "marshal", death="1938-01-01"))
    assert survival_of(both, "marshal", dt.date(1937, 1, 1), dt.date(1941, 1, 1)).share[-1] == pytest.approx(1.0)


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


def test_a_missing_term_names_no_successor() -> None:
    chain = chains(terms(("A", "1930-01-01", "1935-06-01"), ("B", "1935-06-20", "1937"), ("C", "1939-01-01", "")))
    assert [step.successor for step in chain["consul"]] == ["B", "", ""]


def test_holders_at_the_same_time_do_not_follow_each_other() -> None:
    chain = chains(TERMS)["marshal of the Soviet Union"]
    assert not any(step.successor for step in chain)
    assert [step.holder.split()[-1] for step in chain[:3]] == ["Tukhachevsky", "Yegorov", "Blyukher"]


def test_terms_known_to_the_year_stand_after_dated_ones_of_that_year() -> None:
    chain = chains(TERMS)["chairman of the Council of People's Commissars of Ukraine"]
    assert [step.holder.split()[-1] for step in chain] == [
        "Chubar", "Liubchenko", "Bondarenko", "Marchak", "Korotchenko"]  # fmt: skip
    assert [step.successor.split()[-1] for step in chain[:3]] == ["Liubchenko", "Bondarenko", "Marchak"]


def test_succession_is_told_by_level_with_its_sources() -> None:
    whole, parts = successions(TERMS)
    assert (whole.id, parts.id) == ("succession", "succession-republics-and-regions")
    row = whole.table.row(0, named=True)
    assert "Genrikh Yagoda (1934-07-10 to 1936-09-26) → Nikolai Yezhov" in row["holders"]
    assert "Time, 19 December 1938" in row["source"]
    assert any("Yagoda was removed by Stalin and Zhdanov, by telegram" in sentence for sentence in whole.sentences)
    assert "Vasily Blyukher (18), Mikhail Tukhachevsky (21)" in whole.sentences[1]


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
