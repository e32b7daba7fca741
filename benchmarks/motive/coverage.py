"""How often 95 % intervals cover the truth on synthetic archives: relative risks, odds held equal, delays, hazards.

usage: python -m benchmarks.motive.coverage [--archives 300] [--people 1500]

Each row is one estimate under one spoiling of the archive: none, a twentieth of the people mislinked, half of all dates
known to the month or year only, or both. Exit code 1 where a row covers less than 93 % (target of the design).
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator

import numpy as np
import polars as pl

from benchmarks.motive.synthetic import LISTS, START, TRUTH, competing, listed, subjects
from byname.consequences.paths import durations
from byname.motive.attributes import ATTRIBUTES
from byname.motive.linkage_errors import corrected_cases, widened, wrong_share
from byname.motive.regression import adjusted_severity
from byname.motive.undocumented import all_victims, coverage_of, seen_persecuted
from byname.motive.waves import turns
from byname.statistics.incidence import cumulative_incidence
from byname.statistics.mantel_haenszel import pooled_odds_ratio
from byname.statistics.ratios import relative_risk
from byname.statistics.series import series_of
from byname.values.analysis import Estimate

TARGET = 0.93
_EPOCH = dt.date(1970, 1, 1)
SPOILED = {
    "as drawn": (0.0, 0.0),
    "5 % mislinked": (0.05, 0.0),
    "half of the dates partial": (0.0, 0.5),
    "both": (0.05, 0.5),
}


def main() -> None:
    options = _options()
    missed = False
    print(f"{options.archives} archives of {options.people} people, all synthetic\n")
    print("| estimate | archive | covers |\n|---|---|---:|")
    for name, spoiled, covers in rows(options.archives, options.people):
        missed |= covers < TARGET
        print(f"| {name} | {spoiled} | {covers:.3f} |", flush=True)
    sys.exit(1 if missed else 0)


def rows(archives: int, people: int) -> Iterator[tuple[str, str, float]]:
    """Every estimate under every spoiling, with the share of archives whose interval covers the truth."""
    yield "relative risk (Katz)", "as drawn", _risk(archives)
    for words, (mislinked, rough) in SPOILED.items():
        found = [_odds(people, seed, mislinked, rough) for seed in range(archives)]
        yield "odds within regions (Mantel-Haenszel)", words, float(np.mean([one[0] for one in found]))
        yield "odds, all equal (logistic)", words, float(np.mean([one[1] for one in found]))
        yield (
            "day of the rise",
            words,
            float(np.mean([_rise(people, seed, mislinked, rough) for seed in range(archives)])),
        )
        yield "incidence at 1 and 3 years", words, _hazards(people, archives, mislinked, rough)
    for words, mislinked in (("as drawn", 0.0), ("5 % mislinked", 0.05)):
        counts, risks = zip(*(_in_all(people, seed, mislinked) for seed in range(archives)), strict=True)
        yield "victims of a group, named and unnamed", words, float(np.mean(counts))
        yield "relative risk, named and unnamed", words, float(np.mean(risks))


def _risk(archives: int) -> float:
    random, covered = np.random.default_rng(0), []
    for _ in range(archives * 10):
        a, c = random.binomial(300, 0.12), random.binomial(900, 0.06)
        found = relative_risk(int(a), 300, int(c), 900)
        covered.append(found.low <= 2.0 <= found.high)
    return float(np.mean(covered))


def _odds(people: int, seed: int, mislinked: float, rough: float) -> tuple[float, float]:
    frame = subjects(people, seed, mislinked=mislinked, rough=rough)
    fit, against = adjusted_severity(frame, ["nationality"])
    truth = {name: TRUTH.odds.get(name, 1.0) / TRUTH.odds.get(against["nationality"], 1.0) for name in TRUTH.odds}
    logistic = [fit.odds_ratios[f"nationality: {name}"] for name in truth]
    pooled = [_pooled(frame, name, against["nationality"]) for name in truth]
    return tuple(  # type: ignore[return-value]
        float(np.mean([one.low <= value <= one.high for one, value in zip(many, truth.values(), strict=True)]))
        for many in (pooled, logistic)
    )


def _pooled(frame: pl.DataFrame, group: str, other: str) -> Estimate:
    wrong, table = wrong_share(frame), _strata(frame, group, other)
    fixed = corrected_cases(table[:, [0, 2]], table[:, [1, 3]], wrong)
    strata = np.column_stack([fixed[:, 0], table[:, 1], fixed[:, 1], table[:, 3]])
    return widened(pooled_odds_ratio(strata), wrong)


def _strata(frame: pl.DataFrame, group: str, other: str) -> np.ndarray:
    mine, theirs = pl.col("nationality") == group, pl.col("nationality") == other
    done = pl.col("executed")
    cells = [
        (done & mine).sum().alias("a"),
        mine.sum().alias("b"),
        (done & theirs).sum().alias("c"),
        theirs.sum().alias("d"),
    ]
    grouped = frame.group_by("region").agg(cells).sort("region")
    return grouped.select("a", "b", "c", "d").cast(pl.Float64).to_numpy()


def _rise(people: int, seed: int, mislinked: float, rough: float) -> float:
    frame = subjects(people, seed, mislinked=mislinked, rough=rough)
    series = series_of(frame["arrest_low"], frame["arrest_high"], "day")
    place = START + TRUTH.rise
    bounds = [[(day - _EPOCH).days for day in (turn.low, turn.high)] for turn in turns(series, seed=seed) if turn.rises]
    return float(any(low <= place <= high for low, high in bounds))


def _hazards(people: int, archives: int, mislinked: float, rough: float) -> float:
    total = sum(TRUTH.hazards.values())
    covered = []
    for seed in range(archives):
        frame = competing(people // 3, seed, mislinked=mislinked, rough=rough)
        found, _ = durations(frame, "arrest", ("executed", "release"), until=1500)
        for one, hazard in zip(cumulative_incidence(found, 2, seed=seed), TRUTH.hazards.values(), strict=True):
            for day in (365, 1095):
                truth = hazard / total * (1 - np.exp(-total * day))
                _, low, high = one.at(day)
                covered.append(low <= truth <= high)
    return float(np.mean(covered))


def _in_all(people: int, seed: int, mislinked: float) -> tuple[float, float]:
    """Whether the intervals of all victims of each group, and of their risk in a population of a hundred times as many
    of each, hold the truth."""
    frame, truth = listed(people, seed, mislinked=mislinked)
    found = all_victims(frame, ATTRIBUTES["nationality"], coverage_of(seen_persecuted(frame, LISTS), LISTS, seed), seed)
    counts, risks = [], []
    for group, number in truth.items():
        people_of = found.people(group)
        counts.append(people_of.low <= number <= people_of.high)
        risk = found.risk(group, 100_000, 300_000)
        risks.append(risk.low <= number / 100_000 / ((people - number) / 200_000) <= risk.high)
    return float(np.mean(counts)), float(np.mean(risks))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--archives", type=int, default=300)
    parser.add_argument("--people", type=int, default=1500)
    return parser.parse_args()


if __name__ == "__main__":
    main()
