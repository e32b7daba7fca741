from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.penalties import read_sentence
from byname.records.vocabulary import load


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("10+5", "camp:10+5"),
        ("15a.", "camp:15"),
        ("1a 6k", "camp:18m"),
        ("surmaotsus", "death"),
        ("surmaot- sus", "death"),
        ("ВМН, конфискация имущества", "death"),
        ("к лишению свободы на 5 лет", "camp:5"),
        ("10 г.ИТЛ, 5 г. п/п", "camp:10+5"),
        ("к 10 годам ИТЛ.", "camp:10"),
        ("6 мес. ИТР", "camp:6m"),
        ("1 год 6 мес.", "camp:18m"),
        ("к 1 году и 6 месяцам лишения свободы", "camp:18m"),
        ("2 г. 6 м. ИТЛ", "camp:30m"),
        ("5 лет л/с с поражением в правах на 3 года", "camp:5+3"),
        ("10 лет ИТЛ с поражением прав сроком на 5 лет", "camp:10+5"),
        ("10 лет, поражение в правах на 5 лет", "camp:10+5"),
        ("5 лет ИТЛ с конфискацией имущества", "camp:5"),
        ("спецпоселение в Томской обл.", "exile"),
        ("выселение на 3 года", "exile:3"),
        ("раскулачивание", "dispossession"),
        ("дело прекращено за отсутствием состава преступления.", "case-closed"),
        ("death by shooting", "death"),
    ],
)
def test_sentences_are_read(text: str, form: str) -> None:
    assert read_sentence(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("10 лет ИТЛ, затем ВМН", "death"),
        ("5 лет ИТЛ, ссылка на 3 года", "camp:5"),
        ("ссылка на 3 года, 5 лет ИТЛ", "exile:3"),
    ],
)
def test_of_several_sentences_death_counts_before_all_and_else_the_first(text: str, form: str) -> None:
    assert read_sentence(text) == form


@pytest.mark.parametrize("text", ["", "что-то", "1937", "58-10"])
def test_where_no_sentence_is_named_there_is_none(text: str) -> None:
    assert read_sentence(text) is None


@given(st.text(alphabet="0123456789 +-.аглтИТЛВМНkrmс,", max_size=30))
def test_a_sentence_is_a_known_code_with_plain_terms(text: str) -> None:
    form = read_sentence(text)
    if form is not None:
        assert re.fullmatch(r"[a-z-]+(:\d+(m|\+\d+)?)?", form)
        assert form.partition(":")[0] in load("sentences")
