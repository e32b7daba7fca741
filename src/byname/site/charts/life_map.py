"""Site stage: the map of one life: its places as numbered circles on the coast lines around them.

Goes in: places with degrees, in the order in which a table beside the map names them. Comes out: SVG for a desk and for
a phone, drawn here in a few milliseconds: the page of each person has its own. The projection is Lambert's equal-area
azimuthal (1772) around the middle of the places, so that every part of the earth is shown alike. Rings of land run on
over the antimeridian, and are cut at the window of the map before they are drawn: no band is drawn across it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape

from byname.site.charts.maps import coast_lines
from byname.site.charts.style import NARROW, WIDE, Picture

Point = tuple[float, float]
_LEAST_SPAN = 0.5  # radians of the earth that a map shows at the least (3200 km), so that one town has coasts around it
_MARGIN, _FLAT = 0.12, 0.46  # share of the width around the places; the height of a map to its width
_RADIUS, _NEAR = 11.0, 20.0  # pixels of a circle, and between two below which they are one
_CLOSE = 0.7  # pixels between two points of a coast that are drawn as one
_WIDEST = 130.0  # degrees on each side of the middle
_KEPT = 2000  # maps


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place of a map: the number by which the table names it, and degrees east and north."""

    number: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class _Window:
    """A map: its middle in degrees, the pixels of one radian, its shift and its size in pixels."""

    lon: float
    lat: float
    scale: float
    shift: Point
    width: int
    height: int

    def at(self, lon: float, lat: float) -> Point:
        """The pixels of a place, from the left and from the top."""
        x, y = _azimuthal(lon - self.lon, lat, self.lat)
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1]


@lru_cache(maxsize=_KEPT)
def life_map(places: tuple[MapPlace, ...], key: str, title: str, description: str) -> Picture:
    """The map of some places; `key` begins its ids, title and description are read by screen readers."""
    wide, narrow = (_svg(places, width, f"{key}-{width}", title, description) for width in (WIDE, NARROW))
    return Picture(wide, narrow)


def _svg(places: Sequence[MapPlace], width: int, key: str, title: str, description: str) -> str:
    window = _window(places, width)
    land = " ".join(_path(ring) for ring in _land(window))
    circles = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS + 3.5 * (len(numbers) - 1):.1f}"/>'
        f'<text x="{x:.1f}" y="{y:.1f}" dy=".36em">{", ".join(map(str, numbers))}</text>'
        for (x, y), numbers in _together(places, window)
    )
    return (
        f'<svg class="chart-drawing life-map" role="img" aria-labelledby="{key}-title {key}-description" '
        f'viewBox="0 0 {width} {window.height}" width="{width}" height="{window.height}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-description">{escape(description)}</desc>'
        f'<path class="land" d="{land}"/>{circles}</svg>'
    )


def _window(places: Sequence[MapPlace], width: int) -> _Window:
    """The window that holds all places at a width; its height follows."""
    turns = _turned([place.lon for place in places])
    lon = (min(turns) + max(turns)) / 2
    lat = (min(place.lat for place in places) + max(place.lat for place in places)) / 2
    spots = [_azimuthal(place.lon - lon, place.lat, lat) for place in places]
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    top, bottom = min(y for _, y in spots), max(y for _, y in spots)
    span = max(right - left, 2.0 * (bottom - top), _LEAST_SPAN)
    scale = width * (1 - 2 * _MARGIN) / span
    height = round(width * _FLAT)
    shift = width / 2 - scale * (left + right) / 2, height / 2 - scale * (top + bottom) / 2
    return _Window(lon, lat, scale, shift, width, height)


def _turned(lons: Sequence[float]) -> list[float]:
    """The degrees turned so that they lie as near together as they can, over the antimeridian if need be.

    >>> _turned([179.0, -170.0])
    [179.0, 190.0]
    """
    there = sorted({lon % 360 for lon in lons})
    gaps = [(there[(n + 1) % len(there)] - lon) % 360 or 360.0 for n, lon in enumerate(there)]
    first = there[(gaps.index(max(gaps)) + 1) % len(there)]
    return [first + (lon - first) % 360 for lon in lons]


