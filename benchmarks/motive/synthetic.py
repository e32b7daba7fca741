"""Synthetic archives with known risks, delays and hazards. Nobody in them is real.

Gives subjects as `byname.people.profiles.subjects` makes them, with the truth beside them; and spoils them as real
lists are spoiled: entries joined with the wrong person, one person left as two, days known to the month or year only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from byname.people.profiles.subjects import SUBJECTS

_EPOCH = dt.date(1970, 1, 1)
START = (dt.date(1937, 1, 1) - _EPOCH).days
GROUPS, REGIONS = ("north", "south", "east"), 24


@dataclass(frozen=True, slots=True)
class Truth:
    """What the archive was drawn with: odds ratios of execution against the group "north", daily hazards of the ends,
    the day on which the rate of arrests rose and the day of the directive."""

    odds: dict[str, float]
    hazards: dict[str, float]
    rise: int
    directive: int


TRUTH = Truth({"south": 2.0, "east": 0.5}, {"executed": 0.0012, "release": 0.0006}, 215, 208)


def subjects(
    people: int, seed: int, truth: Truth = TRUTH, *, mislinked: float = 0.0, rough: float = 0.0
) -> pl.DataFrame:
    """A synthetic archive: `mislinked` is the share of people whose group and region are those of another, `rough` the
    share of dates known to the month or the year only."""
    random = np.random.default_rng(seed)
    group = random.choice(GROUPS, people, p=[0.5, 0.3, 0.2])
    region = random.integers(0, REGIONS, people)
    effect = random.normal(0, 0.6, REGIONS)[region]
    odds = np.array([truth.odds.get(name, 1.0) for name in group])
    chance = 1 / (1 + np.exp(-(np.log(odds) - 0.4 + effect)))
    executed = random.uniform(size=people) < chance
    arrest = START + _arrest_days(people, random, truth)
    wrong = random.uniform(size=people) < mislinked
    swapped = random.permutation(people)
    group, region = (np.where(wrong, values[swapped], values) for values in (group, region))
    end = arrest + random.geometric(sum(truth.hazards.values()), people)
    bounds = {
        "arrest": _rough(arrest, rough, random),
        "death": _rough(np.where(executed, end, -1), rough, random),
        "release": _rough(np.where(executed, -1, end), rough, random),
    }
    return _frame(people, group, region, executed, bounds, mislinked)


def competing(
    people: int, seed: int, truth: Truth = TRUTH, *, mislinked: float = 0.0, rough: float = 0.0
) -> pl.DataFrame:
    """A synthetic archive in which execution and release compete with constant hazards from the arrest on; of
    `mislinked` people the end is that of another person."""
    random = np.random.default_rng(seed)
    arrest = START + random.integers(0, 700, people)
    waits = np.stack([random.exponential(1 / hazard, people) for hazard in truth.hazards.values()])
    end, executed = arrest + np.ceil(waits.min(axis=0)).astype(np.int64), waits.argmin(axis=0) == 0
    wrong, swapped = random.uniform(size=people) < mislinked, random.permutation(people)
    late = end[swapped] - arrest[swapped]
    end, executed = np.where(wrong, arrest + late, end), np.where(wrong, executed[swapped], executed)
    bounds = {
        "arrest": _rough(arrest, rough, random),
        "death": _rough(np.where(executed, end, -1), rough, random),
        "release": _rough(np.where(executed, -1, end), rough, random),
    }
    return _frame(people, np.full(people, "north"), np.zeros(people, np.int64), executed, bounds, mislinked)


LISTS = ("first", "second", "third", "fourth")
_HELD = {"north": (0.45, 0.35, 0.3, 0.25), "south": (0.3, 0.4, 0.35, 0.2), "east": (0.35, 0.25, 0.3, 0.35)}


def listed(
    people: int, seed: int, truth: Truth = TRUTH, *, mislinked: float = 0.0, rough: float = 0.0
) -> tuple[pl.DataFrame, dict[str, int]]:
    """A synthetic archive of which four lists, each made apart from the others, name some; the chance to be named
    differs by group. Gives those on any list, and how many people of each group there were."""
    frame = subjects(people, seed, truth, rough=rough)
    random = np.random.default_rng(seed + 1_000_000)
    group = frame["nationality"].to_numpy()
    chances = np.array([_HELD[name] for name in group])
    held = random.uniform(size=chances.shape) < chances
    words = [" ".join(name for name, on in zip(LISTS, row, strict=True) if on) for row in held]
    wrong, swapped = random.uniform(size=people) < mislinked, random.permutation(people)
    seen = frame.with_columns(
        pl.Series("lists", words),
        pl.Series("nationality", np.where(wrong, group[swapped], group).astype(str)),
        pl.lit(1 - mislinked).alias("probability"),
    )
    there = dict(zip(*np.unique(group, return_counts=True), strict=True))
    return seen.filter(pl.col("lists") != ""), {str(name): int(count) for name, count in there.items()}


def _arrest_days(people: int, random: np.random.Generator, truth: Truth) -> np.ndarray:
    """Days of arrest in two years: the rate is five times as high from the rise on, and varies from day to day."""
    rate = np.where(np.arange(730) < truth.rise, 1.0, 5.0) * random.gamma(4.0, 0.25, 730)
    return random.choice(730, people, p=rate / rate.sum())


def _rough(days: np.ndarray, share: float, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day that a date can mean; -1 where there is none."""
    low, high = days.copy(), days.copy()
    kind = random.choice(3, len(days), p=[1 - share, share / 2, share / 2])
    for number, unit in ((1, "M"), (2, "Y")):
        mine = (kind == number) & (days != -1)
        start = days[mine].astype("datetime64[D]").astype(f"datetime64[{unit}]")
        low[mine] = start.astype("datetime64[D]").astype(np.int64)
        high[mine] = (start + np.ones(1, f"timedelta64[{unit}]")).astype("datetime64[D]").astype(np.int64) - 1
    return low, high


def _frame(
    people: int,
    group: np.ndarray,
    region: np.ndarray,
    executed: np.ndarray,
    bounds: dict[str, tuple[np.ndarray, np.ndarray]],
    mislinked: float,
) -> pl.DataFrame:
    columns: dict[str, object] = {
        "person_id": [f"S-{number}" for number in range(people)],
        "nationality": group.astype(str),
        "region": [f"region {number}" for number in region],
        "lists": ["synthetic"] * people,
        "ending": np.where(executed, "executed", "released"),
        "executed": executed,
        "persecuted": np.ones(people, bool),
        "named": np.ones(people, bool),
        "gender": np.where(np.arange(people) % 4 == 0, "female", "male"),
        "born": 1890 + np.arange(people) % 30,
        "probability": np.full(people, 1 - mislinked),
    }
    for event, (low, high) in bounds.items():
        columns |= {f"{event}_low": low, f"{event}_high": high}
    frame = pl.DataFrame(columns)
    dates = [
        pl.when(pl.col(c) == -1).then(None).otherwise(pl.col(c)).alias(c)
        for c in frame.columns
        if c[-4:] in ("_low", "high")
    ]
    missing = [pl.lit(None).alias(name) for name in SUBJECTS if name not in frame.columns]
    filled = frame.with_columns(*dates, *missing).with_columns(
        pl.col("arrest_low").cast(pl.Date).dt.year().cast(pl.String).alias("period")
    )
    return filled.select(pl.col(name).cast(kind) for name, kind in SUBJECTS.items())
