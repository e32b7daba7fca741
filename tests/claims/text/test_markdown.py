from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.claims.text.markdown import markdown_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Title\n> said", "Title\nsaid"),
        ("**bold** and *italic* and __both__", "bold and italic and both"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ('a [link](https://example.org "t") here', "a link here"),
        ("![a picture](a.png)after", "after"),
        ("a note[^1] stays", "a note[^1] stays"),
        ("before\n```\ncode 5\n```\nafter", "before\n\nafter"),
        ("---\ntitle: 5\n---\ntext", "text"),
        ("`code` <b>tag</b> <!-- 5 -->end", "code tag end"),
        ("a < b and c > d", "a < b and c > d"),
        ("a [link](https://example.org/a_(b)) here", "a link here"),
        ("[![a picture](a.png)](b.html) after", " after"),
        ("before <!-- and after", "before <!-- and after"),
        ("before\n```\nand 5", "before\n\nand 5"),
        ("---\ntitle: 5", "---\ntitle: 5"),
    ],
)
def test_marks_are_left_out_and_words_stay(source: str, text: str) -> None:
    assert markdown_text(source)[0] == text


@given(st.text(alphabet="ab *_[]()#>`<!-\n", max_size=60))
def test_every_character_that_stays_is_the_one_at_its_place(source: str) -> None:
    text, places = markdown_text(source)
    assert len(text) == len(places)
    assert text == "".join(source[place] for place in places)
    assert list(places) == sorted(set(places))
