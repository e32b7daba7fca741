"""Claims stage: clauses: the parts of a sentence that each claim something of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from byname.claims.tokens import Token

_RELATIVE = frozenset(
    {
        "who",
        "which",
        "whom",
        "whose",
        "but",
        "while",
        "whereas",
        "although",
        "though",
        "который",
        "которая",
        "которые",
        "но",
        "однако",
        "хотя",
    }
)
_SUBJECTS = frozenset(
    {
        "he",
        "she",
        "they",
        "it",
        "his",
        "their",
        "this",
        "these",
        "the",
        "он",
        "она",
        "они",
        "это",
        "within",
        "in",
        "on",
        "after",
        "by",
        "then",
    }
)
_VERBS = frozenset({"claimed", "alleged", "accused", "declared", "said", "asserted", "заявил", "утверждал"})
_FINITE = frozenset(
    {
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "died",
        "became",
        "began",
        "led",
        "took",
        "could",
        "would",
        "did",
        "были",
        "был",
    }
)
SHORTEST = 3


def split_clauses(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The clauses as runs of tokens (`last` excluded).

    >>> from byname.claims.tokens import tokenize
    >>> tokens = tokenize("He named Beria, who shot the others and claimed they were fascists.")
    >>> [" ".join(t.text for t in tokens[a:b]) for a, b in split_clauses(tokens)]
    ['He named Beria', 'who shot the others', 'and claimed they were fascists .']
    """
    cuts = [0]
    for at in range(1, len(tokens)):
        if _begins_clause(tokens, at) and at - cuts[-1] >= SHORTEST and len(tokens) - at >= SHORTEST:
            cuts.append(at)
    cuts.append(len(tokens))
    found = []
    for first, last in pairwise(cuts):
        while first < last and tokens[first].lower in (",", ";"):
            first += 1
        end = last
        while end > first and tokens[end - 1].lower in (",", ";"):
            end -= 1
        if end > first:
            found.append((first, end))
    return found


def _begins_clause(tokens: Sequence[Token], at: int) -> bool:
    word, before = tokens[at].lower, tokens[at - 1].lower
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if before == ";":
        return True
    if word in _RELATIVE and before == ",":
        return not (word in ("which", "whom") and following == "of")
    if word in ("and", "и") and following in _VERBS:
        return True
    if word in ("and", "и") and before == ",":
        return following in _SUBJECTS and _has_verb(tokens, at) and _has_verb(tokens[:at], 0)
    return False


def _has_verb(tokens: Sequence[Token], at: int) -> bool:
    return any(token.lower in _FINITE or token.lower.endswith("ed") for token in tokens[at:])
