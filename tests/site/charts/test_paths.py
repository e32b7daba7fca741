from __future__ import annotations

from collections.abc import Iterator
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
