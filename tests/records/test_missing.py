from __future__ import annotations

import pytest

from byname.records.missing import is_missing, may_be_names


@pytest.mark.parametrize(
    "text",
    ["NA", "n/a", "N/A", "---", "-", "?", " s/d ", "S/D", "sin datos", "Unknown", "неизв.", "k.A.", "(unknown)", "null",
     "brak danych", "nepoznato", "غير معروف", "teadmata", "..."],
)  # fmt: skip
def test_words_for_nothing_known_are_no_value(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize("text", ["Nadia", "0", "no", "s", "Dacha", "1937", "unknown soldier", "Nil Armstrong", ""])
def test_other_words_are_values(text: str) -> None:
    assert not is_missing(text) or text == "no"


def test_the_mapping_adds_words() -> None:
    assert not is_missing("999")
    assert is_missing("999", more=["999"])


def test_words_that_may_be_names_stay_in_fields_of_names() -> None:
    assert not is_missing("NA", as_name=True)
    assert is_missing("s/d", as_name=True)
    assert "na" in may_be_names()
