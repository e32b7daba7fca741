from __future__ import annotations

import pytest

from byname.access.search.query import joined, query_words

SCHEMES = ("en", "de", "et", "pl")


@pytest.mark.parametrize("written", ["Тухачевский", "Tukhachevsky", "Tuchatschewski", "Tuhhatševski", "Tuchaczewski"])
def test_a_word_has_the_folded_form_of_each_transliteration(written: str) -> None:
    assert "tuhachevski" in query_words(written, SCHEMES)[0].forms


def test_a_patronymic_names_the_father_too() -> None:
    (word,) = query_words("Иванович", SCHEMES)
    assert (word.forms, word.fathers) == (("ivanovich",), ("ivan",))
    assert query_words("Иван", SCHEMES)[0].fathers == ()


def test_a_year_is_a_year_and_another_number_is_nothing() -> None:
    words = query_words("1893 12345 7", SCHEMES)
    assert [word.year for word in words] == [1893]


@pytest.mark.parametrize(("written", "letters"), [("М.", "m"), ("M", "m"), ("J.", "jiea"), ("Я.", "i")])
def test_a_letter_is_an_initial(written: str, letters: str) -> None:
    assert query_words(written, SCHEMES)[0].initials == letters


@pytest.mark.parametrize("text", ["М.Н.Тухачевский", "Тухачевский, М. Н.", "  тухачевский—м/н "])
def test_words_are_parted_at_spaces_points_and_strokes(text: str) -> None:
    words = query_words(text, SCHEMES)
    assert sorted(word.initials for word in words) == ["", "m", "n"]


@pytest.mark.parametrize("text", ["", "   ", ". , ;", "...", "()", "123456"])
def test_a_text_that_says_nothing_has_no_words(text: str) -> None:
    assert query_words(text, SCHEMES) == []


def test_only_the_last_word_may_be_unfinished_and_only_where_nothing_follows() -> None:
    assert [word.beginnings[:1] for word in query_words("Vorel Ivan", SCHEMES)] == [(), ("ivan",)]
    assert [word.beginnings for word in query_words("Vorel Ivan ", SCHEMES)] == [(), ()]
    assert [word.beginnings for word in query_words("V", SCHEMES)] == [()]


def test_the_last_letters_typed_may_be_half_of_a_sound() -> None:
    assert "tuha" in query_words("Tukhac", SCHEMES)[0].beginnings


def test_two_neighbours_may_be_one_word() -> None:
    words = query_words("Ter Manian 1890 Aram", SCHEMES)
    together = joined(words, SCHEMES)
    assert list(together) == [0]
    assert "termanian" in together[0]


@pytest.mark.parametrize(("written", "initials"), [("Щ.", "s"), ("zzzz", None), ("Аа", None)])
def test_a_letter_held_down_is_no_initial(written: str, initials: str | None) -> None:
    words = query_words(written, ("en",))
    assert [word.initials for word in words] == ([initials] if initials else [])
