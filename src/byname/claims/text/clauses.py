"""Claims stage: clauses: the parts of a sentence that each claim something of their own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from byname.claims.text.tokens import Token

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
_OPENERS = _RELATIVE | {"and", "и"}
_JOINTS = frozenset({"and", "but", ";", "и", "а"})
SHORTEST = 3
LONG = 5  # tokens that a clause after ", and" has at least


def split_clauses(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The clauses as runs of tokens (`last` excluded).

    >>> from byname.claims.text.tokens import tokenize
    >>> tokens = tokenize("He named Beria, who shot the others and claimed they were fascists.")
    >>> [" ".join(t.text for t in tokens[a:b]) for a, b in split_clauses(tokens)]
    ['He named Beria', 'who shot the others', 'and claimed they were fascists .']
    """
    cuts = [0]
    for at in range(1, len(tokens)):
        may_begin = tokens[at].lower in _OPENERS or tokens[at - 1].lower == ";"
        long_enough = may_begin and at - cuts[-1] >= SHORTEST and len(tokens) - at >= SHORTEST
        if long_enough and _begins_clause(tokens, at):
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
        opens = following in _SUBJECTS or (len(tokens) - at > LONG and not _is_verb(following))
        return opens and _has_verb(tokens, at) and _has_verb(tokens[:at], 0)
    return False


def _has_verb(tokens: Sequence[Token], at: int) -> bool:
    return any(_is_verb(token.lower) for token in tokens[at:])


def _is_verb(word: str) -> bool:
    return word in _FINITE or word.endswith("ed")


def parts_by_date(tokens: Sequence[Token], dates: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs of tokens of a clause that dates several things ("arrested in April 1939 and executed in 1940"), one for
    each date given by its characters; the whole where no conjunction parts two dates."""
    cuts = [0]
    for (_, end), (start, _) in pairwise(dates):
        between = [at for at, token in enumerate(tokens) if end <= token.start < start and token.lower in _JOINTS]
        if between:
            cuts.append(between[0])
    cuts.append(len(tokens))
    return [(first, last) for first, last in pairwise(cuts) if last > first]
