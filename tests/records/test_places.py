from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.fold import fold
from byname.records.places import first_written, read_place, renamed_place


def test_places_lose_their_kinds() -> None:
    assert read_place("Valgamaa Karula v. Kungla t.", "et").parts == ("valgamaa", "karula", "kungla")
    assert read_place("г. Казань, с. Дербышки").parts == read_place("Казань Дербышки").parts


def test_a_place_keeps_its_words_in_order_with_its_numbers() -> None:
    place = read_place("Harju- maa Kolga v. 12. küla", "et")
    assert place.as_written == "Harju- maa Kolga v. 12. küla"
    assert place.parts[0] == read_place("Harjumaa", "et").normal
    assert "12" in place.parts
    assert place.normal == " ".join(place.parts)


def test_a_kind_of_place_alone_is_no_place() -> None:
    for text in ("г.", "обл.", " ", ""):
        assert read_place(text).parts == ()
        assert first_written(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [("г. Казань, с. Дербышки", "Казань"), ("Harju- maa Kolga v.", "Harjumaa"), ("д. Маложданово.", "Маложданово")],
)
def test_the_first_word_is_given_as_it_is_written(text: str, word: str) -> None:
    assert first_written(text) == word


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Ленинград", "Petrograd", "en"),
        ("Сталинград", "Царицын", "ru"),
        ("Свердловск", "Jekaterinburg", "de"),
        ("Калинин", "Тверь", "ru"),
    ],
)
def test_a_place_that_changed_its_name_is_one_under_all_its_names(old: str, new: str, language: str) -> None:
    assert renamed_place(fold(old)) is not None
    assert renamed_place(fold(old)) == renamed_place(fold(new, language))


def test_names_of_different_places_are_not_taken_for_one() -> None:
    assert renamed_place(fold("Ленинград")) != renamed_place(fold("Сталинград"))
    assert renamed_place(fold("Вологда")) is None


@given(st.text(max_size=40), st.sampled_from(["ru", "et", "en", "de"]))
def test_any_text_gives_folded_words_or_numbers(text: str, language: str) -> None:
    place = read_place(text, language)
    assert all(part.strip() == part != "" for part in place.parts)
    assert all(ch == " " or "a" <= ch <= "z" for part in place.parts if not part[0].isdigit() for ch in part)
