"""How often the headline interval of `estimate(method="auto")` holds the true number, and what that costs in width.

usage: python -m benchmarks.casualties.coverage SIMULATE_POPULATIONS.PY [REPLICATES] [FIRST]
       python -m benchmarks.casualties.coverage random [POPULATIONS] [REPLICATES OF EACH]
Prints, for each scenario, the coverage of the headline and of the right single model where one is known, the share
called identified and the coverage among those, and median widths as shares of the true number.
"""

from __future__ import annotations

import importlib.util
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.casualties.populations import OWN
from benchmarks.casualties.random_populations import KINDS, random_population
from byname.casualties.estimators.loglinear import one_model
from byname.casualties.fitting.hierarchical import main_effects
from byname.casualties.headline import headline
from byname.casualties.histories import CaptureHistories

SEED = 20240601
# The right model of those shared scenarios that have one: pairs of lists, counted from 0.
RIGHT: dict[str, list[tuple[int, int]]] = {
    "A_indep4_N5k": [],
    "A_indep5_N20k": [],
    "B_dep4_N5k": [(0, 1), (2, 3)],
    "B_dep5_N20k": [(0, 1), (1, 2), (3, 4)],
    "D_sparse4_N2k": [],
}
Task = tuple[str, int, npt.NDArray[np.float64], int, int]


def scenarios(simulator: Path) -> dict[str, tuple[int, npt.NDArray[np.float64]]]:
    """The shared scenarios and our own: name to the true number and the probability of each history."""
    spec = importlib.util.spec_from_file_location("simulate_populations", simulator)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{simulator} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: (s["N"], s["w"]) for name, s in module.SC.items()} | OWN


def replicate(task: Task) -> tuple[float, ...]:
    """One replicate: whether covered, identified, width, bias, whether the right model covers, its width, seconds."""
    name, people, chances, scenario, number = task
    lists = int(np.log2(len(chances)))
    drawn = np.random.default_rng([SEED, scenario, number]).multinomial(people, chances)
    masks = [sum(bit << j for j, bit in enumerate(c)) for c in np.ndindex(*(2,) * lists)]
    table = np.zeros(1 << lists)
    table[masks] = drawn
    table[0] = 0
    histories = CaptureHistories.from_masks(tuple(f"L{j + 1}" for j in range(lists)), table)
    found = headline(histories, 0.95, 0, effort=None)
    right, width = np.nan, np.nan
    if name in RIGHT:
        terms = (*main_effects(lists), *((1 << i) | (1 << j) for i, j in RIGHT[name]))
        single = one_model(histories, terms, "the right model")
        right, width = float(single.low <= people <= single.high), (single.high - single.low) / people
    covered = float(found.low <= people <= found.high)
    seconds = sum(m.seconds for m in found.methods)
    return (
        covered,
        float(found.identified),
        (found.high - found.low) / people,
        np.nan if found.estimate is None else found.estimate / people - 1,
        right,
        width,
        seconds,
    )


def report(name: str, rows: npt.NDArray[np.float64]) -> str:
    """One line of the table."""
    sure = rows[:, 1] == 1
    among = f"{rows[sure, 0].mean():.3f}" if sure.any() else "-"
    known = f"{rows[:, 4].mean():.3f} | {np.median(rows[:, 5]):.3f}" if name in RIGHT else "- | -"
    return (
        f"| {name} | {len(rows)} | {rows[:, 0].mean():.3f} | {sure.mean():.2f} | {among} "
        f"| {np.nanmedian(rows[:, 3]):+.3f} | {np.median(rows[:, 2]):.3f} | {known} | {rows[:, 6].mean():.2f} |"
    )


def random_tasks(kind: str, populations: int, replicates: int) -> list[Task]:
    """Replicates of the odd random populations of a kind, which no threshold was chosen on."""
    tasks: list[Task] = []
    for number in range(1, 2 * populations, 2):
        people, chances = random_population(kind, number)
        tasks += [(kind, people, chances, 1000 + number, r) for r in range(replicates)]
    return tasks


def main(simulator: str, replicates: int = 200, first: int = 0) -> None:
    print(
        "| scenario | replicates | coverage | identified | coverage where identified | median bias | median width | ",
        end="",
    )
    print("coverage, right model | width, right model | seconds |")
    print("|---" * 10 + "|")
    if simulator == "random":
        groups = [(kind, random_tasks(kind, replicates, first or 4)) for kind in KINDS]
    else:
        groups = [
            (name, [(name, people, chances, i, first + r) for r in range(replicates)])
            for i, (name, (people, chances)) in enumerate(scenarios(Path(simulator)).items())
        ]
    with ProcessPoolExecutor(2) as pool:
        for name, tasks in groups:
            print(report(name, np.array(list(pool.map(replicate, tasks, chunksize=5)))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
