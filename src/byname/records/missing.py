"""Records stage: cells that say that nothing is known (`NA`, `s/d`, `---`, `неизв.`): they have no value."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from byname.records.vocabulary import load


def is_missing(text: str, *, more: Iterable[str] = (), as_name: bool = False) -> bool:
    """Whether a cell as a whole says that nothing is known, in the words of any language or in those of its mapping.

    `as_name`: the cell stands in a field of names, where some of these words may be a name (NA, NO).

    >>> is_missing("S/D"), is_missing("неизв."), is_missing("Na", as_name=True), is_missing("Nadia")
    (True, True, False, False)
    """
    plain = " ".join(text.lower().strip(" \t\r\n()[]").split())
    if plain in {word.lower() for word in more}:
        return True
    return plain in _tokens() and not (as_name and plain in may_be_names())


@cache
def _tokens() -> frozenset[str]:
    data = load("missing")
    return frozenset({*data["signs"], *(word for words in data["words"].values() for word in words)})


@cache
def may_be_names() -> frozenset[str]:
    """The words for nothing known that may be names of people, too.

    >>> "na" in may_be_names()
    True
    """
    return frozenset(load("missing")["not_names"])
