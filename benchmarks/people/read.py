"""How right the linkage of the Estonian books is by pairs that two readers judged, neither knowing labels or scores.

usage: python -m benchmarks.people.read PAIRS.csv|PAIRS.parquet

`read-pairs.csv` holds 450 pairs of entries by record id, drawn at random in strata of what the register says and of
the probability that an earlier linkage gave; each stands for `pairs_of_stratum` over the number read (15 of a stratum
that was drawn anew in three stand for none). A pair on which the readers disagree is left out; where one was unsure,
the other counts. Prints precision, recall and F1 of the pairs from 0.5 on, and the calibration error, with intervals
by bootstrap within the strata (1,000 draws, seed 1).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

READ = Path(__file__).with_name("read-pairs.csv")
_BINS = 10


@dataclass(frozen=True, slots=True)
class ReadScores:
    """What the pairs read say of a linkage, each corrected for how the pairs were drawn."""

    precision: float
    recall: float
    f1: float
    calibration_error: float


def read_pairs() -> pl.DataFrame:
    """The pairs with a verdict that stands (`same`, boolean), and how many pairs each stands for (`weight`)."""
    table = pl.read_csv(READ).filter(pl.col("pairs_of_stratum").is_not_null())
    first, second = pl.col("reader_1"), pl.col("reader_2")
    verdict = (
        pl.when((first == second) | (second == "unsure")).then(first).when(first == "unsure").then(second)
    ).otherwise(pl.lit("unsure"))
    table = table.with_columns(verdict.alias("verdict")).filter(pl.col("verdict") != "unsure")
    return table.with_columns(
        (pl.col("verdict") == "same").alias("same"),
        (pl.col("pairs_of_stratum") / pl.len().over("stratum")).alias("weight"),
    )


def with_probability(read: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs read with the probability of a linkage; 0 where it does not write the pair."""
    given = pairs.select("record_a", "record_b", "probability")
    turned = given.select(pl.col("record_b").alias("record_a"), pl.col("record_a").alias("record_b"), "probability")
    joined = read.join(pl.concat([given, turned]), on=["record_a", "record_b"], how="left")
    return joined.with_columns(pl.col("probability").fill_null(0.0))


def scores(table: pl.DataFrame) -> ReadScores:
    """The scores of pairs with `same`, `weight` and `probability`."""
    same, weight, probability = (table[name].to_numpy() for name in ("same", "weight", "probability"))
    taken = probability >= 0.5
    both, wrong, missed = (weight[of].sum() for of in (same & taken, ~same & taken, same & ~taken))
    precision, recall = both / (both + wrong), both / (both + missed)
    bins = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weight * (probability - same), _BINS)
    error = float(np.abs(gaps).sum() / weight.sum())
    return ReadScores(float(precision), float(recall), float(2 * precision * recall / (precision + recall)), error)


def intervals(table: pl.DataFrame, draws: int = 1000, seed: int = 1) -> list[ReadScores]:
    """The ends of the 95 % intervals of the scores."""
    random = np.random.default_rng(seed)
    strata = [
        part for _, part in table.sort("stratum", "record_a", "record_b").group_by("stratum", maintain_order=True)
    ]
    found = []
    for _ in range(draws):
        drawn = [part[random.integers(0, len(part), len(part)).tolist()] for part in strata]
        one = scores(pl.concat(drawn))
        found.append((one.precision, one.recall, one.f1, one.calibration_error))
    return [ReadScores(*ends) for ends in np.percentile(np.array(found), [2.5, 97.5], axis=0)]


def main() -> None:
    """Print the scores."""
    if len(sys.argv) != 2:
        sys.exit((__doc__ or "").split("\n\n")[1])
    path = Path(sys.argv[1])
    pairs = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path)
    table = with_probability(read_pairs(), pairs)
    print("| | value | 95 % interval |\n|---|---:|---|")
    found, (low, high) = scores(table), intervals(table)
    for name in ReadScores.__slots__:
        print(f"| {name} | {getattr(found, name):.4f} | {getattr(low, name):.3f} to {getattr(high, name):.3f} |")


if __name__ == "__main__":
    main()
