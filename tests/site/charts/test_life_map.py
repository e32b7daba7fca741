from __future__ import annotations

import re
from itertools import pairwise

from byname.site.charts.life_map import MapPlace, life_map

MOSCOW, MAGADAN, PARIS = (37.6, 55.75), (150.8, 59.56), (2.35, 48.86)
CHUKOTKA, ALASKA = (177.5, 64.7), (-165.4, 64.5)
CORDOBA = (-64.2, -31.4)


def _drawn(*places: tuple[float, float]) -> str:
    numbered = tuple(MapPlace(n, lon, lat) for n, (lon, lat) in enumerate(places, start=1))
    return life_map(numbered, "life", "Places", "of a life").wide


def _points(svg: str) -> list[list[tuple[float, float]]]:
    path = re.findall(r'class="land" d="([^"]*)"', svg)[0]
    rings = [ring for ring in re.split(r"[MZ ]{0,2}M|Z", path) if ring.strip()]
    return [[tuple(map(float, point.split())) for point in ring.split("L")] for ring in rings]  # type: ignore[misc]


def _is_land(svg: str, x: float, y: float) -> bool:
    """Whether a spot lies inside an odd number of rings."""
    crossed = 0
    for ring in _points(svg):
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossed += 1
    return crossed % 2 == 1


def _circles(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]


def test_each_place_stands_on_land_inside_the_map_in_west_to_east_order() -> None:
    svg = _drawn(PARIS, MOSCOW, MAGADAN)
    circles = _circles(svg)
    assert [x for x, _ in circles] == sorted(x for x, _ in circles)
    for x, y in circles:
        assert 0 < x < 680
        assert 0 < y < 313
    assert all(_is_land(svg, x, y - 6) for x, y in circles)


def test_a_map_over_the_antimeridian_shows_the_strait_and_no_band() -> None:
    svg = _drawn(CHUKOTKA, ALASKA)
    (west, y), (east, other) = _circles(svg)
    assert west < east
    assert _is_land(svg, west - 20, y)
    assert _is_land(svg, east + 60, other)
    assert not _is_land(svg, (west + east) / 2, (y + other) / 2 + 60)  # the Bering Sea
    across = [abs(ax - bx) for ring in _points(svg) for (ax, _), (bx, _) in pairwise(ring)]
    assert max(across) < 400
    assert len(across) > 30


def test_a_single_town_of_any_part_of_the_earth_has_coasts_around_it() -> None:
    for place in (MOSCOW, CORDOBA, CHUKOTKA, (116.4, 39.9), (18.4, -33.9)):
        svg = _drawn(place)
        (spot,) = _circles(svg)
        assert abs(spot[0] - 340) < 1
        points = [(x, y) for ring in _points(svg) for x, y in ring if 0 < x < 680 and 0 < y < 313]
        assert len(points) > 5, place


def test_places_that_lie_near_one_another_share_a_circle_with_both_numbers() -> None:
    svg = _drawn(MOSCOW, (37.9, 55.7), MAGADAN)
    assert re.findall(r">([\d, ]+)</text>", svg) == ["1, 2", "3"]


def test_a_map_is_small_and_its_words_are_text() -> None:
    drawn = life_map((MapPlace(1, *MOSCOW), MapPlace(2, *MAGADAN)), "life", "<b>Places</b>", "1: Moscow & 2")
    assert "&lt;b&gt;Places&lt;/b&gt;" in drawn.wide
    assert "1: Moscow &amp; 2" in drawn.narrow
    assert 'id="life-680-title"' in drawn.wide
    assert len(drawn.wide) + len(drawn.narrow) < 40_000
