"""Kin and generations beside names (invented names, and long-public ones)."""

import pytest

from byname.records.beside_names import without_generation, without_kin
from byname.records.fold import fold
from byname.records.names import read_name


@pytest.mark.parametrize(
    ("text", "name", "kin"),
    [
        ("Alden, widow of Isaac", "Alden", "widow of Isaac"),
        ("Alden, [ ], widdow [of] Saml", "Alden, [ ]", "widdow [of] Saml"),
        ("Alden, Zacheus senr & son", "Alden, Zacheus senr", "& son"),
        ("Sosa, Ana y hijos", "Sosa, Ana", "y hijos"),
        ("Иванов И. И. и сыновья", "Иванов И. И.", "и сыновья"),
        ("Ortega y Gasset, José", "Ortega y Gasset, José", None),
        ("Sosa, Ana, hija de Juan", "Sosa, Ana, hija de Juan", None),
    ],
)
def test_kin_behind_a_name_are_taken_off_and_told(text: str, name: str, kin: str | None) -> None:
    assert without_kin(text) == (name, kin)


@pytest.mark.parametrize(
    ("text", "name", "generation"),
    [
        ("Martin Luther King Jr.", "Martin Luther King", "Jr."),
        ("King Jr., Martin Luther", "King, Martin Luther", "Jr."),
        ("Alden, John Junior", "Alden, John", "Junior"),
        ("Walter Junior", "Walter Junior", None),
        ("Sr. Juan Sosa", "Sr. Juan Sosa", None),
    ],
)
def test_word_for_a_generation_is_no_surname(text: str, name: str, generation: str | None) -> None:
    assert without_generation(text) == (name, generation)


def test_surname_before_a_generation_is_read_and_spellings_of_it_fold_alike() -> None:
    name = read_name("Martin Luther King Jr.", language="en", order="given-first")
    assert (name.surname, name.given) == ("King", "Martin Luther Jr.")
    assert fold("Edward Jr.") == fold("Edward Junr") == fold("Edward Junior") != fold("Edward Senr")


def test_widow_gets_neither_the_given_name_of_her_husband_nor_marks_for_one() -> None:
    name = read_name("Alden, [ ], widow of Isaac", language="en", order="surname-first")
    assert (name.surname, name.given) == ("Alden", None)
