"""Our CPU seconds beside those recorded of R packages for the same work; only the ratios are to be compared.

usage: python -m benchmarks.casualties.against_r CAPTURE_HISTORIES_FOLDER
The folder holds the tables and `reference.json`. Everything is compiled by a first run that is not counted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from byname.casualties.estimators.bootstrap import bootstrap
from byname.casualties.estimators.graphs import posterior
from byname.casualties.estimators.latent_class_bayes import class_posterior
from byname.casualties.estimators.loglinear import fit_models
from byname.casualties.fitting.hierarchical import hierarchical_models
from byname.casualties.histories import CaptureHistories

Row = dict[str, object]


def seconds_of(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU seconds of a few runs after one that compiles."""
    work()
    found = []
    for _ in range(times):
        start = process_time()
        work()
        found.append(process_time() - start)
    return min(found)


def recorded(rows: list[Row], package: str, data: str, words: str) -> float:
    """The CPU seconds recorded for a package on a table, where `words` stand in its arguments."""
    for row in rows:
        if row["dataset"] == data and row["package"] == package and words in str(row.get("args", "")):
            return float(str(row.get("cpu_seconds", row.get("seconds"))))
    raise SystemExit(f"{package} on {data} with {words!r} is not recorded")


def line(work: str, ours: float, theirs: float, package: str) -> str:
    return f"| {work} | {ours:.4f} | {theirs:.3f} | {package} | {theirs / ours:,.0f} |"


def searches(folder: Path, rows: list[Row]) -> list[str]:
    found = []
    for data, order in (("UKdat_5", 2), ("Ned_5", 2), ("MadiganYork_5", 2), ("UKdat_5", 4)):
        cells = CaptureHistories.read(folder / f"{data}.csv").by_mask()
        models = hierarchical_models(5, order)
        ours = seconds_of(lambda c=cells, m=models: fit_models(c, m, "bic"))  # type: ignore[misc]
        package, words = ("Rcapture", "maxorder=2 BIC") if order == 2 else ("MultipleSystemsEstimation", "default(bic)")
        theirs = recorded(rows, package, data, words)
        found.append(line(f"{data}: BIC search of {len(models):,} models", ours, theirs, package))
    return found


def resampled(folder: Path, rows: list[Row]) -> list[str]:
    found = []
    for data in ("Kosovo", "Korea"):
        table = CaptureHistories.read(folder / f"{data}.csv")
        ours = seconds_of(lambda t=table: bootstrap(t, draws=1000, models=10_000))  # type: ignore[misc]
        theirs = recorded(rows, "MultipleSystemsEstimation", data, "nboot=1000")
        found.append(line(f"{data}: bootstrap of 1,000, all models", ours, theirs, "MultipleSystemsEstimation"))
    return found


def graphs(folder: Path, rows: list[Row]) -> list[str]:
    found = []
    for data in ("MadiganYork_5", "Ned_5", "UKdat_5"):
        table = CaptureHistories.read(folder / f"{data}.csv")
        ours = seconds_of(lambda t=table: posterior(t))  # type: ignore[misc]
        theirs = recorded(rows, "dga", data, "n*20")
        found.append(line(f"{data}: 822 graphs, the whole posterior", ours, theirs, "dga"))
    return found


def samplers(folder: Path, rows: list[Row]) -> list[str]:
    found = []
    for data in ("Kosovo", "Korea", "MadiganYork_5"):
        table = CaptureHistories.read(folder / f"{data}.csv")
        class_posterior(table)
        start = process_time()
        drawn = class_posterior(table, 1)
        ours = drawn.effective / (process_time() - start)
        row = next(r for r in rows if r["dataset"] == data and r["package"] == "LCMCR" and "ess" in r)
        theirs = float(str(row["ess"])) / float(str(row["cpu_seconds"]))
        found.append(f"| {data} | {ours:,.0f} | {theirs:,.0f} | {ours / theirs:.1f} | {drawn.rhat:.3f} |")
    return found


def main(folder: str) -> None:
    rows = json.loads((Path(folder) / "reference.json").read_text(encoding="utf-8"))["results"]
    print("| work | CPU s | CPU s recorded | package | times faster |\n|---|---|---|---|---|")
    for part in (searches, resampled, graphs):
        print("\n".join(part(Path(folder), rows)), flush=True)
    print("\n| latent classes | effective draws a CPU s | recorded | times | split R-hat |\n|---|---|---|---|---|")
    print("\n".join(samplers(Path(folder), rows)))


if __name__ == "__main__":
    main(sys.argv[1])
