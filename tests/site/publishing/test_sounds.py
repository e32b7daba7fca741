from __future__ import annotations

import re

import pytest

from byname.site.publishing.sounds import letters_of, plain, rules, sound


@pytest.mark.parametrize(
    "spellings",
    [
        ("Тухачевский", "Tukhachevsky", "Tuchatschewski", "Toukhatchevski", "Tukhachevskii"),
        ("Ежов", "Yezhov", "Ezhov", "Jeschow", "Ježov", "Jezhov"),
        ("Бухарин", "Bukharin", "Bucharin", "Boukharine", "Buharin"),
        ("Зиновьев", "Zinoviev", "Zinovyev", "Sinowjew"),
        ("Žukov", "Zhukov", "Schukow", "Жуков"),
        ("Õunapuu", "Ounapuu"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    heard = {sound(plain(word)) for word in spellings}
    assert len(heard) == 1, heard


@pytest.mark.parametrize(("one", "other"), [("Ivanov", "Petrov"), ("Tamm", "Kask"), ("Сталин", "Ленин")])
def test_different_names_sound_different(one: str, other: str) -> None:
    assert sound(plain(one)) != sound(plain(other))


def test_the_table_of_letters_folds_as_python_does() -> None:
    words = ("Гурíєв", "გურიელი", "尹", "Ǵorğ", "Ñandú")
    table = letters_of(words)
    for word in words:
        there = "".join(sign if re.match("[a-z0-9]", sign) else table.get(sign, "") for sign in word.lower())
        assert there == plain(word)


def test_the_rules_are_such_that_both_languages_read_alike() -> None:
    assert len(rules()) > 8
    assert not [pattern for pattern, _ in rules() if re.search(r"\(\?|\\[pdwsb]", pattern)]
