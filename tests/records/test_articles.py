from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.articles import read_articles


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("58-10 lg.2, 58-2", ("58-10.2", "58-2")),
        ("17-58-1a", ("17-58-1a",)),
        ("58- 10, 58-11", ("58-10", "58-11")),
        ("по ст. 58 п. 10 УК РСФСР", ("58-10",)),
        ("58-10 ч.2, 58-11, -14", ("58-10.2", "58-11", "58-14")),
        ("72б, 64 УК БССР", ("72b", "64")),
        ("58--12", ("58-12",)),
    ],
)
def test_articles_have_one_form(text: str, articles: tuple[str, ...]) -> None:
    assert read_articles(text) == articles


def test_an_article_named_twice_stands_once_and_where_it_stood_first() -> None:
    assert read_articles("58-11, 58-10, 58–11, 58 — 10") == ("58-11", "58-10")


def test_a_point_without_its_article_is_that_of_the_article_before() -> None:
    assert read_articles("58-10, -11, 59-3, -7") == ("58-10", "58-11", "59-3", "59-7")
    assert read_articles("17-58-8, -9") == ("17-58-8", "17-9")


@given(st.text(alphabet="0123456789-–. чпст,абвlg", max_size=40))
def test_articles_differ_and_hold_digits_points_and_latin_letters_alone(text: str) -> None:
    found = read_articles(text)
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"-?\d[0-9a-zа-яõ.-]*", article) for article in found)
