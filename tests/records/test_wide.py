from __future__ import annotations

import random

import pytest

from byname.records.habits import Habits
from byname.records.statement import Statement
from byname.records.wide import FIRST_VALUES, PARTS, Said, wide_row
from byname.values.fields import fields

SOVIET = Habits("ru", country="SU")


def _statement(field: str, text: str) -> Statement:
    return Statement(field, text, None, 0, len(text))


def test_offices_of_role_and_occupation_are_joined_in_order() -> None:
    statements = [
        _statement("name", "Тухачевский Михаил Николаевич"),
        _statement("role", "Marshal; first deputy people's commissar of defence"),
        _statement("occupation", "командующий войсками Приволжского военного округа"),
    ]
    assert wide_row(statements, SOVIET)["offices"] == "army-office marshal people-commissar"


@pytest.mark.parametrize("country", [None, "AR", "DE"])
def test_offices_are_those_of_the_country_of_the_list(country: str | None) -> None:
    statements = [_statement("occupation", "General; member of the Central Committee")]
    assert wide_row(statements, Habits("en", country=country))["offices"] is None


def test_a_record_that_names_no_office_has_none() -> None:
    assert wide_row([_statement("name", "Тухачевский")], SOVIET)["offices"] is None


def _valued(**values: str) -> list[Statement]:
    return [Statement(field, value, value, 0, len(value)) for field, value in values.items()]


def test_a_birth_follows_from_an_age_at_a_dated_event_as_two_years() -> None:
    row = wide_row(_valued(age="35", death_date="1977-05-03"), Habits("es"))
    assert (row["age"], row["birth"], row["birth_year"], row["birth_day"]) == (35, "1941/1942", 1942, None)


def test_an_age_at_a_dated_incident_gives_the_birth_too() -> None:
    assert wide_row(_valued(age="5", incident_date="2023-10-22"), Habits("en"))["birth"] == "2017/2018"
    found = wide_row(_valued(age="35", incident_date="1980", death_date="1977"), Habits("es"))
    assert found["birth"] == "1941/1942"


def test_a_stated_birth_goes_before_an_age_and_an_age_without_an_event_gives_none() -> None:
    assert wide_row(_valued(age="35", death_date="1977", birth_date="1950"), Habits("es"))["birth"] == "1950"
    row = wide_row(_valued(age="35"), Habits("es"))
    assert (row["age"], row["birth"], row["birth_year"]) == (35, None, None)


def test_a_date_of_disappearance_is_an_outcome_where_none_is_stated() -> None:
    assert wide_row(_valued(disappearance_date="1977-05-03"), Habits("es"))["outcome"] == "disappeared"
    assert wide_row(_valued(disappearance_date="1977", outcome="released"), Habits("es"))["outcome"] == "released"
    assert wide_row(_valued(arrest_date="1977"), Habits("es"))["outcome"] is None


def test_a_date_of_disappearance_is_no_outcome_where_one_is_stated_that_nobody_understood() -> None:
    unread = Statement("outcome", "visto en la ESMA", None, 0, 16, None, "no code for: visto en la ESMA")
    assert wide_row([*_valued(disappearance_date="1977-05-03"), unread], Habits("es"))["outcome"] is None


@pytest.mark.parametrize(
    ("values", "country", "regions"),
    [
        ({"residence": "harjumaa kolga"}, "EE", ("harjumaa", None)),
        ({"residence": "san martin", "arrest_place": "la plata"}, "AR", (None, None)),
        ({"residence": "san martin", "region": "buenos aires"}, "AR", ("buenos aires", None)),
        ({"arrest_place": "la plata"}, None, (None, None)),
        ({"arrest_place": "tallinn nomme"}, "EE", (None, "tallinn")),
    ],
)
def test_a_region_is_stated_or_stands_first_where_lists_begin_with_the_widest_place(
    values: dict[str, str], country: str | None, regions: tuple[str | None, str | None]
) -> None:
    row = wide_row(_valued(**values), Habits("und", country=country))
    assert (row["region"], row["arrest_region"]) == regions


def test_the_mothers_surname_makes_another_whole_surname() -> None:
    row = wide_row(_valued(surname="garsia", maternal_surname="lopes", married_surname="ruis"), Habits("es"))
    assert row["surname"] == "garsia"
    assert row["alias_surnames"] == ["garsia lopes", "ruis"]


_VALUES: dict[str, tuple[str | None, ...]] = {
    "age": ("35",),
    "outcome": ("released", None),
    "death_kind": ("shot",),
    "gender": ("male", None),
    "relation": ("wife", "son"),
    "language": ("de",),
    "alias": ("de la cruz", "petrov"),
}


@pytest.mark.parametrize("habits", [SOVIET, Habits("es", country="AR"), Habits("et", country="EE")])
@pytest.mark.parametrize("seed", range(40))
def test_a_part_of_the_row_follows_from_its_fields_alone(habits: Habits, seed: int) -> None:
    chosen = random.Random(seed)
    every = [
        Statement(name, f"{name} Анна {number}", value, 0, 1)
        for name in fields()
        for number, value in enumerate(_VALUES.get(name, ("1937-05-03" if name.endswith("date") else "a b", None)))
    ]
    statements = chosen.sample(every, chosen.randrange(len(every)))
    row = wide_row(statements, habits, "kazan")
    by_parts: dict[str, object] = {}
    for part in PARTS:
        alone = [statement for statement in statements if statement.field in part.fields]
        if part.counts_for({statement.field for statement in alone}):
            found = part.work(Said(alone, habits, "kazan"))
            assert set(found) <= set(part.columns)
            by_parts |= found
    assert by_parts == {name: row[name] for name in by_parts}
    firsts = set(FIRST_VALUES.values())
    assert all(value is None or name in by_parts or name in firsts for name, value in row.items())


def test_numbers_of_identity_documents_stand_beside_those_of_archives() -> None:
    row = wide_row(_valued(archive="f 1 d 2345", identity_document="19.456.789-0"), Habits("es"))
    assert row["archive"] == "1 2345 d f id194567890"
    assert wide_row(_valued(identity_document="19-0"), Habits("es"))["archive"] is None  # too short for a number


def test_of_a_spanish_double_surname_only_the_fathers_stands_alone() -> None:
    assert wide_row(_valued(surname="sosa pas"), Habits("es"))["alias_surnames"] == ["sosa"]
    assert wide_row(_valued(surname="sosa pas"), Habits("de"))["alias_surnames"] == ["pas", "sosa"]
    assert wide_row(_valued(surname="sosa", maternal_surname="pas"), Habits("es"))["alias_surnames"] == ["sosa pas"]
