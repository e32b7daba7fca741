from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.markup import has_markup, plain_text
from byname.sources.tangles import is_tangled


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[[Тухачевский, Михаил|М. Н. Тухачевский]]", "М. Н. Тухачевский"),
        ("'''А''' ''Б''", "А Б"),
        ("Москва<br>Казань<br/>Киев", "Москва, Казань, Киев"),
        ("расстрелян<!-- где? --> в Москве", "расстрелян в Москве"),
        ("маршал<ref name=a/> СССР<ref>{{книга|1937}}</ref>", "маршал СССР"),
        ("{{lang|ru|Москва}}", "ru Москва"),
        ("{{flag}} Москва", "Москва"),
        ("Москва  и\nКиев", "Москва и Киев"),
    ],
)
def test_the_words_of_a_text_are_left_and_its_markup_is_gone(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("{{birth date|1893|2|16|df=y}}", "1893-02-16"),
        ("{{дата|16|2|1893}}", "1893-02-16"),
        ("{{дата|16|2|1893|6}}", "1893-02-16"),
        ("{{о|{{birth date|1893|2|16}}}}", "1893-02-16"),
        ("{{date|1|2|3}}", "1 2 3"),  # no year among them
        ("{{date|1893|2}}", "1893 2"),
        ("{{birth date|1893|2|1²6}}", "1893 2 1²6"),  # a sign that is a digit and no number
    ],
)
def test_three_numbers_of_a_template_with_a_year_first_or_last_are_a_day(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_a_text_that_would_keep_the_parser_busy_stays_as_it_is() -> None:
    text = "{{a|" * 5_000
    assert is_tangled(text)
    assert plain_text(text) == text


@pytest.mark.parametrize("text", ["[[x]]", "{{x}}", "''x''", "<ref>x</ref>", "a<BR>b", "<!-- x -->"])
def test_markup_is_seen(text: str) -> None:
    assert has_markup(text)
    assert not has_markup(plain_text(text))


@given(st.text(alphabet="абвгд 0123456789.,()-", max_size=40))
def test_a_text_without_markup_keeps_its_words(text: str) -> None:
    assert not has_markup(text)
    assert plain_text(text) == " ".join(text.split())
