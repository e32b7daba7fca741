from __future__ import annotations

import pytest

from byname.records.date_words import date_words, languages, without_marks
from byname.records.vocabulary import load


@pytest.mark.parametrize(
    ("language", "word", "role"),
    [("es", "mayo", ("m", 5)), ("es", "martes", ("_", 0)), ("hr", "listopada", ("m", 10)),
     ("pl", "listopada", ("m", 11)),
     ("cs", "července", ("m", 7)), ("cs", "června", ("m", 6)), ("fr", "fevrier", ("m", 2)), ("de", "märz", ("m", 3)),
     ("bs", "oko", ("~", 0)), ("hu", "előtt", ("b", 0)), ("sr-Latn", "avgusta", ("m", 8)), ("en", "quux", None),
     ("xx", "may", None)],
)  # fmt: skip
def test_words_have_the_role_of_their_language(language: str, word: str, role: tuple[str, int] | None) -> None:
    assert date_words(language).role(word) == role


@pytest.mark.parametrize("language", languages())
def test_every_language_has_twelve_months_that_are_told_apart(language: str) -> None:
    groups = load("dates")["months"][language]
    assert len(groups) == 12
    for number, forms in enumerate(groups, 1):
        for form in forms:
            word = form.rstrip("$")
            if " " not in word:
                assert date_words(language).role(word) == ("m", number), form


def test_only_latin_letters_lose_their_marks() -> None:
    assert without_marks("novembrē března май ؟") == "novembre brezna май ؟"
