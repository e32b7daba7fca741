"""Offices: chains of published terms, chains from role data, survival of holders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest

from byname.consequences.offices import chains, holders, survival_of
from byname.errors import CannotEstimate
from byname.people.profiles.subjects import SUBJECTS
from byname.sources.bundled import demo_collection
from byname.sources.facts import FactTable

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


def terms(*rows: tuple[str, str, str]) -> FactTable:
    table = pl.DataFrame(
        [{"office": "consul", "holder": name, "from": since, "to": until, "ended_by": "", "removed_by": "", "died": "",
          "source_title": "a list"} for name, since, until in rows]
    )  # fmt: skip
    return FactTable("office_terms", table, table.clear())


FACTS = demo_collection().read_all_facts()


def test_how_long_holders_of_an_office_survived() -> None:
    one = survival_of(marshals(), "marshal", dt.date(1935, 11, 20), dt.date(1941, 6, 22))
    assert one.share[-1] == pytest.approx(0.6)
    with pytest.raises(CannotEstimate, match="no death"):
        survival_of(marshals(), "professor", dt.date(1935, 11, 20), dt.date(1941, 6, 22))
    assert holders(marshals()).table["people"].to_list() == [5]


def test_who_died_before_the_beginning_is_not_at_risk() -> None:
    both = people(holder("a", "marshal", death="1930-01-01"), holder("b", "marshal", death="1938-01-01"))
    assert survival_of(both, "marshal", dt.date(1937, 1, 1), dt.date(1941, 1, 1)).share[-1] == pytest.approx(1.0)


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


def test_heads_of_the_nkvd_follow_each_other() -> None:
    chain = chains(FACTS["office_terms"])["people's commissar for internal affairs of the USSR"]
    assert [step.holder.split()[-1] for step in chain] == ["Yagoda", "Yezhov", "Beria"]
    assert [step.successor.split()[-1] for step in chain[:-1]] == ["Yezhov", "Beria"]
    assert chain[1].survived_days == (436, 436)
