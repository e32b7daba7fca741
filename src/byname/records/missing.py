"""Records stage: cells that say that nothing is known (`NA`, `s/d`, `---`, `неизв.`): they have no value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from byname.records.vocabulary import load

_MOST_WORDS = 6
_LONG = 5  # letters of a word that says alone that nothing is known ("blank", "neprecizat")


def is_missing(text: str, *, more: Iterable[str] = (), as_name: bool = False) -> bool:
    """Whether a cell as a whole says that nothing is known, in the words of any language or in those of its mapping.

    `as_name`: the cell stands in a field of names, where some of these words may be a name (NA, NO).

    >>> is_missing("S/D"), is_missing("неизв."), is_missing("Na", as_name=True), is_missing("Nadia")
    (True, True, False, False)
    """
    plain = " ".join(text.lower().strip(" \t\r\n()[]").split())
    if plain in {word.lower() for word in more}:
        return True
    if plain in _tokens():
        return not (as_name and plain in may_be_names())
    words = plain.replace("-", " ").split()
    bare = [word.strip(".,;:") for word in words]
    if len(words) == 1:
        return bare[0] in _absent_words() and len(words[0]) >= _LONG
    if not 1 < len(words) <= _MOST_WORDS or not _words_together().issuperset(bare):
        return False
    return any(_says_nothing(bare, bag) for bag in _bags())


def _says_nothing(words: Sequence[str], bag: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether all words are among those of a language for things that are not known, one of them for the not."""
    absent, of = bag
    return any(word in absent for word in words) and all(word in absent or word in of for word in words)


@cache
def _absent_words() -> frozenset[str]:
    """The words of all languages that say of a thing that it is not known."""
    return frozenset(word for absent, _ in _bags() for word in absent)


@cache
def _words_together() -> frozenset[str]:
    """All words of all languages that stand in such cells; most cells hold another one and need no closer look."""
    return frozenset(word for bag in _bags() for words in bag for word in words)


@cache
def _bags() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    rows = load("missing")["together"].values()
    return tuple((frozenset(row["absent"]), frozenset(row["of"])) for row in rows)


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
