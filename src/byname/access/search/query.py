"""What somebody searches for: words in any script, taken apart and folded in every way in which they may be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from byname.records.fold import fold, script_of
from byname.records.names import father_of

_BETWEEN = re.compile(r"[\s,;:.()\[\]/·・•–—\-]+")
_DOUBLED = re.compile(r"(.)\1", re.IGNORECASE)
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_J_STANDS_FOR = "jiea"  # "J." stands for Е, И, Й, Ю or Я in German and English
_LEAST_PREFIX = 2  # letters from which the last word may be the beginning of one
_HALF_SOUND = 2  # letters that may be the beginning of a sound ("Tukhac", "Jesc")


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a search.

    `forms`: its folded forms by transliteration; `fathers`: the given name of the father, where the word has the form
    of a patronymic; `year`: it is one; `initials`: the letters that it may stand for, where it is an initial;
    `beginnings`: what it begins with if somebody is still typing it, the longest first.
    """

    written: str
    forms: tuple[str, ...] = ()
    fathers: tuple[str, ...] = ()
    year: int | None = None
    initials: str = ""
    beginnings: tuple[str, ...] = ()


def query_words(text: str, schemes: tuple[str, ...]) -> list[QueryWord]:
    """The words of a search, in their order.

    `schemes`: the transliterations (language codes) in which a word is read.

    >>> words = query_words("М. Тухачевский 1893", ("en", "de"))
    >>> words[0].initials, words[1].forms, words[2].year
    ('m', ('tuhachevski',), 1893)
    """
    written = [word for word in _BETWEEN.split(text) if word]
    finished = len(text) > 0 and not text[-1].isalnum()
    made = [
        _word(word, schemes, unfinished=place == len(written) - 1 and not finished)
        for place, word in enumerate(written)
    ]
    return [word for word in made if word is not None]


def joined(words: Sequence[QueryWord], schemes: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """The forms of each two neighbours written as one word, by the place of the first ("Ter Petrosian")."""
    found = {}
    for place, (one, other) in enumerate(pairwise(words)):
        if one.forms and other.forms:
            found[place] = tuple(dict.fromkeys(_form(one.written + other.written, scheme) for scheme in schemes))
    return found


def _word(written: str, schemes: tuple[str, ...], *, unfinished: bool) -> QueryWord | None:
    if _YEAR.fullmatch(written):
        return QueryWord(written, year=int(written))
    if script_of(written) != "Latn":
        schemes = schemes[:1]  # only words of Latin letters are read by a scheme
    least = 2 if _DOUBLED.search(written) else 1  # a letter held down ("zzzz") is no initial
    forms = tuple(dict.fromkeys(form for scheme in schemes if len(form := _form(written, scheme)) >= least))
    if not forms:
        return None
    if all(len(form) == 1 for form in forms) or len(written) == 1:
        letters = "".join(dict.fromkeys(form[0] for form in forms))
        return QueryWord(written, initials=_J_STANDS_FOR if letters == "j" else letters)
    fathers = tuple(dict.fromkeys(father_of(written, scheme) for scheme in schemes))
    return QueryWord(
        written,
        forms,
        tuple(father for father in fathers if father not in forms),
        beginnings=_beginnings(written, schemes) if unfinished else (),
    )


def _beginnings(written: str, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """The folded forms of a word and of what is left of it without its last letters, which may be half of a sound."""
    shorter = (written[: len(written) - fewer] for fewer in range(_HALF_SOUND + 1))
    forms = (_form(part, scheme) for part in shorter if len(part) >= _LEAST_PREFIX for scheme in schemes)
    return tuple(dict.fromkeys(form for form in forms if len(form) >= _LEAST_PREFIX))


def _form(word: str, scheme: str) -> str:
    return fold(word, scheme).replace(" ", "")