def _azimuthal(turn: float, lat: float, middle: float) -> Point:
    """Lambert's equal-area azimuthal projection: right and down, in radians; `turn`: degrees east of the middle."""
    angle, north, centre = math.radians(turn), math.radians(lat), math.radians(middle)
    near = 1 + math.sin(centre) * math.sin(north) + math.cos(centre) * math.cos(north) * math.cos(angle)
    k = math.sqrt(2 / max(near, 1e-6))
    up = math.cos(centre) * math.sin(north) - math.sin(centre) * math.cos(north) * math.cos(angle)
    return k * math.cos(north) * math.sin(angle), -k * up


def _together(places: Sequence[MapPlace], window: _Window) -> list[tuple[Point, list[int]]]:
    """Where circles stand, and the numbers in each: places that lie near one another share one."""
    found: list[tuple[Point, list[int]]] = []
    for place in places:
        x, y = window.at(place.lon, place.lat)
        near = next((one for one in found if math.dist(one[0], (x, y)) < _NEAR), None)
        if near is None:
            found.append(((x, y), [place.number]))
        elif place.number not in near[1]:
            near[1].append(place.number)
    return found


def _land(window: _Window) -> list[list[Point]]:
    """The land in a window, ring by ring, in pixels."""
    reach = math.degrees(window.width / window.scale)
    low, high = max(window.lat - reach, -85.0), min(window.lat + reach, 89.0)
    turn = min(reach / max(math.cos(math.radians(min(max(abs(low), abs(high)), 80.0))), 0.17), _WIDEST)
    found = []
    for ring, (west, east, south, north) in _rings():
        for whole in (-720.0, -360.0, 0.0, 360.0, 720.0):
            left, right = window.lon - turn - whole, window.lon + turn - whole
            if east < left or west > right or north < low or south > high:
                continue
            inside = _cut(_cut(ring, 0, left, right), 1, low, high)
            drawn = _thinned([window.at(lon, lat) for lon, lat in inside])
            drawn = _cut(drawn, 0, 0.0, window.width)
            drawn = _cut(drawn, 1, 0.0, window.height)
            if len(drawn) > 2:
                found.append(drawn)
    return found


def _cut(ring: Sequence[Point], axis: int, low: float, high: float) -> list[Point]:
    """The part of a closed ring between two values of a coordinate (Sutherland & Hodgman 1974)."""
    above = _half(ring, axis, low, lambda value: value >= low)
    return _half(above, axis, high, lambda value: value <= high)


def _half(ring: Sequence[Point], axis: int, edge: float, is_inside: Callable[[float], bool]) -> list[Point]:
    found: list[Point] = []
    for before, point in zip((ring[-1], *ring[:-1]) if ring else (), ring, strict=True):
        inside = is_inside(point[axis])
        if inside != is_inside(before[axis]):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            found.append((edge, other) if axis == 0 else (other, edge))
        if inside:
            found.append(point)
    return found


def _thinned(ring: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for point in ring:
        if not found or math.dist(found[-1], point) >= _CLOSE:
            found.append(point)
    return found


def _path(ring: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


@cache
def _rings() -> tuple[tuple[tuple[Point, ...], tuple[float, float, float, float]], ...]:
    """The rings of the land in degrees, each running on over the antimeridian, with west, east, south, north."""
    data = coast_lines()
    (wide, high), (left, low) = data["transform"]["scale"], data["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * wide + left, y * high + low))
        arcs.append(points)
    found = []
    for land in data["objects"]["land"]["geometries"]:
        for polygon in land["arcs"]:
            for ring in polygon:
                lines = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
                whole = _running_on([point for line in lines for point in line])
                lons, lats = [lon for lon, _ in whole], [lat for _, lat in whole]
                found.append((whole, (min(lons), max(lons), min(lats), max(lats))))
    return tuple(found)


def _running_on(ring: Sequence[Point]) -> tuple[Point, ...]:
    """The ring without leaps from one side of the antimeridian to the other; one around a pole is closed over it.

    >>> _running_on([(170.0, 60.0), (-170.0, 60.0), (-170.0, 70.0), (170.0, 70.0)])
    ((170.0, 60.0), (190.0, 60.0), (190.0, 70.0), (170.0, 70.0))
    """
    found = [ring[0]]
    for lon, lat in ring[1:]:
        step = (lon - found[-1][0] + 180) % 360 - 180
        found.append((found[-1][0] + step, lat))
    if abs(found[-1][0] - found[0][0]) > 180:
        pole = math.copysign(90.0, ring[0][1])
        found += [(found[-1][0], pole), (found[0][0], pole)]
    return tuple(found)
