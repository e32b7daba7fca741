"""Consequences stage: the gazetteer: where the places of exile and detention lie.

Goes in: the folded name of a place as a record has it ("komi vorkutlag"). Comes out: the place it names and the region
before it, with coordinates. Regions lie at their capital, and say so; what the gazetteer does not know stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from byname.errors import BadFigureTable
from byname.sources.facts import read_facts
from byname.values.shipped import shipped

KINDS = ("town", "region", "camp")
UNREAD = "not read as a place"
EXACT = ("the place", "the camp", "its centre")  # how `at` begins where coordinates are those of the place itself
_CAMP = "lag"
_SHORTEST = 3  # letters of a stem; a shorter one would stand for too many names
# The word after a name that says what it names, and how the forms of the gazetteer write it.
_KIND_WORDS = {"raj": "raj", "р-н": "raj", "район": "raj", "obl": "obl", "обл": "obl", "krai": "krai", "край": "krai"}
_KIND_WORD = re.compile(rf"^\S+\s+({'|'.join(_KIND_WORDS)})\b", re.IGNORECASE)
_DOUBLED = re.compile(r"(.)\1+")
# Endings of adjectives and cases, the longest first: vorkutinski, viacki (viat-ski), mineralni, kirovi.
_ENDINGS = (
    (re.compile(r"(?:in|en)?sk(?:i|oi|aia|oe|ogo|om)?$"), ""),
    (re.compile(r"ck(?:i|oi|aia|oe|ogo|om)?$"), "t"),
    (re.compile(r"n(?:i|oi|aia|oe)$"), ""),
    (re.compile(r"(?:oi|aia|oe)$"), ""),
    (re.compile(r"[aeiou]$"), ""),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer: its label, kind, folded names, the region it lies in, degrees, and what they are of."""

    label: str
    kind: str
    forms: tuple[str, ...]
    within: str
    lon: float | None
    lat: float | None
    at: str


@dataclass(frozen=True, slots=True)
class Destination:
    """The place a record names, and the region named before it (empty where there is none)."""

    place: str
    region: str = ""


class Gazetteer:
    """The places by their folded names."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self.spots = {spot.label: spot for spot in spots}
        self._by_form = {form: spot for spot in self.spots.values() for form in _readable(spot)}
        self._longest = max((form.count(" ") + 1 for form in self._by_form), default=1)
        self._by_stem = _unique_stems(self.spots.values())

    def read(self, folded: str, written: str = "") -> Destination:
        """The first place that a folded text names; after a region, the place inside it that follows.

        `written` is the text as it stands in the source: it tells a district from the region of the same name.

        >>> gazetteer().read("komi vorkutlag")
        Destination(place='Vorkutlag', region='Komi ASSR')
        >>> gazetteer().read("kirovi", "Kirovi obl.").place, gazetteer().read("kirovi", "Kirovi raj.").place
        ('Kirov oblast', 'kirovi')
        """
        words = folded.split()
        if words and not words[0][0].isalpha():
            words = self._after_a_date(words)
        if not words:
            return Destination(UNREAD)
        match = _KIND_WORD.match(written)
        spot, used = self._known(words, _KIND_WORDS[match[1].lower()] if match else "")
        if spot is None:
            return Destination(_camp_word(words[0]) or words[0])
        if spot.kind != "region":
            return Destination(spot.label)
        return Destination(self._inside(spot, words[used:]), spot.label)

    def _after_a_date(self, words: list[str]) -> list[str]:
        """A text that begins with a date, from the first place on that the gazetteer knows."""
        return next((words[n:] for n in range(len(words)) if self._known(words[n:])[0]), [])

    def _known(self, words: Sequence[str], kind: str = "") -> tuple[Spot | None, int]:
        if kind and (spot := self._by_form.get(f"{words[0]} {kind}")):
            return spot, 1
        for length in range(min(self._longest, len(words)), 0, -1):
            spot = self._by_form.get(" ".join(words[:length])) or self._by_form.get("".join(words[:length]))
            if spot is not None and not (kind == "raj" and spot.kind == "region"):
                return spot, length
        return None, 0

    def _inside(self, region: Spot, rest: Sequence[str]) -> str:
        """The place after the name of a region: one that lies in it, or a camp; else the region itself."""
        if not rest:
            return region.label
        spot, _ = self._known(rest)
        if spot is not None and spot.kind != "region" and spot.within in ("", region.label):
            return spot.label
        return _camp_word(rest[0]) or region.label

    def named_in(self, camp: str, region: str = "") -> Spot | None:
        """The one town that a camp is named after ("Vorkutlag"), where it lies in the region or none is given."""
        spot = self._by_stem.get(stem(camp.lower()))
        return spot if spot and (not region or spot.within in ("", region)) else None


def _camp_word(word: str) -> str:
    """A word that ends like the name of a camp, written as a name; empty for other words."""
    return word.capitalize() if word.endswith(_CAMP) and len(word) >= len(_CAMP) + _SHORTEST else ""


def _readable(spot: Spot) -> tuple[str, ...]:
    """The names by which a source may mean a place; the adjective of a camp's long name alone is not one."""
    return tuple(form for form in spot.forms if spot.kind != "camp" or form.endswith(_CAMP))


def _unique_stems(spots: Iterable[Spot]) -> dict[str, Spot]:
    found: dict[str, set[str]] = {}
    by_label = {spot.label: spot for spot in spots if spot.kind == "town"}
    for spot in by_label.values():
        for form in spot.forms:
            if " " not in form:
                found.setdefault(stem(form), set()).add(spot.label)
    return {key: by_label[labels.pop()] for key, labels in found.items() if len(labels) == 1}


def stem(word: str) -> str:
    """A folded name without the endings of adjectives, cases and camps, for joining a town, a camp and a list's word.

    >>> stem("vorkuta"), stem("vorkutinski"), stem("vorkutlag")
    ('vorkut', 'vorkut', 'vorkut')
    >>> stem("norilsk"), stem("viacki"), stem("viatlag"), stem("mineralni"), stem("omsk")
    ('noril', 'viat', 'viat', 'mineral', 'omsk')
    """
    found = _DOUBLED.sub(r"\1", word.removesuffix(_CAMP) if len(word) > len(_CAMP) + 1 else word)
    for ending, rest in _ENDINGS:
        shorter = ending.sub(rest, found)
        if shorter != found and len(shorter) >= _SHORTEST:
            return shorter
    return found


def read_gazetteer(path: Path) -> Gazetteer:
    """Read a table of places: forms (folded, between bars), label, kind, within, lon, lat, at, and the source.

    Raises BadFigureTable where a row names no source, no known kind, or two places bear one name.
    """
    spots: list[Spot] = []
    taken: dict[str, str] = {}
    for row in read_facts(path, "places").rows.iter_rows(named=True):
        spot = _spot(row, path)
        for form in _readable(spot):
            if form in taken:
                raise BadFigureTable(f"{form!r} names {taken[form]} and {spot.label}", where=str(path))
            taken[form] = spot.label
        spots.append(spot)
    return Gazetteer(spots)


def _spot(row: dict[str, str], path: Path) -> Spot:
    if row["kind"] not in KINDS:
        raise BadFigureTable(f"{row['label']} is of no known kind", where=str(path), fix=f"write one of {KINDS}")
    forms = tuple(form.strip() for form in row["forms"].split("|"))
    lon, lat = (float(row[name]) if row[name] else None for name in ("lon", "lat"))
    return Spot(row["label"], row["kind"], forms, row["within"], lon, lat, row["at"])


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the package."""
    return read_gazetteer(shipped("consequences", "places.csv"))
