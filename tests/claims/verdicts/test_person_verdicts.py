from __future__ import annotations

import pytest
from tests.claims.conftest import audited, claim_of, verdict_of

from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Isaac Babel was executed on 27 January 1940.", "supported"),
        ("Isaac Babel was executed in 1938.", "contradicted"),
        ("Krestinsky was shot in March 1938.", "supported"),
        ("Тухачевский был расстрелян в июне 1937 года.", "supported"),
        ("Mikhail Koltsov was arrested in December 1938.", "supported"),
        ("Mikhail Koltsov was arrested in December 1935.", "contradicted"),
        ("Nobody Known was shot in March 1938.", "not in our sources"),
    ],
)
def test_dates_of_lives_are_set_beside_the_lists_in_any_spelling(text: str, verdict: str) -> None:
    assert verdict_of(text) == verdict


def test_the_evidence_is_the_row_of_the_list() -> None:
    audit = audited("Isaac Babel was executed on 27 January 1940.")
    data = audit_json(audit, shipped_evidence())
    (id,) = data["claims"][0]["evidence"]
    assert id.startswith("writers-artists:")
    assert "1940-01-27" in data["evidence"][id]["says"]
    assert data["evidence"][id]["address"].startswith("http")


def test_a_given_name_that_does_not_fit_is_another_person() -> None:
    assert claim_of("Peter Babel was executed in 1938.").judgement.verdict == "not in our sources"
