"""What a few hundred judgements bring: doubtful pairs of one half of the labels are judged, the other half is scored.

usage: judged.py SHARED_FOLDER [--records RECORDS.parquet]

The labels of the Estonian books stand in for a reviewer, on pairs in the order of doubt; persons are halved by hash.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.people.estonia import COLLECTION, read_collection
from byname.people.linkage import Linkage, ListRules, link


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--records", type=Path)
    options = parser.parse_args()
    folder = options.shared / "collections" / COLLECTION
    records = pl.read_parquet(options.records) if options.records else read_collection(folder)
    labels = pl.read_csv(folder / "gold-dev.csv", infer_schema=False).select("record_id", "entity")
    rules = [ListRules(name, False) for name in records["source"].unique().sort()]
    plain = link(records, rules)
    judged_half, scored_half = (_pairs(plain, labels, half) for half in (0, 1))
    print(f"{'judgements':>10} {'F1 at 0.5':>10} {'calibration':>12}")
    _print(0, scored_half)
    for number in (100, 300, 1000):
        doubt = judged_half.sort((pl.col("probability") - 0.5).abs(), "record_a", "record_b").head(number)
        verdict = pl.when("same").then(pl.lit("same")).otherwise(pl.lit("different"))
        judgements = doubt.select("record_a", "record_b", verdict.alias("verdict"))
        _print(number, _pairs(link(records, rules, judgements=judgements), labels, 1))


def _pairs(linkage: Linkage, labels: pl.DataFrame, half: int) -> pl.DataFrame:
    """The pairs of labelled records of two books with both persons in one half, and whether they are one person."""
    some = labels.filter(pl.col("entity").cast(pl.Int64) // 50 % 2 == half)
    pairs = linkage.pairs.select("record_a", "record_b", "probability")
    for end in ("a", "b"):
        renamed = some.rename({"record_id": f"record_{end}", "entity": end})
        pairs = pairs.join(renamed, on=f"record_{end}")
    books = [pl.col(f"record_{end}").str.split(":").list.first() for end in "ab"]
    return pairs.filter(books[0] != books[1]).with_columns((pl.col("a") == pl.col("b")).alias("same"))


def _print(number: int, pairs: pl.DataFrame) -> None:
    chance, same = pairs["probability"].to_numpy(), pairs["same"].to_numpy()
    linked = chance >= 0.5
    f1 = 2 * (linked & same).sum() / (linked.sum() + same.sum())
    bins = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(chance[bins == i].sum() - same[bins == i].sum()) for i in range(10)) / len(chance)
    print(f"{number:>10} {f1:>10.4f} {error:>12.4f}", flush=True)


if __name__ == "__main__":
    main()
