"""Wives who stand in a list under the names of their husbands."""

from __future__ import annotations

import pytest

from byname.records.names import read_name
from byname.records.wives import under_own_name


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Hopper, Mrs. Vincent Foster (Grace Brewster Murray)", ("Hopper, Grace Brewster", "Murray")),
        ("Hopper, Mrs (Grace Murray)", ("Hopper, Grace", "Murray")),
        ("Zola, Mme. Émile (Alexandrine)", ("Zola, Alexandrine", None)),
        ("Hopper, Mrs. Vincent (Grace Anna)", ("Hopper, Grace Anna", None)),  # both are given names
        ('Hopper, Mrs. Vincent (Grace "Amazing" Murray)', ('Hopper, Grace "Amazing"', "Murray")),
        ("Zobel, Mrs. Vicente (Maria Josefa Paz de Soto)", ("Zobel, Maria Josefa", "Paz de Soto")),
        ("Hopper, Vincent (Grace Murray)", ("Hopper, Vincent (Grace Murray)", None)),  # no wife's title: another name
        ("Hopper, Mrs. Vincent ()", ("Hopper, Mrs. Vincent ()", None)),
    ],
)
def test_own_name_stands_in_place_of_the_husbands(text: str, read: tuple[str, str | None]) -> None:
    assert under_own_name(text, "en") == read


def test_name_of_a_wife_has_her_own_given_name_and_keeps_what_was_written() -> None:
    text = "Hopper, Mrs. Vincent Foster (Grace Brewster Murray)"
    name = read_name(text, language="en", order="surname-first")
    assert (name.surname, name.given, name.aliases) == ("Hopper", "Grace Brewster", ("Murray",))
    assert name.as_written == text
    assert read_name("Hopper, Mr. Vincent Foster", language="en").given == "Vincent Foster"
