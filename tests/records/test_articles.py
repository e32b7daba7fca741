from __future__ import annotations

import pytest

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
