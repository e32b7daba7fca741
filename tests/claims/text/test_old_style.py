from __future__ import annotations

import pytest
from tests.claims.conftest import audited

from byname.claims.text.old_style import old_style_spans
from byname.claims.text.sentences import mask


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("born February 16 [February 4, Old Style], 1893", "born February 16 , 1893"),
        ("16 February [O.S. 4 February] 1893", "16 February 1893"),
        ("March 29, 1899 (March 17 according to the old calendar)", "March 29, 1899"),
        ("родился 4 (16) февраля 1893 года", "родился 16 февраля 1893 года"),
        ("родился 19 ноября [1 декабря] 1896 года", "родился 1 декабря 1896 года"),
        ("19 de abriljul./ 1 de mayo de 1895greg.", "1 de mayo de 1895"),
        ("in 1937 (of these 16 in May)", "in 1937 (of these 16 in May)"),
        ("было 4 (16) человека", "было 4 (16) человека"),
    ],
)
def test_the_day_of_the_new_calendar_is_left(text: str, left: str) -> None:
    masked = mask(text, list(old_style_spans(text)))
    assert len(masked) == len(text)
    assert " ".join(masked.split()) == left


def test_a_life_told_in_both_calendars_is_judged_by_the_new_one() -> None:
    claims = audited("Joseph Stalin (born December 18 [December 6, Old Style], 1878) led the party.").claims
    assert (claims[0].judgement.verdict, claims[0].judgement.evidence[0]) == ("supported", "K001")
