"""The places of a person's life as their page shows them: a table, and a map of those that the gazetteer knows.

Takes what the page shows of a person; gives each place with what ties the person to it and every entry that says so,
and the map, whose circles bear the numbers of the table. Nothing is shown of a person of whom no place is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from byname.access.memorial import PLACES
from byname.consequences.place_index import EXACT, Spot, gazetteer
from byname.site.charts.life_map import MapPlace, life_map
from byname.site.charts.style import Picture
from byname.site.language import Language
from byname.site.web.person_view import Attestation, PersonView

_MOST = 40  # places of one person


@dataclass(frozen=True, slots=True)
class LifePlace:
    """A place of a life: the field that names it, its words as first written, where it lies, and who says so.

    `number` is that of the map, 0 where the gazetteer does not know the place; `near` says what the map shows in its
    stead ("its capital Magadan"), where it is a region.
    """

    field: str
    words: str
    number: int
    label: str
    near: str
    said_by: tuple[Attestation, ...]


@dataclass(frozen=True, slots=True)
class PlacesOfLife:
    """The places of a life in the order of a life, and their map."""

    places: tuple[LifePlace, ...]
    map: Picture


def places_of_life(view: PersonView, speech: Language) -> PlacesOfLife | None:
    """The places of a person; None where the gazetteer knows none of them."""
    numbers: dict[str, int] = {}
    found, shown = [], []
    for (field, _), (spot, said) in list(_stated(view).items())[:_MOST]:
        if spot is None:
            found.append(LifePlace(field, said[0].words, 0, "", "", tuple(said)))
            continue
        if spot.label not in numbers and spot.lon is not None and spot.lat is not None:
            numbers[spot.label] = len(numbers) + 1
            shown.append(MapPlace(numbers[spot.label], spot.lon, spot.lat))
        near = "" if spot.at.startswith(EXACT) else spot.at
        found.append(LifePlace(field, said[0].words, numbers[spot.label], spot.label, near, tuple(said)))
    if not shown:
        return None
    told = "; ".join(f"{number}: {label}" for label, number in numbers.items())
    return PlacesOfLife(tuple(found), life_map(tuple(shown), "life", speech.text("Places of this life"), told))


def _stated(view: PersonView) -> dict[tuple[str, str], tuple[Spot | None, list[Attestation]]]:
    """What ties the person to places, in the order of a life: by the field and the place, where it lies and who says
    so."""
    by_field = {attribute.field: attribute.said for attribute in view.attributes}
    found: dict[tuple[str, str], tuple[Spot | None, list[Attestation]]] = {}
    for field in PLACES:
        for one in by_field.get(field, ()):
            if not one.withheld and one.value:
                spot = _spot(one)
                key = spot.label if spot else one.value
                found.setdefault((field, key), (spot, []))[1].append(one)
    return found


def _spot(one: Attestation) -> Spot | None:
    """Where a place lies; None where the gazetteer does not know it."""
    known = gazetteer()
    spot = known.spots.get(known.read(one.value, one.words).place)
    return spot if spot is not None and spot.lon is not None and spot.lat is not None else None
