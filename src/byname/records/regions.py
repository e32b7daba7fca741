"""Records stage: the region of a place as it is written, by the regions of its country (GeoNames; data/gazetteer).

Takes a place with the country of its list; gives the region's name, folded, where a part of the text between commas
names one; else nothing. A street or a town is never taken for a region.
"""

from __future__ import annotations

import re
from functools import cache

from byname.records.date_words import without_marks
from byname.records.fold import fold
from byname.records.remembered import remembered
from byname.records.vocabulary import load
from byname.values.shipped import shipped_rows

_PARTS = re.compile(r"\s*[,;()/]\s*|\s+-\s+|\s*\n\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@remembered
def region_of(text: str, country: str | None) -> str | None:
    """The region that a place names, folded; of several parts the last that is one.

    >>> region_of("Calle 5, San Martín, Provincia de Buenos Aires", "AR"), region_of("Calle Córdoba 12", "AR")
    ('buenos aires', None)
    """
    known = _regions(country) if country else {}
    if not known:
        return None
    parts = [part for part in _PARTS.split(text) if part and not any(char.isdigit() for char in part)]
    return next((known[key] for part in reversed(parts) if (key := _key(part)) in known), None)


@cache
def region_names() -> dict[str, str]:
    """The name of each region of the gazetteer by its folded form.

    >>> region_names()["tukuman"]
    'Tucuman'
    """
    return {fold(row["name"]): row["name"] for row in shipped_rows("records", "gazetteer", "regions.csv")}


def countries_of_region(text: str) -> frozenset[str]:
    """The countries (ISO 3166) that have a region of exactly this name.

    >>> sorted(countries_of_region("Provincia de Jujuy")), sorted(countries_of_region("Jujuy Street"))
    (['AR'], [])
    """
    return _countries().get(_key(text), frozenset())


@cache
def _countries() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in shipped_rows("records", "gazetteer", "regions.csv"):
        found.setdefault(_key(row["name"]), set()).add(row["country"])
    found.pop("", None)
    return {key: frozenset(countries) for key, countries in found.items()}


@cache
def _regions(country: str) -> dict[str, str]:
    rows = (row["name"] for row in shipped_rows("records", "gazetteer", "regions.csv") if row["country"] == country)
    return {key: fold(key) for name in rows if (key := _key(name))}


def _key(name: str) -> str:
    """The words of a region's name without the kind of region, small and without marks."""
    words = [without_marks(word) for word in _WORD.findall(name.lower())]
    bare = [word for word in words if word not in _kinds()]
    return " ".join(bare or words)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(without_marks(word) for kind in load("region_words")["kinds"] for word in kind.split())
