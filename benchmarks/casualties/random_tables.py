"""Ten thousand random tables: no crash, no NaN, no silent nonsense.

usage: python -m benchmarks.casualties.random_tables [TABLES] [SEED]
Zeros, one list, two lists, disjoint lists, identical lists, up to twelve lists, counts up to ten million. The sampler,
which the headline does not depend on, runs on every fiftieth table.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter

import numpy as np
import numpy.typing as npt

from byname.casualties.estimate import estimate
from byname.casualties.headline import headline
from byname.casualties.histories import CaptureHistories
from byname.casualties.overlap import overlap_groups
from byname.errors import CannotEstimate

SLICE = 500  # tables between two reports
SIZES = [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8]


def random_table(seed: int, number: int) -> CaptureHistories:
    """One random table; every five hundredth has nine to twelve lists."""
    random = np.random.default_rng([seed, number])
    lists = int(random.integers(9, 13)) if number % 500 == 499 else int(random.choice(SIZES))
    size = 1 << lists
    kind = int(random.integers(0, 7))
    if kind == 0:  # anything at all
        cells = random.integers(0, 10 ** int(random.integers(1, 8)), size).astype(float)
    elif kind == 1:  # mostly empty
        cells = random.poisson(random.gamma(0.2, 5, size)).astype(float)
    elif kind == 2:  # disjoint lists
        cells = np.zeros(size)
        cells[1 << np.arange(lists)] = random.integers(0, 1000, lists)
    else:
        cells = _drawn(random, lists, kind)
    cells *= random.random(size) < random.choice([1.0, 1.0, 0.6, 0.2])
    cells[0] = 0
    return CaptureHistories.from_masks(tuple(f"L{j + 1}" for j in range(lists)), cells)


def _drawn(random: np.random.Generator, lists: int, kind: int) -> npt.NDArray[np.float64]:
    """People drawn onto lists, with the last list the same as the first where `kind` is 3."""
    masks = np.arange(1 << lists)
    chances = random.beta(1, 4, lists)
    weight = np.prod(np.where((masks[:, None] >> np.arange(lists)) & 1, chances, 1 - chances), axis=1)
    if kind == 3 and lists > 1:
        weight = np.where((masks & 1) == (masks >> (lists - 1)) & 1, weight, 0.0)
    people = int(10 ** random.uniform(1, 8))
    return random.multinomial(people, weight / weight.sum()).astype(float)


def verdict(task: tuple[int, int]) -> tuple[str, float, int]:
    """What became of one table: refused, bound only, identified or not; raises where the result is nonsense."""
    table = random_table(*task)
    start = perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            kind = _whole(table) if task[1] % 50 == 0 or len(table.lists) < 3 else _headline(table)
        except CannotEstimate:
            kind = "refused"
        except Exception as error:
            raise RuntimeError(f"table {task} of {len(table.lists)} lists, {table.by_mask().tolist()[:64]}") from error
    return kind, perf_counter() - start, len(table.lists)


def _whole(table: CaptureHistories) -> str:
    found = estimate(table)
    json.dumps(found.to_json(), allow_nan=False)
    assert table.observed <= found.low <= found.high
    if found.estimate is None:
        return "bound only"
    assert found.low <= found.estimate <= found.high
    return found.verdict


def _headline(table: CaptureHistories) -> str:
    if (
        not table.observed
        or not table.patterns[table.counts > 0].any(axis=0).all()
        or len(overlap_groups(table)) == len(table.lists)
    ):
        return _whole(table)
    found = headline(table, 0.95, 0, effort=None)
    assert table.observed - 1e-6 <= found.low <= found.high
    if found.estimate is None:
        return "no number"
    assert found.low <= found.estimate <= found.high
    for m in found.methods:
        assert m.low * (1 - 1e-9) <= m.estimate <= m.high * (1 + 1e-9), m
        assert m.low >= table.observed - 1e-6, m
    return found.verdict


def report(found: list[tuple[str, float, int]], seed: int) -> str:
    """What became of the tables so far, and the seconds by number of lists."""
    lines = [f"{len(found)} tables, seed {seed}: {dict(Counter(kind for kind, _, _ in found))}"]
    for lists in sorted({n for _, _, n in found}):
        seconds = [s for _, s, n in found if n == lists]
        times = f"median {np.median(seconds):.3f} s, longest {max(seconds):.2f} s"
        lines.append(f"{lists} lists: {len(seconds)} tables, {times}")
    return "\n".join(lines)


def main(tables: int = 10_000, seed: int = 1) -> None:
    found: list[tuple[str, float, int]] = []
    with ProcessPoolExecutor(2) as pool:
        for start in range(0, tables, SLICE):
            numbers = range(start, min(start + SLICE, tables))
            found += pool.map(verdict, [(seed, i) for i in numbers], chunksize=10)
            print(report(found, seed), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
