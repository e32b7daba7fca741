"""Site stage: the paths of people as bands from station to station.

Goes in: the table of the analysis of paths. Comes out: an Altair chart with its data inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import polars as pl

from byname.consequences.paths import STATIONS
from byname.site.answer_words import phrase
from byname.site.charts.style import ACCENT, INK, MUTED
from byname.site.language import ENGLISH, Language

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
_STEPS = 16
_GAP = 0.03
# Of the scales: the last station has room for names, which is more where a word of them is long.
_LEFT, _RIGHT, _BELOW = -0.05, len(STATIONS) - 0.2, 3 * _GAP
_FONT, _LINE, _LETTER = 12, 13, 7.2  # pixels: size of letters, height of a line, mean width of a letter
_BESIDE = 14  # pixels that a name needs besides its letters
_DEADLY = ("executed", "killed", "died in custody", "died in exile", "death sentence", "killed themselves")


def alluvial(table: pl.DataFrame, *, speech: Language = ENGLISH, width: int = 640, height: int = 320) -> Chart:
    """The paths of people as bands from station to station, each as high as its share of the people.

    `table`: from, origin, to, target, people, as `paths` gives it. Bands that end in a violent or unfree death, or come
    from a sentence to it, stand in the accent colour.
    """
    places = _places(table)
    bands = [row for link in _links(table, places) for row in link]
    blocks = [
        {"x": STATIONS.index(station), "name": phrase(name, speech), "low": low, "high": high,
         "middle": (low + high) / 2, "people": people}
        for (station, name), (low, high, people) in places.items()
    ]  # fmt: skip
    right, deepest = _right(blocks, width), max((high for _, high, _ in places.values()), default=1.0) + _BELOW
    apart = _apart(blocks, width / (right - _LEFT), right - len(STATIONS) + 1, deepest, height)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[_LEFT, right]))
    y = alt.Y("low:Q", axis=None, scale=alt.Scale(domain=[0, deepest], reverse=True))
    flows = (
        alt.Chart(alt.InlineData(values=bands), width=width, height=height)
        .mark_area(opacity=0.45)
        .encode(x=x, y=y, y2="high:Q", detail="link:N", color=alt.Color("colour:N", scale=None))
    )
    bars = alt.Chart(alt.InlineData(values=blocks)).mark_bar(width=5, color=INK).encode(x=x, y=y, y2="high:Q")
    text = alt.Chart(alt.InlineData(values=apart)).mark_text(
        align="left", dx=6, fontSize=_FONT, color=INK, lineBreak="\n", lineHeight=_LINE, baseline="middle"
    )
    named = text.encode(x=x, y=alt.Y("at:Q", axis=None), text="lines:N", tooltip=["name:N", "people:Q"])
    return alt.layer(flows, bars, named)


def _right(blocks: Sequence[dict[str, Any]], width: int) -> float:
    """Where the scale of the stations ends, so that a long word beside the last has room, up to three tenths of all."""
    last = len(STATIONS) - 1
    words = [len(word) for block in blocks if block["x"] == last for word in str(block["name"]).split()]
    needed = min(max(words, default=0) * _LETTER + _BESIDE - 6, 0.3 * width)
    return max(_RIGHT, last + (last - _LEFT) * needed / (width - needed))


def _apart(
    blocks: Sequence[dict[str, Any]], step: float, beside: float, deepest: float, height: int
) -> list[dict[str, Any]]:
    """The names of the blocks in lines that fit between two stations, and where each stands (`at`, the middle of its
    lines): beside its block, or below it where the name before needs the room.

    `step`: pixels between two stations; `beside`: how many steps there are for the names of the last.
    """
    pixel = deepest / height
    found: list[dict[str, Any]] = []
    for station in range(len(STATIONS)):
        steps = beside if station == len(STATIONS) - 1 else 1.0
        room = int((steps * step - _BESIDE) / _LETTER)
        own = sorted((one for one in blocks if one["x"] == station), key=lambda one: one["middle"])
        lines = [wrap(str(block["name"]), max(room, 6), break_long_words=False) or [""] for block in own]
        tall = [len(one) * _LINE * pixel for one in lines]
        tops = _tops([block["middle"] for block in own], tall, deepest)
        found += [
            # Vega sets the first line at the point of the mark.
            {**block, "lines": "\n".join(some), "at": top + _LINE * pixel / 2}
            for block, some, top in zip(own, lines, tops, strict=True)
        ]
    return found


def _tops(middles: Sequence[float], tall: Sequence[float], deepest: float) -> list[float]:
    """Where names begin that stand as near to their blocks as they can: downwards where the name before needs the room,
    and up again from the lower edge."""
    tops, upto = list[float](), 0.0
    for middle, height in zip(middles, tall, strict=True):
        tops.append(max(middle - height / 2, upto))
        upto = tops[-1] + height
    edge = deepest
    for place in reversed(range(len(tops))):
        tops[place] = min(tops[place], edge - tall[place])
        edge = tops[place]
    return tops


def _places(table: pl.DataFrame) -> dict[tuple[str, str], tuple[float, float, int]]:
    """Where each block of a station lies, from 0 to 1 and the gaps, the largest on top."""
    whole = max(int(table.filter(pl.col("from") == STATIONS[0])["people"].sum()), 1)
    found: dict[tuple[str, str], tuple[float, float, int]] = {}
    for number, station in enumerate(STATIONS):
        first = number == 0
        side = "origin" if first else "target"
        own = table.filter(pl.col("from" if first else "to") == station)
        sizes = own.group_by(side).agg(pl.col("people").sum()).sort(["people", side], descending=[True, False])
        upto = 0.0
        for name, people in sizes.iter_rows():
            found[station, name] = (upto, upto + people / whole, people)
            upto += people / whole + _GAP
    return found


def _links(
    table: pl.DataFrame, places: Mapping[tuple[str, str], tuple[float, float, int]]
) -> list[list[dict[str, Any]]]:
    whole = max(int(table.filter(pl.col("from") == STATIONS[0])["people"].sum()), 1)
    left = {key: place[0] for key, place in places.items()}
    right = dict(left)
    found = []
    for row in table.sort(["from", "people", "origin", "target"], descending=[False, True, False, False]).to_dicts():
        a, b = (row["from"], row["origin"]), (row["to"], row["target"])
        thick = row["people"] / whole
        colour = ACCENT if row["origin"] in _DEADLY or row["target"] in _DEADLY else MUTED
        found.append(_band(STATIONS.index(row["from"]), left[a], right[b], thick, f"{a} to {b}", colour))
        left[a] += thick
        right[b] += thick
    return found


def _band(x: int, start: float, end: float, thick: float, link: str, colour: str) -> list[dict[str, Any]]:
    rows = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        y = start + (end - start) * t * t * (3 - 2 * t)
        rows.append({"x": x + t, "low": y, "high": y + thick, "link": link, "colour": colour})
    return rows
