"""The map of a memorial: the places that the gazetteer knows, as circles as large as the number of their people.

Takes the places of an archive; gives one drawing, or none where fewer than three places lie anywhere that is known. The
coast lines are those of Natural Earth (public domain) that ship with the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from byname.access.memorial import PlaceOfMany
from byname.consequences.place_index import gazetteer
from byname.site.charts.style import NARROW, WIDE, Picture, to_svg
from byname.site.language import Language

_FEWEST, _MOST = 3, 300
_NAMES = {WIDE: 24, NARROW: 9}


def map_of_places(places: Sequence[PlaceOfMany], speech: Language) -> Picture | None:
    """The map of some places; None where too few of them are known."""
    from byname.site.charts import maps  # loads the drawing libraries

    rows = located(places)
    if len(rows) < _FEWEST:
        return None
    words = speech.text("Where the people of this archive were born, lived, were arrested, deported or died")
    drawn = (
        to_svg(
            maps.destination_map(rows, width=width - 4, names=names, speech=speech),
            key=f"places-{width}", title=words, description=words, speech=speech,
        )
        for width, names in _NAMES.items()
    )  # fmt: skip
    return Picture(*drawn)


def located(places: Iterable[PlaceOfMany]) -> Sequence[Mapping[str, Any]]:
    """The places that the gazetteer knows, those of one spot together: place, at, lon, lat, people."""
    known, found = gazetteer(), dict[str, dict[str, Any]]()
    for one in places:
        spot = known.spots.get(known.read(one.place, one.words).place)
        if spot is None or spot.lon is None or spot.lat is None:
            continue
        row = found.setdefault(
            spot.label, {"place": spot.label, "at": spot.at, "lon": spot.lon, "lat": spot.lat, "people": 0}
        )
        row["people"] += one.people
    return sorted(found.values(), key=lambda row: (-row["people"], row["place"]))[:_MOST]
