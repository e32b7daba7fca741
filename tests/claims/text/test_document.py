from __future__ import annotations

from array import array

import pytest

from byname.claims.text.document import Document

KEPT = Document("a", "html", "abc", offsets=array("q", [3, 4, 9]))


@pytest.mark.parametrize(("index", "place"), [(0, 3), (2, 9), (3, 10), (5, 12)])
def test_a_character_is_led_back_to_the_file_also_beyond_the_last_one(index: int, place: int) -> None:
    assert KEPT.place(index) == place


def test_a_span_ends_after_the_file_s_character_under_its_last_one() -> None:
    assert KEPT.span(1, 2) == (4, 5)  # and not 9, where the next character of the text stands
    assert KEPT.span(0, 3) == (3, 10)
    assert KEPT.span(2, 2) == (9, 9)


def test_without_offsets_the_text_is_the_file() -> None:
    plain = Document("a", "text", "abc")
    assert plain.span(1, 3) == (1, 3)
    assert Document("a", "html", "", offsets=array("q")).place(2) == 2
