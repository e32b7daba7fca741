"""Guesses of fields by names and contents of columns."""

from __future__ import annotations

import pytest

from byname.records.suggestion_fields import guess_fields

SURNAMES = ("Gómez", "Paz", "Sosa", "Gil")


def guessed(values: dict[str, list[str]]) -> dict[str, str | None]:
    """The field of each column."""
    found = guess_fields(values)
    return {column: found.field_of(column) for column in values}


def test_names_are_found_by_what_stands_in_the_column() -> None:
    assert guessed({"A": ["1", "2"], "B": ["Бухарин Николай", "Рыков Алексей"]}) == {"A": None, "B": "name"}


def test_column_called_a_date_that_holds_none_is_no_date() -> None:
    assert guessed({"arrested": ["yes", "no"]}) == {"arrested": None}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["13.05.1950", "1948"], "birth_date"),
        (["Salta", "Jujuy"], "birth_place"),
        (["13.05.1950, Salta", "02.01.1948, Jujuy"], "birth"),
        (["7", "12"], None),
    ],
)
def test_name_of_an_event_alone_means_what_stands_in_the_column(cells: list[str], field: str | None) -> None:
    assert guessed({"Apellido": ["Sosa", "Paz"], "Nacido": cells})["Nacido"] == field


def test_place_alone_is_that_of_the_event_before() -> None:
    values = {"Surname": ["Roe"], "Born": ["1900"], "Place": ["Riga"], "Died": ["1941"], "Place (2)": ["Tartu"]}
    assert [guessed(values)[name] for name in ("Place", "Place (2)")] == ["birth_place", "death_place"]


def test_columns_about_other_people_are_left_out() -> None:
    values = {
        "Surname": ["Roe"],
        "Name of mother": ["Ann Lee"],
        "Date of birth of spouse": ["1900"],
        "Witness": ["J. Doe"],
    }
    assert guessed(values) == {
        "Surname": "surname",
        "Name of mother": None,
        "Date of birth of spouse": None,
        "Witness": None,
    }


def test_columns_without_names_are_told_by_their_cells() -> None:
    count = 12
    values = {
        "column 1": [str(100 + 3 * row) for row in range(count)],
        "column 2": [f"{name} {surname}" for name in ("Ana", "José", "María") for surname in SURNAMES],
        "column 3": ["F", "M"] * 6,
        "column 4": [str(20 + row % 10) for row in range(count)],
        "column 5": ["12.06.1977"] * count,
        "column 6": ["executed", "released"] * 6,
    }
    found = guess_fields(values)
    assert found.item == "column 1"
    assert {column: found.field_of(column) for column in values} == {
        "column 1": None,
        "column 2": "name",
        "column 3": "gender",
        "column 4": "age",
        "column 5": None,
        "column 6": "outcome",
    }


def test_one_word_for_names_means_what_the_other_columns_leave_open() -> None:
    assert guessed({"Name": ["Roe"], "Vorname": ["Anna"]}) == {"Name": "surname", "Vorname": "given_name"}
    assert guessed({"Apellidos": ["Sosa"], "Nombre": ["Ana"]}) == {"Apellidos": "surname", "Nombre": "given_name"}
    assert guessed({"Nombre": ["Ana Sosa", "Luis Paz"], "Edad": ["27", "29"]}) == {"Nombre": "name", "Edad": "age"}


def test_several_columns_of_notes_are_notes_and_a_second_date_of_birth_is_left_out() -> None:
    values = {"Note": ["a"], "Remarks": ["b"], "Date of birth": ["1900"], "Birth date": ["1901"]}
    found = guess_fields(values)
    assert found.fields["note"] == ("Note", "Remarks")
    assert found.fields["birth_date"] == ("Date of birth",)


def test_language_is_that_of_the_names_of_columns() -> None:
    assert guess_fields({"Nazwisko": ["Lis"], "Imię": ["Jan"], "Zawód": ["rolnik"]}).language == "pl"
    assert guess_fields({"Surname": ["Roe"], "Given name": ["Jan"], "Sex": ["m"]}).language == "en"
    assert guess_fields({"x": ["7"], "y": ["8"]}).language == "und"
