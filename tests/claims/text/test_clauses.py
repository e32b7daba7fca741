from __future__ import annotations

import pytest

from byname.claims.text.clauses import parts_by_date, split_clauses
from byname.claims.text.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("He ruled long, and three years later they denounced him in a speech.", 2),
        ("By looking at casualties, motive, and consequences, one sees it.", 1),
        ("Writers, poets, and artists were imprisoned.", 1),
        ("He named Beria, who shot the others and claimed they were fascists.", 3),
    ],
)
def test_a_clause_ends_where_another_subject_and_verb_begin(text: str, clauses: int) -> None:
    assert len(split_clauses(tokenize(text))) == clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("arrested in April and executed in May", ["arrested in April", "and executed in May"]),
        ("arrested in April ; executed in May", ["arrested in April", "; executed in May"]),
        ("arrested in April to be executed in May", ["arrested in April to be executed in May"]),
        ("arrested and tried in April", ["arrested and tried in April"]),
    ],
)
def test_a_clause_that_dates_several_things_is_parted_at_its_conjunction(text: str, parts: list[str]) -> None:
    tokens = tokenize(text)
    dates = [(token.start, token.end) for token in tokens if token.text in ("April", "May")]
    found = [" ".join(token.text for token in tokens[first:last]) for first, last in parts_by_date(tokens, dates)]
    assert found == parts
