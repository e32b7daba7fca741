from __future__ import annotations

import pytest

from byname.records.ages import read_age


@pytest.mark.parametrize(
    ("text", "age"),
    [("35", "35"), ("35 años", "35"), ("2 meses", "0"), ("18 months", "1"), ("35-40", "35/40"), ("28 anni", "28"),
     ("3 дня", "0"),
     ("45 лет", "45"), ("35 years old", "35"), ("33 Jahre alt", "33"), ("٣٥ سنة", "35"), ("6 weeks", "0"), ("0", "0"),
     ("12 éves", "12"), ("7 let", "7"), ("52 vjeç", "52"), ("imyaka 12", "12"), ("35 a 40 años", "35/40")],
)  # fmt: skip
def test_ages_are_full_years_in_any_unit(text: str, age: str | None) -> None:
    assert read_age(text)[0] == age


@pytest.mark.parametrize(
    "text",
    ["adulto", "", "1937", "40-35", "130", "35 kg", "born 35", "35 and his son 3", "²", "35²", "9" * 400, "-1", "- 99"],
)
def test_what_is_no_age_is_flagged(text: str) -> None:
    age, flag = read_age(text)
    assert age is None
    assert flag


@pytest.mark.parametrize("text", ["ca. 40", "40?", "unos 40 años", "~40"])
def test_an_uncertain_age_is_flagged(text: str) -> None:
    assert read_age(text) == ("40", f"doubtful: {text}")
