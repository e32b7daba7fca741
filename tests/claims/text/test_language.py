from __future__ import annotations

import pytest

from byname.claims.text.language import language_note, language_of
from byname.claims.text.reading import document_of


def test_another_language_and_another_direction_are_said() -> None:
    german = document_of(b"Die meisten wurden nicht von der Truppe entlassen, und das war nicht alles.", "a.txt")
    assert "German" in german.notes[0]
    arabic = document_of("في عام 1937 قُتل 681692 شخصا وهذا نص طويل".encode(), "a.txt")
    assert any("right to left" in note for note in arabic.notes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("They were shot by the order of the court.", "en"),
        ("Они были расстреляны по приговору суда в Москве.", "ru"),
        ("Nad olid küüditatud ja ei tulnud tagasi.", "et"),
        ("Вони були заарештовані і розстріляні у Києві за це.", "uk"),
        ("681,692", ""),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, code: str) -> None:
    assert language_of(text) == code


def test_only_a_language_that_is_not_read_has_a_note() -> None:
    assert language_note("en") == language_note("ru") == language_note("") == ""
    assert language_note("et").startswith("the text seems to be Estonian; ")
