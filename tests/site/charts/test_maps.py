from __future__ import annotations

import math
from typing import Any

import pytest

from byname.site.charts.maps import camp_maps, circle_map, coast_lines, destination_map, view_of
from byname.site.charts.style import to_svg

VORKUTA, MAGADAN, TALLINN = (64.07, 67.51), (150.80, 59.56), (24.75, 59.44)


def test_coast_lines_ship_with_the_package() -> None:
    assert coast_lines()["type"] == "Topology"


def test_every_place_lies_inside_the_view() -> None:
    for width in (308, 676):
        view = view_of([VORKUTA, MAGADAN, TALLINN], width)
        for lon, lat in (VORKUTA, MAGADAN, TALLINN):
            x, y = view.at(lon, lat)
            assert 0 <= x <= width
            assert 0 <= y <= view.height


def test_one_place_alone_has_a_map() -> None:
    view = view_of([VORKUTA], 300)
    assert view.at(*VORKUTA) == pytest.approx((150, view.height / 2))


def test_the_projection_here_is_the_one_that_draws() -> None:
    view = view_of([VORKUTA, MAGADAN], 300)
    row = {"name": "V", "lon": VORKUTA[0], "lat": VORKUTA[1], "count": 5}
    svg = to_svg(circle_map([row], view, names=0), key="k", title="t", description="d")
    x, y = (round(value) for value in view.at(*VORKUTA))
    places = [tuple(map(float, part.split(")")[0].split(","))) for part in svg.split('transform="translate(')[1:]]
    assert any(math.dist(place, (x, y)) < 2 for place in places if len(place) == 2)


def values(drawn: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a layer, which a chart keeps once and names."""
    found: list[dict[str, Any]] = drawn["datasets"][layer["data"]["name"]]
    return found


def labels(chart: Any) -> list[str]:
    drawn = chart.to_dict()
    texts = [layer for layer in drawn["layer"] if layer["mark"]["type"] == "text"]
    return [values(drawn, layer)[0]["name"] for layer in texts]


def test_names_that_would_cross_are_left_out() -> None:
    view = view_of([TALLINN, MAGADAN], 300)
    near = [{"name": f"A long name {n}", "lon": 80.0, "lat": 60.0 + n / 100, "count": 9 - n} for n in range(9)]
    assert 1 <= len(labels(circle_map(near, view))) <= 4


def test_camps_of_several_years_have_one_map_each_and_one_scale() -> None:
    rows = [{"year": year, "camp": "Vorkutinsky ITL", "lon": 64.1, "lat": 67.5, "prisoners": n}
            for year, n in ((1938, 15009), (1951, 72940))]  # fmt: skip
    drawn = camp_maps(rows, width=300, columns=2).to_dict()
    assert [one["layer"][0]["title"]["text"] for one in drawn["concat"]] == [
        "1938: 15\u202f009 prisoners in 1 camp",
        "1951: 72\u202f940 prisoners in 1 camp",
    ]
    domains = [layer["encoding"]["size"]["scale"]["domain"] for one in drawn["concat"] for layer in one["layer"][1:3]]
    assert {tuple(domain) for domain in domains} == {(0, 72940.0)}


def test_a_region_is_a_hollow_circle_and_kinds_of_one_place_are_added() -> None:
    rows = [
        {"place": "Vorkuta", "kind": kind, "at": "the place", "lon": 64.1, "lat": 67.5, "people": n}
        for kind, n in (("camp", 30), ("exile", 12))
    ]
    rows.append(
        {"place": "Kirov oblast", "kind": "exile", "at": "its capital Kirov", "lon": 49.7, "lat": 58.6, "people": 9}
    )
    rows.append({"place": "maiga", "kind": "exile", "at": "", "lon": None, "lat": None, "people": 9})
    drawn = destination_map(rows, width=300, names=3).to_dict()
    filled, hollow = drawn["layer"][1:3]
    assert [row["count"] for row in values(drawn, filled)] == [42]
    assert [row["name"] for row in values(drawn, hollow)] == ["Kirov oblast"]
    assert not hollow["mark"]["filled"]
