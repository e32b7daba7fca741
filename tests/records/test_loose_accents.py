"""Accents that stand apart from their letter in a name."""

from __future__ import annotations

import pytest

from byname.records.loose_accents import with_joined_accents


@pytest.mark.parametrize(
    ("name", "language", "joined"),
    [
        ("D ´ ELÍA PALLARES", "es", "D'ELÍA PALLARES"),
        ("D \u0301 ELÍA", "es", "D'ELÍA"),
        ("D´Elía", "es", "D'Elía"),
        ("O ' Hara", "en", "O'Hara"),
        ("MARTI ´NEZ", "es", "MARTÍNEZ"),
        ("Garc´ıa", "es", "García"),
        ("Jose´ Antonio", "es", "José Antonio"),
        ("Nun˜ez", "es", "Nuñez"),
        ("Sa´id", "ar", "Sa´id"),
        ("M`Bala", "fr", "M`Bala"),
        ("Núñez", "es", "Núñez"),
        ("Pedro 'El Gato'", "es", "Pedro 'El Gato'"),
    ],
)
def test_accents_are_set_on_the_letters_that_can_bear_them(name: str, language: str, joined: str) -> None:
    assert with_joined_accents(name, language) == joined
    assert with_joined_accents(joined, language) == joined
