"""Claims stage: the capitalised names of a clause in the folded form that is one for every spelling (records stage)."""

from __future__ import annotations

from collections.abc import Sequence

from byname.claims.text.tokens import Token
from byname.claims.thresholds import thresholds


def names_in(tokens: Sequence[Token]) -> frozenset[tuple[str, str]]:
    """The capitalised words of a clause, folded, each with the folded word before it if that is capitalised too."""
    from byname.records.fold import fold  # its tables are needed only where a text dates a person's life

    found = set()
    for at, token in enumerate(tokens):
        if token.kind != "word" or not token.text[:1].isupper() or len(token.text) < thresholds().wording.surname:
            continue
        before = at - 2 if at > 1 and tokens[at - 1].lower == "." else at - 1
        given = tokens[before].lower if before >= 0 and tokens[before].text[:1].isupper() else ""
        language = "ru" if token.lower[0] >= "а" else "en"
        found.add((fold(token.lower.removesuffix("'s"), language), fold(given, language) if given else ""))
    return frozenset(found)
