"""Records stage: the gender of a relation to the head of household against that of the given name.

Goes in: the statements of one entry. Comes out: the same, where the two contradict each other with a flag at the
relation ("mother" beside "Rudolf"): one of them is misprinted, or the line belongs to somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence

from byname.records.codes import gender_of_relation
from byname.records.names import gender_of_parts
from byname.records.statement import Statement


def genders_disagree(relation: str | None, given: str | None, language: str) -> bool:
    """Whether a relation (its code) is of one gender and a given name, as written, of the other.

    >>> genders_disagree("mother", "Rudolf", "et"), genders_disagree("wife father", "Jaan", "et")
    (True, False)
    """
    stated = gender_of_relation(relation) if relation else None
    named = gender_of_parts(None, given, None, language) if given else None
    return stated is not None and named is not None and stated != named


def with_disagreement_flagged(statements: Sequence[Statement], language: str) -> list[Statement]:
    """The statements with a flag at each relation that the first given name contradicts; earlier flags stay."""
    given = next((s.as_written for s in statements if s.field == "given_name"), None)
    return [
        statement._replace(flag=f"the given name is of the other gender: {statement.as_written}, {given}")
        if statement.field == "relation"
        and statement.flag is None
        and genders_disagree(statement.value, given, language)
        else statement
        for statement in statements
    ]
