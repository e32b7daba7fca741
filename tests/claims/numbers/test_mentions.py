from __future__ import annotations

import pytest

from byname.claims.numbers.mentions import NumberMention
from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.tokens import tokenize


def one(text: str) -> NumberMention:
    (found,) = find_mentions(tokenize(text)).numbers
    return found


@pytest.mark.parametrize(
    ("text", "is_share", "hedge"),
    [
        ("about 30 percent of the officers", True, "about"),
        ("one third of the officers", True, None),
        ("at least 30 officers", False, "least"),
        ("up to 30 officers", False, "most"),
        ("30 officers", False, None),
        ("three of the five marshals", False, None),
    ],
)
def test_a_mention_says_whether_it_is_a_share_and_how_it_is_hedged(
    text: str, is_share: bool, hedge: str | None
) -> None:
    assert (one(text).is_share, one(text).hedge) == (is_share, hedge)
