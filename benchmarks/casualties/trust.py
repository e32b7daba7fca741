"""How far the answer of an estimate can be trusted, over families of simulated populations of known size.

usage: python -m benchmarks.casualties.trust (own|held) [REPLICATES [FIRST [PROCESSES]]] [FAMILY ...]
For each family: how often the range and the conditional interval hold the true number, how often no doubt is visible
and how often the conditional interval holds it then, and how wide it is beside the right model's, where there is one.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from time import process_time

import numpy as np
import numpy.typing as npt

from benchmarks.casualties.families import FAMILIES, Drawn, Family
from benchmarks.casualties.held_families import HELD
from byname.casualties.estimators.loglinear import one_model
from byname.casualties.fitting.hierarchical import main_effects
from byname.casualties.headline import headline
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Check, DependenceRange, MethodEstimate
from byname.casualties.sensitivity import default_bounds
from byname.casualties.strata import estimate_strata
from byname.errors import CannotEstimate

SEED = 20261126
PARTS = {"own": FAMILIES, "held": HELD}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one replicate; `ratio` is the conditional interval's width over the right model's.

    `bounded`: whether the true number lies within the stated bounds of dependence; None where that is not known.
    """

    covered: bool
    within_range: bool
    bounded: bool | None
    sure: bool
    width: float
    bias: float
    ratio: float
    seconds: float
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The parts of an answer that are scored, from one table or from strata."""

    conditional: MethodEstimate
    range: DependenceRange
    sure: bool
    checks: tuple[Check, ...]


def answer(drawn: Drawn) -> Answer:
    """The answer for one replicate. Raises CannotEstimate where there is none."""
    if len(drawn.tables) > 1:
        found = estimate_strata(drawn.tables)
        checks = tuple(check for of_stratum in found.checks.values() for check in of_stratum)
        return Answer(found.total, found.range, found.identified, checks)
    result = headline(next(iter(drawn.tables.values())), 0.95, 0, effort=None)
    if result.conditional is None or result.range is None:
        raise CannotEstimate("there is only a lower bound", where="replicate", fix="add a list")
    return Answer(result.conditional, result.range, result.identified, result.checks)


def right_width(table: CaptureHistories, pairs: tuple[tuple[int, int], ...]) -> float:
    """The width of the right model's interval."""
    terms = (*main_effects(len(table.lists)), *((1 << i) | (1 << j) for i, j in pairs))
    found = one_model(table, terms, "the right model")
    return found.high - found.low


def replicate(task: tuple[str, int, int]) -> Outcome | None:
    """One replicate; None where no number can be given."""
    part, family, number = task
    drawn = PARTS[part][family].draw(np.random.default_rng([SEED, list(PARTS).index(part), family, number]))
    start = process_time()
    try:
        found = answer(drawn)
        one = found.conditional
        seconds = process_time() - start
        table = next(iter(drawn.tables.values()))
        known = drawn.right is not None and len(table.lists) > 2 and len(drawn.tables) == 1
        ratio = (one.high - one.low) / right_width(table, drawn.right or ()) if known else np.nan
    except CannotEstimate:
        return None
    n, (smallest, largest) = drawn.people, default_bounds(len(table.lists))
    bounded = None if drawn.factor is None else smallest <= drawn.factor <= largest
    return Outcome(
        one.low <= n <= one.high, found.range.low <= n <= found.range.high, bounded, found.sure,
        (one.high - one.low) / n, one.estimate / n - 1, ratio, seconds,
        tuple(dict.fromkeys(f"{c.name} {c.outcome}" for c in found.checks if c.outcome != "passed")),
    )  # fmt: skip


def line(family: Family, outcomes: list[Outcome], drawn: int) -> str:
    """One line of the table."""
    sure = [o for o in outcomes if o.sure]
    among = f"{np.mean([o.covered for o in sure]):.3f}" if sure else "-"
    ratios = np.array([o.ratio for o in outcomes])
    of_sure = np.array([o.ratio for o in sure])
    bounded = [o for o in outcomes if o.bounded]
    known = any(o.bounded is not None for o in outcomes)
    there = f"{np.mean([o.within_range for o in bounded]):.3f}" if bounded else "-"
    within = f"{there} of {len(bounded)}" if known else "not known"
    wide = f"{np.nanmedian(ratios):.2f}" if np.isfinite(ratios).any() else "-"
    sure_wide = f"{np.nanmedian(of_sure):.2f}" if np.isfinite(of_sure).any() else "-"
    often = Counter(name for o in outcomes for name in o.failed).most_common(2)
    why = "; ".join(f"{name} {count / len(outcomes):.2f}" for name, count in often)
    held = [np.mean([getattr(o, key) for o in outcomes]) for key in ("within_range", "covered", "sure")]
    middle = [np.median([getattr(o, key) for o in outcomes]) for key in ("bias", "width")]
    kind = family.kind if family.bounded else f"{family.kind}, beyond the bounds"
    return (
        f"| {family.name} | {kind} | {len(outcomes)}/{drawn} | {held[0]:.3f} | {within} | {held[1]:.3f} "
        f"| {held[2]:.2f} | {among} | {middle[0]:+.3f} | {middle[1]:.3f} | {wide} | {sure_wide} "
        f"| {np.mean([o.seconds for o in outcomes]):.2f} | {why} |"
    )


def main(part: str, numbers: Sequence[int], names: Sequence[str]) -> None:
    """Print the table. `numbers`: replicates, the first of them, processes; `names`: of the families, all if none."""
    replicates, first, processes = (*numbers, *(200, 0, 2)[len(numbers) :])
    unknown = set(names) - {family.name for family in PARTS[part]}
    if unknown:
        raise SystemExit(f"there is no family {', '.join(sorted(unknown))} among {part}")
    print(
        "| family | kind | replicates | range | where N is within the bounds | conditional | no doubt "
        "| conditional where no doubt | median bias | median width | of the right model's | where no doubt | CPU s "
        "| commonest checks not passed |"
    )
    print("|---" * 14 + "|", flush=True)
    with ProcessPoolExecutor(processes) as pool:
        for number, family in enumerate(PARTS[part]):
            if names and family.name not in names:
                continue
            tasks = [(part, number, first + r) for r in range(replicates)]
            found = [outcome for outcome in pool.map(replicate, tasks, chunksize=5) if outcome is not None]
            print(line(family, found, replicates) if found else f"| {family.name} | no number |", flush=True)


if __name__ == "__main__":
    given = sys.argv[2:]
    main(sys.argv[1], [int(word) for word in given if word.isdigit()], [word for word in given if not word.isdigit()])
