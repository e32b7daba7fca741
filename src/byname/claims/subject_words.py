"""Claims stage: words of a subject's entries that are ordinary words, so that they would be found everywhere.

Goes in: the active subject. Comes out: what is found of each entry with such a word. Known as ordinary are the small
words of framing.yaml, months, words of numbers, and the words by which time is told, in English, Russian and Spanish.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from byname.claims.frames.sentence_reading import words_of
from byname.claims.lexicon.entities import gazetteer
from byname.claims.numbers.number_words import number_words
from byname.claims.subject_files import Found
from byname.values.shipped import shipped_yaml

_LISTS = ("small_words", "pronouns", "plural_pronouns", "negations", "time_nouns", "measuring", "relatives")


def ordinary_entries() -> Iterator[Found]:
    """Each entry that ordinary words stand for."""
    for entity in gazetteer().values():
        ordinary = [word for word in entity.words if word in ordinary_words()]
        if ordinary:
            told = ", ".join(repr(word) for word in ordinary)
            yield Found("gazetteer.yaml", entity.id, f"any text has this word, whatever it speaks of: {told}")


@cache
def ordinary_words() -> frozenset[str]:
    """Words that say nothing of a subject.

    >>> {"the", "mayo", "который"} <= ordinary_words(), "conadep" in ordinary_words()
    (True, False)
    """
    months = {word for words in shipped_yaml("claims", "dates.yaml")["months"].values() for word in words.split()}
    small = {word for name in _LISTS for word in words_of(name)}
    words = number_words()
    return frozenset(small | months | set(words.units) | set(words.tens) | set(words.scales))
