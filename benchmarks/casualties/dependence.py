"""How far the people on no list stray from what an estimate says, where their number is known.

usage: python -m benchmarks.casualties.dependence CAPTURE_HISTORIES_FOLDER
The people of one list whom no other list names are known. Over the published tables: by which factor they are more or
fewer than the conditional estimate from the other lists, and which odds ratio two lists have within a third. The spread
of these factors between lists, beyond what chance makes of them (random effects by maximum likelihood), is where the
default bounds of the range come from.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.casualties.known_sizes import ARTIFICIAL, OWN
from byname.casualties.consistency import FEWEST_SEEN, within_list
from byname.casualties.estimators.averaging import averaged
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate

TWICE = ("Ned", "UKdat", "new-orleans", "rabbits", "golf-tees")  # the same people with some lists joined, or too thin
ANIMALS = ("voles", "stakes", "hares")
FEWEST_HIDDEN = 20  # known people whom no other list names
FEWEST_IN_CELL = 3
REACH = 1.96


@dataclass(frozen=True, slots=True)
class Factor:
    """The log of a factor, with its standard error, and the table that it comes from."""

    table: str
    log: float
    error: float


def tables(folder: Path) -> dict[str, CaptureHistories]:
    """The published tables by name, each population once."""
    paths = [*sorted(OWN.glob("*.csv")), *sorted(folder.glob("*.csv"))]
    return {p.stem: CaptureHistories.read(p) for p in paths if p.stem not in (*ARTIFICIAL, *TWICE)}


def hidden_people(name: str, table: CaptureHistories) -> list[Factor]:
    """Known over estimated people of each list whom no other list names, from three lists and more."""
    found = []
    for inside in (within_list(table, each) for each in table.lists):
        if inside is None or len(inside[1].lists) < 3 or inside[1].observed < FEWEST_SEEN:
            continue
        size, others = inside
        try:
            one = averaged(others)
        except CannotEstimate:
            continue
        n = others.observed
        if size - n >= FEWEST_HIDDEN and math.isfinite(one.high):
            error = (math.log(one.high - n + 0.5) - math.log(max(one.low - n, 0.0) + 0.5)) / (2 * REACH)
            found.append(Factor(name, math.log((size - n + 0.5) / (one.estimate - n + 0.5)), error))
    return found


def pairs_within(name: str, table: CaptureHistories) -> list[Factor]:
    """The odds ratio of each two lists among the people of a third."""
    found = []
    for third in range(len(table.lists)):
        on = table.patterns[:, third] == 1
        for i, j in combinations([k for k in range(len(table.lists)) if k != third], 2):
            a, b = table.patterns[:, i] == 1, table.patterns[:, j] == 1
            cells = [int(table.counts[on & x & y].sum()) for x, y in ((a, b), (a, ~b), (~a, b), (~a, ~b))]
            if min(cells) >= FEWEST_IN_CELL:
                both, first, second, neither = (cell + 0.5 for cell in cells)
                error = math.sqrt(sum(1 / cell for cell in (both, first, second, neither)))
                found.append(Factor(name, math.log(both * neither / (first * second)), error))
    return found


def random_effects(factors: list[Factor]) -> tuple[float, float]:
    """The mean of the log factors and their standard deviation between lists, by maximum likelihood."""
    logs, errors = np.array([f.log for f in factors]), np.array([f.error for f in factors])

    def loss(point: tuple[float, float]) -> float:
        variance = math.exp(2 * point[1]) + errors**2
        return float((np.log(variance) + (logs - point[0]) ** 2 / variance).sum() / 2)

    found = minimize(loss, (float(logs.mean()), math.log(0.5)), method="Nelder-Mead")
    return float(found.x[0]), math.exp(float(found.x[1]))


def line(words: str, factors: list[Factor]) -> str:
    """What the factors of one kind say."""
    mean, spread = random_effects(factors)
    low, high = (math.exp(mean + side * REACH * spread) for side in (-1, 1))
    sources = len({f.table for f in factors})
    return f"| {words} | {len(factors)} | {sources} | {math.exp(mean):.2f} | {spread:.2f} | {low:.2f} to {high:.2f} |"


def main(folder: str) -> None:
    every = tables(Path(folder))
    hidden = [f for name, table in every.items() if len(table.lists) <= 8 for f in hidden_people(name, table)]
    pairs = [f for name, table in every.items() for f in pairs_within(name, table)]
    print("| factor | lists or pairs | tables | middle | spread (log) | 95 in 100 |\n" + "|---" * 6 + "|")
    print(line("people whom no other list names, known over estimated", hidden))
    print(line("odds ratio of two lists within a third, people", [f for f in pairs if not f.table.startswith(ANIMALS)]))
    print(line("the same, with animals and stakes", pairs))


if __name__ == "__main__":
    main(sys.argv[1])
