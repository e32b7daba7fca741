from __future__ import annotations

from byname.access.memorial import PlaceOfMany
from byname.site.language import site_language
from byname.site.web.place_map import located, map_of_places

PLACES = (
    PlaceOfMany("vorkuta", "Воркута", 5),
    PlaceOfMany("magadan", "Magadan", 3),
    PlaceOfMany("komi vorkuta", "Komi, Vorkuta", 2),
    PlaceOfMany("krasnoiarski", "Красноярский край", 1),
    PlaceOfMany("a village nobody knows", "a village nobody knows", 9),
)


def test_places_of_one_spot_are_counted_together_and_unknown_ones_are_left_out() -> None:
    found = {row["place"]: row["people"] for row in located(PLACES)}
    assert found == {"Vorkuta": 7, "Magadan": 3, "Krasnoyarsk krai": 1}


def test_the_map_is_drawn_for_desk_and_phone_and_not_of_too_few_places() -> None:
    drawn = map_of_places(PLACES, site_language("ru"))
    assert drawn is not None
    assert "Vorkuta" in drawn.wide
    assert drawn.wide != drawn.narrow
    assert map_of_places(PLACES[:1], site_language("en")) is None
