"""Did you mean: an error about a word that nobody knows names the known one that is nearest to it.

Takes a word and the words that are known; gives the nearest, or none where all are far. Ids differ by a sign or two,
names of lists and fields by more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from byname.errors import BynameError

_MOST_SIGNS = 2  # of an id that may be mistyped


def nearest(word: str, known: Iterable[str], most: int = _MOST_SIGNS) -> str | None:
    """The known word that differs from a word in the fewest signs, `most` at the most; None where it is known itself.

    >>> nearest("trails:54", ["trials:54", "cc1934:3"])
    'trials:54'
    """
    found = process.extractOne(
        word, known, scorer=DamerauLevenshtein.distance, processor=str.casefold, score_cutoff=most
    )
    return None if found is None or found[0] == word else str(found[0])


@contextmanager
def suggesting(word: str, known: Callable[[], Iterable[str]]) -> Iterator[None]:
    """Have an error about a word name the nearest known one; `known` is asked for only where there is an error."""
    try:
        yield
    except BynameError as error:
        near = nearest(word, list(known()))
        if near is None:
            raise
        raise type(error)(error.what, where=error.where, fix=f"did you mean {near}? {error.fix}") from error
