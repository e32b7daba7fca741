from __future__ import annotations

import pytest

from byname.claims.text.clauses import split_clauses
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
