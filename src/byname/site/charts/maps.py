"""Site stage: maps: camps and destinations as circles, and prisoners and people sent by year as bars.

Goes in: rows of analyses with coordinates. Comes out: Altair charts with their data inside; the map's coast lines are
those of Natural Earth (public domain) as packed by world-atlas (ISC), and ship with the package. Labels are set where
they cross no other label; a circle without room for its name stays without, and its name is in the table.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

import altair as alt
import polars as pl

from byname.consequences.place_index import EXACT
from byname.site.answer_words import phrase
from byname.site.charts.style import ACCENT, FAINT, INK, MUTED, PAPER
from byname.site.language import ENGLISH, Language
from byname.values.shipped import shipped

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart | alt.ConcatChart | alt.VConcatChart
Side: TypeAlias = Literal["left", "right", "center"]
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom in pixels
_SIDES: dict[str, Side] = {"left": "left", "right": "right", "center": "center"}
_PARALLELS = (50, 70)
_MOST_NAMES, _FONT, _LETTER = 9, 12, 6.7  # pixels: the size of a label, and the mean width of its letters
_SMALLEST, _LARGEST = 6.0, 0.9  # square pixels: of the smallest circle; of the largest, by the map's width
_LARGE = 4.5  # pixels of radius from which on a circle is not written over
_MARGIN = 0.06


@cache
def coast_lines() -> dict[str, Any]:
    """The land of the earth at 1:110 million as TopoJSON."""
    text = shipped("site", "land-110m.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class View:
    """A conic equal-area map (Albers 1805) turned to `middle` (degrees east), its scale, and the pixels it is moved by.

    The projection is the one that the charts draw with; it is computed here too, to set labels and the extent.
    """

    middle: float
    scale: float
    shift: tuple[float, float]
    width: int
    height: int

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """The pixels of a place, from the left and from the top."""
        x, y = _albers(lon - self.middle, lat)
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1]

    @property
    def largest(self) -> float:
        """The area of the largest circle in square pixels: smaller on a small map."""
        return _LARGEST * self.width

    def radius(self, count: float, top: float) -> float:
        """The radius in pixels of a circle for a count, where the largest count is `top`."""
        return math.sqrt((_SMALLEST + (self.largest - _SMALLEST) * count / top) / math.pi)


def _albers(lon: float, lat: float) -> tuple[float, float]:
    first, second = (math.sin(math.radians(parallel)) for parallel in _PARALLELS)
    n = (first + second) / 2
    c = 1 + first * (2 * n - first)
    r = math.sqrt(c - 2 * n * math.sin(math.radians(lat))) / n
    angle = n * math.radians((lon + 180) % 360 - 180)
    return r * math.sin(angle), r * math.cos(angle) - math.sqrt(c) / n  # downwards, as pixels run


def view_of(places: Sequence[tuple[float, float]], width: int) -> View:
    """The view that holds all places (degrees east, north) at a width; its height follows."""
    turns = sorted(lon for lon, _ in places)
    middle = (turns[0] + turns[-1]) / 2
    spots = [_albers(lon - middle, lat) for lon, lat in places]
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    top, bottom = min(y for _, y in spots), max(y for _, y in spots)
    span = max(right - left, 1.6 * (bottom - top), 0.15)
    scale = width * (1 - 2 * _MARGIN) / span
    height = round(min(max(scale * (bottom - top) + 2 * _MARGIN * width, 0.42 * width), 0.85 * width))
    shift = width / 2 - scale * (left + right) / 2, height / 2 - scale * (top + bottom) / 2
    return View(middle, scale, shift, width, height)


def circle_map(
    rows: Sequence[Mapping[str, Any]], view: View, *, names: int = _MOST_NAMES, most: float = 0.0, heading: str = ""
) -> Chart:
    """One map: circles as large as their counts, the largest named where there is room.

    `rows`: name, lon, lat, count, and `hollow` where a circle stands for a region. `most` is the count of the largest
    circle of a set of maps, which are then drawn to one scale.
    """
    land = alt.InlineData(values=coast_lines(), format=alt.TopoDataFormat(type="topojson", feature="land"))
    ground = alt.Chart(land, width=view.width, height=view.height).mark_geoshape(
        fill=FAINT, stroke=PAPER, strokeWidth=0.5
    )
    if heading:
        ground = ground.properties(
            title=alt.Title(heading, anchor="start", fontSize=12, fontWeight="normal", color=INK)
        )
    top = most or max((float(row["count"]) for row in rows), default=1.0)
    drawn = sorted(rows, key=lambda row: (-row["count"], row["name"]))
    layers = [ground]
    for hollow in (False, True):
        own = [dict(row) for row in drawn if bool(row.get("hollow")) is hollow]
        layers.append(_circles(own, top, view.largest, hollow=hollow))
    layers += _labels(drawn, view, top, names)
    return alt.layer(*layers).project(
        type="conicEqualArea", parallels=list(_PARALLELS), rotate=[-view.middle, 0, 0], center=[0, 0],
        scale=view.scale, translate=list(view.shift), clipExtent=[[0, 0], [view.width, view.height]],
    )  # fmt: skip


def _circles(rows: Sequence[Mapping[str, Any]], top: float, largest: float, *, hollow: bool) -> alt.Chart:
    data = [{name: row[name] for name in ("name", "lon", "lat", "count")} for row in rows]
    base = alt.Chart(alt.InlineData(values=data))
    circles = base.mark_point(filled=not hollow, color=INK if hollow else ACCENT, opacity=0.9 if hollow else 0.6,
                              strokeWidth=1.2)  # fmt: skip
    scale = alt.Scale(domain=[0, top], range=[_SMALLEST, largest])
    drawn: alt.Chart = circles.encode(
        longitude="lon:Q",
        latitude="lat:Q",
        size=alt.Size("count:Q", scale=scale, legend=None),
        tooltip=["name:N", "count:Q"],
    )
    return drawn


def _labels(rows: Sequence[Mapping[str, Any]], view: View, top: float, most: int) -> Iterable[alt.Chart]:
    """The names of the largest circles, each on the first side where it crosses no name, no large circle, no edge."""
    circles = [_box_of(row, view, top) for row in rows if view.radius(row["count"], top) >= _LARGE]
    taken: list[Box] = []
    for row in rows:
        if len(taken) == most:
            return
        own = _box_of(row, view, top)
        others = [box for box in circles if box != own]
        for align, dx, dy, box in _sides(row, view, top):
            inside = box[0] >= 0 and box[2] <= view.width and box[1] >= 0 and box[3] <= view.height
            if inside and not any(_cross(box, other) for other in (*taken, *others)):
                taken.append(box)
                yield _label(row, align, dx, dy)
                break


def _box_of(row: Mapping[str, Any], view: View, top: float) -> Box:
    (x, y), r = view.at(row["lon"], row["lat"]), 0.8 * view.radius(row["count"], top)
    return x - r, y - r, x + r, y + r


def _sides(row: Mapping[str, Any], view: View, top: float) -> Iterator[tuple[Side, float, float, Box]]:
    """Where the name of a circle can stand: how it is aligned, how far from the middle, and the box it fills."""
    x, y = view.at(row["lon"], row["lat"])
    gap, wide = view.radius(row["count"], top) + 3, _LETTER * len(row["name"])
    for align, dx, dy in (
        ("left", gap, 0.0),
        ("right", -gap, 0.0),
        ("center", 0.0, -gap - 4),
        ("center", 0.0, gap + 5),
    ):
        left = x + dx - {"left": 0.0, "right": wide, "center": wide / 2}[align]
        yield _SIDES[align], dx, dy, (left, y + dy - _FONT / 2, left + wide, y + dy + _FONT / 2)


def _cross(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _label(row: Mapping[str, Any], align: Side, dx: float, dy: float) -> alt.Chart:
    data = alt.InlineData(values=[{"name": row["name"], "lon": row["lon"], "lat": row["lat"]}])
    text = alt.Chart(data).mark_text(align=align, dx=dx, dy=dy, baseline="middle", fontSize=_FONT, color=INK)
    drawn: alt.Chart = text.encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
    return drawn


def camp_maps(rows: Sequence[Mapping[str, Any]], *, width: int, columns: int, speech: Language = ENGLISH) -> Chart:
    """The camps of several years, one map a year and all to one scale. `rows`: year, camp, lon, lat, prisoners."""
    shown = [row for row in rows if row["lon"] is not None and row["lat"] is not None and row["prisoners"]]
    years = sorted({int(row["year"]) for row in shown})
    view = view_of([(row["lon"], row["lat"]) for row in shown], width)
    most = max(float(row["prisoners"]) for row in shown)
    maps = []
    for year in years:
        own = [row for row in rows if row["year"] == year]
        placed = [_camp(row) for row in shown if row["year"] == year]
        people = sum(int(row["prisoners"]) for row in own)
        heading = f"{year}: {_spaced(people)} prisoners in {len(own)} camp{'' if len(own) == 1 else 's'}"
        maps.append(circle_map(placed, view, names=4, most=most, heading=phrase(heading, speech)))
    note = _note(phrase(f"Largest circle: {_spaced(most)} prisoners.", speech))
    return alt.concat(*maps, columns=columns, spacing=14, title=note)


def _note(text: str) -> alt.Title:
    return alt.Title(text, anchor="start", orient="bottom", fontSize=12, fontWeight="normal", color=MUTED)


def _spaced(count: float) -> str:
    return f"{count:,.0f}".replace(",", "\u202f")


def _camp(row: Mapping[str, Any]) -> dict[str, Any]:
    """A circle with the short name of a camp: without the words that all camps share."""
    name = str(row["camp"]).split(" (")[0].removesuffix(" ITL").removesuffix(" Camp").removesuffix(" camp")
    short = name if len(name) <= 24 else f"{name[:22]}…"
    return {"name": short, "lon": row["lon"], "lat": row["lat"], "count": row["prisoners"]}


def destination_map(rows: Sequence[Mapping[str, Any]], *, width: int, names: int, speech: Language = ENGLISH) -> Chart:
    """The destinations as circles; filled at a place itself, hollow where a circle stands for a region.

    `rows`: place, at, lon, lat, people, as `destinations` gives them; the kinds of one place are added up.
    """
    spots: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["lon"] is None or row["lat"] is None:
            continue
        exact = str(row["at"]).startswith(EXACT)
        spot = spots.setdefault(row["place"], {"name": str(row["place"]).split(" (")[0], "lon": row["lon"],
                                               "lat": row["lat"], "count": 0, "hollow": not exact})  # fmt: skip
        spot["count"] += row["people"]
    placed = list(spots.values())
    view = view_of([(spot["lon"], spot["lat"]) for spot in placed], width)
    top = max(spot["count"] for spot in placed)
    note = _note(phrase(f"Largest circle: {_spaced(top)}. Hollow: a region.", speech))
    return circle_map(placed, view, names=names).properties(title=note)


def year_bars(rows: Sequence[Mapping[str, Any]], *, width: int, speech: Language = ENGLISH) -> Chart:
    """Prisoners of the table by year, and below them how many camps have a figure. `rows`: year, camps, prisoners."""
    data = alt.InlineData(values=[{name: row[name] for name in ("year", "camps", "prisoners")} for row in rows])
    low, high = min(row["year"] for row in rows), max(row["year"] for row in rows)
    ticks = [year for year in range(low, high + 1) if year % 5 == 0]
    axis = alt.Axis(values=ticks, format="d", title=None, grid=False)
    x = alt.X("year:Q", axis=axis, scale=alt.Scale(domain=[low - 0.7, high + 0.7], nice=False))
    size = max(2.0, 0.72 * width / (high - low + 1))
    people = alt.Chart(data, width=width, height=150).mark_bar(color=ACCENT, size=size)
    camps = alt.Chart(data, width=width, height=56).mark_bar(color=MUTED, size=size)
    counts = alt.Axis(tickCount=4, format="~s")
    return alt.vconcat(
        people.encode(x=x, y=alt.Y("prisoners:Q", title=phrase("prisoners", speech), axis=counts)),
        camps.encode(x=x, y=alt.Y("camps:Q", title=phrase("camps", speech), axis=alt.Axis(tickCount=2))),
        spacing=8,
    )


def sent_bars(table: pl.DataFrame, *, width: int, speech: Language = ENGLISH) -> Chart:
    """People sent by year and kind as bars, one row of bars a kind. `table`: year, kind, people."""
    low, high = (int(str(bound)) for bound in (table["year"].min(), table["year"].max()))
    ticks = [year for year in range(low, high + 1) if high - low < 8 or year % 5 == 0]
    axis = alt.Axis(values=ticks, format="d", title=None, grid=False)
    x = alt.X("year:Q", axis=axis, scale=alt.Scale(domain=[low - 0.7, high + 0.7], nice=False))
    size = max(2.0, 0.72 * width / (high - low + 2))
    charts = []
    for kind in sorted(set(table["kind"])):
        own = table.filter(pl.col("kind") == kind).select("year", "people").to_dicts()
        bars = alt.Chart(alt.InlineData(values=own), width=width, height=90)
        title = phrase({"camp": "to camps", "exile": "into exile"}.get(kind, kind), speech)
        bars = bars.mark_bar(color=ACCENT if kind == "camp" else MUTED, size=size)
        charts.append(bars.encode(x=x, y=alt.Y("people:Q", title=title, axis=alt.Axis(tickCount=3, format="~s"))))
    return alt.vconcat(*charts, spacing=8)
