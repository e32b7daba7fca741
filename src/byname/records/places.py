"""Records stage: places as written to a normal form for comparing; kinds of place (raj., обл., v.) are taken off."""

from __future__ import annotations

import re
from functools import cache

from byname.records.fold import fold, fold_part
from byname.records.remembered import remembered
from byname.records.vocabulary import load
from byname.values import Place

_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*\.?")
_BROKEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")


@cache
def _kinds() -> frozenset[str]:
    return frozenset(word for words in load("places")["kinds"].values() for word in words)


def first_is_widest(country: str | None) -> bool:
    """Whether the lists of a country (ISO 3166) write the widest place first, so that the first word is the region.

    >>> first_is_widest("EE"), first_is_widest("AR")
    (True, False)
    """
    return country in load("places")["widest_first"]


@remembered
def read_place(text: str, language: str = "ru") -> Place:
    """Fold a place's words, kinds of place removed, in the order of the text (lists write from wide to narrow).

    >>> read_place("Valgamaa Karula v. Kungla t.", "et").normal
    'valgamaa karula kungla'
    >>> read_place("г. Казань, с. Дербышки").parts
    ('kasan', 'derbishki')
    """
    words = (_folded(word, language) for word in _TOKEN.findall(_joined(text)))
    parts = tuple(word for word in words if word)
    return Place(as_written=text, normal=" ".join(parts), parts=parts)


@remembered
def _folded(written: str, language: str) -> str:
    """A word of a place, folded; nothing of a kind of place."""
    lower = written.lower()
    word = lower.rstrip(".")
    if lower in _kinds() or word in _kinds():
        return ""
    if word[0].isdigit():
        return word
    return " ".join(filter(None, (fold_part(part, language) for part in word.split("-"))))


def _joined(text: str) -> str:
    """Words broken at the end of a line put together again."""
    return _BROKEN.sub("", text) if "- " in text else text


def first_written(text: str) -> str | None:
    """The first word of a place as it is written, kinds of place left out: the word behind the first part.

    >>> first_written("г. Казань, с. Дербышки"), first_written("Harju- maa Kolga v.")
    ('Казань', 'Harjumaa')
    """
    words = _TOKEN.findall(_joined(text))
    plain = (word for word in words if word.lower() not in _kinds() and word.lower().rstrip(".") not in _kinds())
    first = next(plain, None)
    return first.rstrip(".") if first else None


@cache
def _renamed() -> dict[str, int]:
    """The number of the place that each folded name stands for."""
    found: dict[str, int] = {}
    for number, line in enumerate(load("renamed_places")["places"]):
        for name in line.split():
            for language in ("ru", "en", "de", "et", "pl"):
                found.setdefault(fold(name, language), number)
    return found


def renamed_place(folded: str) -> int | None:
    """The number of a place that changed its name, by any of its folded names; None for other places.

    >>> renamed_place(fold("Свердловск")) == renamed_place(fold("Ekaterinburg")) != None
    True
    """
    return _renamed().get(folded)


def is_kind_of_place(text: str) -> bool:
    """Whether the text begins with a word for a kind of place ("д. Маложданово", "усадьбы Стражас").

    >>> is_kind_of_place("усадьбы Стражас"), is_kind_of_place("слесарь")
    (True, False)
    """
    match = _TOKEN.match(text.strip())
    return match is not None and (match[0].lower() in _kinds() or match[0].lower().rstrip(".") in _kinds())
