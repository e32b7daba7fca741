"""Published tables in which a size is known: populations that somebody counted, and each list's own people.

usage: python -m benchmarks.casualties.known_sizes CAPTURE_HISTORIES_FOLDER
The folder holds the shared published tables; ours stand in `tables`, with their sources. For each known size: whether
the range and the conditional interval hold it, and whether a doubt was visible.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from byname.casualties.consistency import FEWEST_SEEN, within_list
from byname.casualties.headline import headline
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate

OWN = Path(__file__).parent / "tables"
KNOWN = {"golf-tees": 250, "hepatitis-a": 545, "stakes-1977": 150, "stakes-1978": 150, "rabbits": 135}
ARTIFICIAL = ("Artificial_3",)
TAXICABS = (142, 81, 49, 7, 3, 1)  # cabs seen on one to six of ten days (Carothers 1973), of 420
SEED = 1973


@dataclass(frozen=True, slots=True)
class Known:
    """One population whose size is known, and its table."""

    name: str
    kind: str
    size: int
    table: CaptureHistories


def joined(table: CaptureHistories, groups: int) -> CaptureHistories:
    """The table with its occasions joined, in order, into so many lists of about equal length."""
    parts = np.array_split(np.arange(len(table.lists)), groups)
    patterns = np.column_stack([table.patterns[:, part].any(axis=1) for part in parts]).astype(np.int8)
    unique, place = np.unique(patterns, axis=0, return_inverse=True)
    counts = np.bincount(place.reshape(-1), weights=table.counts).astype(np.int64)
    return CaptureHistories(tuple(f"part {i + 1}" for i in range(groups)), unique, counts)


def taxicabs() -> CaptureHistories:
    """The cabs with their days drawn at random, which is what days alike make of how often each was seen."""
    random = np.random.default_rng(SEED)
    rows = np.zeros((sum(TAXICABS), 10), dtype=np.int8)
    often = np.repeat(np.arange(1, len(TAXICABS) + 1), TAXICABS)
    for row, times in zip(rows, often, strict=True):
        row[random.choice(10, times, replace=False)] = 1
    unique, counts = np.unique(rows, axis=0, return_counts=True)
    return CaptureHistories(tuple(f"day {i + 1}" for i in range(10)), unique, counts.astype(np.int64))


def counted() -> Iterator[Known]:
    """Populations that somebody counted; stakes seen by some of the observers too, as many tables of one population."""
    for name, size in KNOWN.items():
        table = CaptureHistories.read(OWN / f"{name}.csv")
        if name == "rabbits":
            yield from (Known(f"rabbits in {k}", "counted", size, joined(table, k)) for k in (4, 6))
        elif name.startswith("stakes"):
            for few in (4, 5, 6):
                chosen = list(combinations(table.lists, few))[:: 7 if few == 4 else 17]
                yield from (Known(f"{name} {few}", "counted", size, table.of_lists(some)) for some in chosen)
        else:
            yield Known(name, "counted", size, table)
    yield from (Known(f"taxicabs in {k}", "counted", 420, joined(taxicabs(), k)) for k in (4, 5))


def of_lists(folder: Path) -> Iterator[Known]:
    """Each list of each published table, as the other lists see it, where three of them do."""
    for path in [*sorted(OWN.glob("*.csv")), *sorted(folder.glob("*.csv"))]:
        table = CaptureHistories.read(path)
        if path.stem in ARTIFICIAL or not 4 <= len(table.lists) <= 8:
            continue
        for name in table.lists:
            inside = within_list(table, name)
            if inside is not None and len(inside[1].lists) > 2 and inside[1].observed >= FEWEST_SEEN:
                yield Known(f"{path.stem}: {name}", "list", inside[0], inside[1])


@dataclass(frozen=True, slots=True)
class Scored:
    """Whether range and conditional interval hold the size, whether no doubt is visible, widths as shares of it."""

    within_range: bool
    covered: bool
    sure: bool
    width: float
    range_width: float
    line: str


def scored(known: Known) -> Scored:
    """The answer for one population beside its known size."""
    found = headline(known.table, 0.95, 0, effort=None)
    if found.conditional is None or found.range is None:
        raise CannotEstimate("there is only a lower bound", where=known.name, fix="add a list")
    one, wide = found.conditional, found.range
    said = (
        f"| {known.name} | {known.size} | {known.table.observed} | {one.estimate:,.0f} | {one.low:,.0f} to "
        f"{one.high:,.0f} | {wide.low:,.0f} to {wide.high:,.0f} | {found.verdict} |"
    )
    return Scored(
        wide.low <= known.size <= wide.high, one.low <= known.size <= one.high, found.identified,
        (one.high - one.low) / known.size, (wide.high - wide.low) / known.size, said,
    )  # fmt: skip


def summary(kind: str, rows: list[Scored], refused: int) -> str:
    """Coverage, refusals and widths of one kind."""
    sure = [row.covered for row in rows if row.sure]
    among = f"{np.mean(sure):.3f} of {len(sure)}" if sure else "none"
    held, covered = np.mean([row.within_range for row in rows]), np.mean([row.covered for row in rows])
    widths = np.median([[row.width, row.range_width] for row in rows if math.isfinite(row.range_width)], axis=0)
    return (
        f"{kind}: {len(rows)} sizes, {refused} refused; the range holds {held:.3f}, the conditional interval "
        f"{covered:.3f}, where no doubt is visible {among}; median widths {widths[0]:.2f} and {widths[1]:.2f} of it"
    )


def main(folder: str) -> None:
    print("| population | size | seen | estimate | conditional interval | range | verdict |\n" + "|---" * 7 + "|")
    said = []
    for kind, source in (("counted", counted()), ("lists", of_lists(Path(folder)))):
        rows, refused = [], 0
        for known in source:
            try:
                rows.append(scored(known))
                print(rows[-1].line, flush=True)
            except CannotEstimate:
                refused += 1
        said.append(summary(kind, rows, refused))
    print("\n" + "\n".join(said))


if __name__ == "__main__":
    main(sys.argv[1])
