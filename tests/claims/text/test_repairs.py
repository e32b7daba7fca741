from __future__ import annotations

import pytest

from byname.claims.text.reading import document_of
from byname.claims.text.repairs import find_repairs


def test_damage_of_a_text_is_reported_where_it_stands() -> None:
    first = "Stalin 's purge ( see below ) grew …show more content…"
    text = f"{first}\nMany were shot\x07 and “purged” and the list of them goes on"
    document = document_of(text.encode(), "a.txt")
    kinds = [defect.kind for defect in document.defects]
    assert kinds.count("odd-space") == 3
    assert kinds.count("cut") == 2
    assert {"control-characters", "curly-quotes"} <= set(kinds)
    assert len(document.text) == len(text)
    assert "show more" not in document.text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It ended well.", []),
        ("It  ended well.", ["odd-space"]),
        ("It ended , they say.", ["odd-space"]),
        ("It ended\u200b well.", ["control-characters"]),
        ("The list of those who were arrested that year begins with", ["cut"]),
        ("The list of those who were arrested begins with:", []),
        ("A short line", []),
        ("The list of those who were arrested is here: https://example.org/list", []),
    ],
)
def test_each_kind_of_damage_is_told_apart(text: str, kinds: list[str]) -> None:
    assert [defect.kind for defect in find_repairs(text)[1]] == kinds


def test_spaces_are_let_be_where_they_count_for_nothing() -> None:
    assert find_repairs("It  ended , so.", spaces=False)[1] == ()


def test_a_cut_mark_becomes_the_end_of_a_line_of_the_same_length() -> None:
    text = "The Great …show more content… purge"
    repaired, _, cuts = find_repairs(text)
    assert len(repaired) == len(text)
    (cut,) = cuts
    assert repaired[cut:].lstrip(" ").startswith("\n")
