from __future__ import annotations

import pytest

from byname.records.parties import read_party


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("б/п", "none"),
        ("беспартийная", "none"),
        ("б/п (исключен из ВКП(б) в 1933)", "none"),
        ("член ВКП(б)", "member"),
        ("член ВКП(б) с 1919", "member:1919"),
        ("член ВКП(б) с 1917 (в 1905-1912 меньшевик)", "member:1917"),
        ("член ВКП(б) (бывший эсер)", "member"),
        ("член РСДРП(б) с 1903 г.", "member:1903"),
        ("чл. КПСС", "member"),
        ("член КП(б)У с 1925", "member:1925"),
        ("бывший член ВКП(б)", "former-member"),
        ("член ВКП(б) с 1920 по 1935", "former-member:1920"),
        ("член ВКП(б) 1919-1933", "former-member:1919"),
        ("член ВКП(б) до 1937", "former-member"),
        ("исключен из партии", "former-member"),
        ("кандидат в члены ВКП(б) с 1931", "candidate:1931"),
        ("член ВЛКСМ", "youth-league"),
        ("член КП Германии с 1920", "foreign-communist:1920"),
        ("член партии эсеров", "other-party"),
        ("member of the party since 1912", "member:1912"),
        ("что-то", None),
    ],
)
def test_standing_in_the_party(text: str, form: str | None) -> None:
    assert read_party(text) == form
