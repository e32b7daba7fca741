"""How well the labels can be met with our comparisons at all: a classifier taught on the labels themselves.

usage: ceiling.py SHARED_FOLDER [--records RECORDS.parquet]        needs: scikit-learn

Gradient boosting on the levels and weights of our pairs, in five folds that part no person, scored on the fold it has
not seen. It learns also what the register that the labels rest on tends to miss, which no unsupervised linkage can.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.people.estonia import COLLECTION, read_collection
from byname.people.linkage import ListRules, link


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--records", type=Path)
    options = parser.parse_args()
    folder = options.shared / "collections" / COLLECTION
    records = pl.read_parquet(options.records) if options.records else read_collection(folder)
    labels = pl.read_csv(folder / "gold-dev.csv", infer_schema=False)
    person = dict(labels.select("record_id", "entity").iter_rows())
    pairs = link(records, [ListRules(name, False) for name in records["source"].unique().sort()]).pairs
    unsure = set(
        map(tuple, pl.read_csv(folder / "unsure-dev.csv").select("record_a", "record_b").sort("record_a").rows())
    )
    true = _true(person)
    kept = [_counts(a, b, person) and ((a, b) in true or (a, b) not in unsure) for a, b in _ends(pairs)]
    pairs = pairs.filter(pl.Series(kept))
    same = np.array([pair in true for pair in _ends(pairs)])
    groups = np.array([min(int(person[a]), int(person[b])) // 50 for a, b in _ends(pairs)])
    columns = [name for name in pairs.columns if name.startswith(("level_", "weight"))]
    classifier = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, l2_regularization=5, random_state=1
    )
    chance = cross_val_predict(
        classifier, pairs.select(columns).to_numpy(), same, groups=groups, cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    for name, values in (("ours, unsupervised", pairs["probability"].to_numpy()), ("taught on the labels", chance)):
        print(f"{name}: F1 at 0.5 {_f1(values, same, len(true)):.4f}")


def _ends(pairs: pl.DataFrame) -> list[tuple[str, str]]:
    return pairs.select("record_a", "record_b").rows()


def _book(record: str) -> str:
    return record.split(":", 1)[0]


def _counts(a: str, b: str, person: dict[str, str]) -> bool:
    return a in person and b in person and _book(a) != _book(b)


def _true(person: dict[str, str]) -> set[tuple[str, str]]:
    members = defaultdict(list)
    for record, entity in person.items():
        members[entity].append(record)
    every = (pair for group in members.values() for pair in combinations(sorted(group), 2))
    return {pair for pair in every if _book(pair[0]) != _book(pair[1])}


def _f1(chance: npt.NDArray[np.float64], same: npt.NDArray[np.bool_], true: int) -> float:
    linked = chance >= 0.5
    return float(2 * (linked & same).sum() / (linked.sum() + true))


if __name__ == "__main__":
    main()
