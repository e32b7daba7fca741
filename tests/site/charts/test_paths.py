from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from byname.site.charts.paths import alluvial
from byname.site.charts.style import ACCENT, MUTED

TABLE = pl.DataFrame(
    [{"from": "taken", "origin": "arrested", "to": "sentenced", "target": "camp", "people": 30},
     {"from": "taken", "origin": "arrested", "to": "sentenced", "target": "death sentence", "people": 10},
     {"from": "sentenced", "origin": "camp", "to": "ended", "target": "released", "people": 30},
     {"from": "sentenced", "origin": "death sentence", "to": "ended", "target": "executed", "people": 10},
     {"from": "ended", "origin": "released", "to": "restored", "target": "not stated", "people": 30},
     {"from": "ended", "origin": "executed", "to": "restored", "target": "not stated", "people": 10}]
)  # fmt: skip


def layers(table: pl.DataFrame) -> Iterator[list[dict[str, Any]]]:
    """The rows of each layer of the picture: bands, blocks, names."""
    drawn = alluvial(table).to_dict()
    for layer in drawn["layer"]:
        yield layer["data"].get("values") or drawn["datasets"][layer["data"]["name"]]


def test_a_block_is_as_high_as_its_share_of_the_people() -> None:
    _, blocks, names = layers(TABLE)
    height = {(row["x"], row["name"]): row["high"] - row["low"] for row in blocks}
    assert height[0, "arrested"] == pytest.approx(1)
    assert height[1, "camp"] == pytest.approx(0.75)
    assert height[3, "not stated"] == pytest.approx(1)
    assert {row["name"] for row in names} == {row["name"] for row in blocks}


def test_bands_keep_their_height_and_start_in_their_block() -> None:
    bands, blocks, _ = layers(TABLE)
    assert {round(row["high"] - row["low"], 6) for row in bands} == {0.25, 0.75}
    camp = next(row for row in blocks if row["name"] == "camp")
    starts = [row for row in bands if row["x"] == 1 and row["high"] - row["low"] > 0.5]
    assert any(row["low"] == pytest.approx(camp["low"]) for row in starts)


def test_bands_to_and_from_a_death_stand_in_the_accent_colour() -> None:
    bands, _, _ = layers(TABLE)
    assert {row["colour"] for row in bands} == {ACCENT, MUTED}
    for row in bands:
        deadly = row["high"] - row["low"] == pytest.approx(0.25)
        assert row["colour"] == (ACCENT if deadly else MUTED)


@pytest.mark.parametrize("width", [640, 312])
def test_no_name_stands_over_another_of_its_station_or_runs_into_the_next(width: int) -> None:
    ends = [("released", 900), ("executed", 60), ("died in custody", 14), ("killed", 12), ("died in exile", 8),
            ("rehabilitated after death", 6)]  # fmt: skip
    rows = [{"from": "taken", "origin": "arrested", "to": "sentenced", "target": end, "people": n} for end, n in ends]
    drawn = alluvial(pl.DataFrame(rows), width=width, height=320).to_dict()
    names = drawn["layer"][2]["data"].get("values") or drawn["datasets"][drawn["layer"][2]["data"]["name"]]
    across, down = (drawn["layer"][0]["encoding"][axis]["scale"]["domain"] for axis in "xy")
    pixel, room = 320 / down[1], width / (across[1] - across[0]) - 10
    told = sorted((row["at"] * pixel, row["lines"].split("\n")) for row in names if row["x"] == 1)
    assert len(told) == len(ends)
    for (y, lines), (below, _) in pairwise(told):
        assert below - y >= 13 * len(lines) - 0.01
    assert told[-1][0] + 13 * (len(told[-1][1]) - 0.5) <= 320.01
    assert all(len(line) * 6.3 <= room or " " not in line for _, lines in told for line in lines)


def test_a_long_word_beside_the_last_station_has_more_room_on_a_phone() -> None:
    rows = [
        {"from": "taken", "origin": "arrested", "to": "restored", "target": "реабилитированы посмертно", "people": 9}
    ]
    drawn = alluvial(pl.DataFrame(rows), width=288, height=300).to_dict()
    across = drawn["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert (across[1] - 3) * 288 / (across[1] - across[0]) == pytest.approx(0.3 * 288)
