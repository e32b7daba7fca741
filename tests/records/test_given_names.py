from __future__ import annotations

import pytest

from byname.records.given_names import given_names, is_given_name, sex_of_given_name


@pytest.mark.parametrize(
    ("given", "language", "sex"),
    [("María José", "es", "female"), ("JUAN", "es", "male"), ("Rosario", "es", None), ("Rosario", "it", "male"),
     ("Jean-Claude", "fr", "male"), ("Fatime", "sq", "female"), ("Immaculée", "rw", "female"), ("Ibro", "bs", "male"),
     ("Xyz", "es", None), ("", "es", None), ("Ana", "km", None)],
)  # fmt: skip
def test_the_first_given_name_tells_the_sex_where_one_sex_bears_it(given: str, language: str, sex: str | None) -> None:
    assert sex_of_given_name(given, language) == sex


def test_words_are_compared_without_marks_and_case() -> None:
    assert is_given_name("JOSE", "es")
    assert is_given_name("josé,", "es")
    assert not is_given_name("Gómez", "es")


@pytest.mark.parametrize(
    "language", ["es", "pt", "fr", "de", "it", "pl", "cs", "hu", "ro", "hr", "lv", "et", "ar", "sq", "rw"]
)
def test_the_languages_of_lists_have_given_names(language: str) -> None:
    assert len(given_names(language)) >= 50
