"""Links the five Estonian books of memory and scores the result against the labels, with Splink beside it if installed.

usage: estonia.py SHARED_FOLDER [--records RECORDS.parquet] [--keep FOLDER] [--missed FILE] [--splink]

SHARED_FOLDER holds `collections/estonia-memento` and `bench`. The records are read by the sources and records stages,
or taken from the records table of an archive. Prints one table: seconds, memory, pair and cluster scores; the recall of
the worst book; and how many pairs share the commonest probability from 0.9 on.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from benchmarks.people.recall_gaps import RecallGap, recall_gap
from byname.people.linkage import Linkage, ListRules, link
from byname.records.reading import read_records, with_households
from byname.sources.catalogue import fetch, find_collection
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source

COLLECTION = "estonia-memento"


def main() -> None:
    options = _options()
    collection = options.shared / "collections" / COLLECTION
    records = pl.read_parquet(options.records) if options.records else read_collection(collection)
    begun = time.perf_counter()
    linkage = link(records, [ListRules(name, False) for name in records["source"].unique().sort()])
    seconds = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        rows = {"byname": _score(options.shared, *_write(linkage, folder)) | {"seconds": round(seconds, 1)}}
        if options.splink:
            rows["splink"] = _splink(options.shared, folder)
    if options.missed:
        _missed(linkage, options.shared, options.missed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(records):,} records, {len(linkage.pairs):,} pairs, {peak:,} MB at the peak, reading included")
    _print(rows)
    print(f"recall by book: {_gap(linkage, options.shared)}")
    print(_tied(linkage))


def read_collection(folder: Path) -> pl.DataFrame:
    """The records of the five books, read from the folder that holds them."""
    tables = []
    last_heads: dict[str, str] = {}
    for path, mapping_path in fetch(find_collection(COLLECTION), folder, folder=folder):
        mapping = read_mapping(mapping_path)
        with open_source(path, mapping) as entries:
            tables += [with_households(batch.records, last_heads) for batch in read_records(entries, mapping)]
    return pl.concat(tables)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--missed", type=Path, help="write pairs that the labels part and we take for one person")
    parser.add_argument("--splink", action="store_true")
    return parser.parse_args()


def _write(linkage: Linkage, folder: Path) -> list[Path]:
    pairs, assignments = folder / "pairs.csv", folder / "assignments.csv"
    linkage.pairs.select("record_a", "record_b", "probability").write_csv(pairs)
    linkage.assignments.write_csv(assignments)
    return [pairs, assignments]


def _score(shared: Path, *results: Path) -> dict[str, object]:
    labels = shared / "collections" / COLLECTION
    scorer = [sys.executable, str(shared / "bench/score_linkage.py"), str(labels / "gold-dev.csv")]
    command = [*scorer, *map(str, results), "--unsure", str(labels / "unsure-dev.csv")]
    result: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return result


def _missed(linkage: Linkage, shared: Path, out: Path) -> None:
    """Pairs of labelled records of two books, at least 0.95 probable, that the published register keeps apart."""
    labels = pl.read_csv(shared / "collections" / COLLECTION / "gold-dev.csv", infer_schema=False)
    pairs = linkage.pairs.select("record_a", "record_b", "probability").filter(pl.col("probability") >= 0.95)
    for end in ("a", "b"):
        entity = labels.select(pl.col("record_id").alias(f"record_{end}"), pl.col("entity").alias(end))
        pairs = pairs.join(entity, on=f"record_{end}")
    books = [pl.col(f"record_{end}").str.split(":").list.first() for end in "ab"]
    found = pairs.filter((pl.col("a") != pl.col("b")) & (books[0] != books[1])).drop("a", "b")
    found.with_columns(pl.col("probability").round(4)).sort("record_a", "record_b").write_csv(out)


def _gap(linkage: Linkage, shared: Path) -> RecallGap:
    """The recall of the labelled pairs of two books, by book."""
    labels = pl.read_csv(shared / "collections" / COLLECTION / "gold-dev.csv", infer_schema=False)
    books = labels.select("record_id", pl.col("record_id").str.split(":").list.first().alias("group"))
    ends = labels.join(books, on="record_id").select("record_id", "entity", "group")
    true = ends.join(ends, on="entity").filter(
        (pl.col("record_id") < pl.col("record_id_right")) & (pl.col("group") != pl.col("group_right"))
    )
    true = true.select(pl.col("record_id").alias("record_a"), pl.col("record_id_right").alias("record_b"))
    return recall_gap(true, linkage.pairs.filter(pl.col("probability") >= 0.5), books)


def _tied(linkage: Linkage) -> str:
    """How many of the surest pairs cannot be told from one another by their probability."""
    top = linkage.pairs.filter(pl.col("probability") >= 0.9)["probability"]
    most = int(top.value_counts()["count"].max() or 0)  # type: ignore[arg-type]
    return f"{most} of {len(top):,} pairs from 0.9 on share one probability ({most / max(len(top), 1):.2%})"


def _splink(shared: Path, folder: Path) -> dict[str, object]:
    pairs = folder / "splink-pairs.csv"
    peer = [sys.executable, str(shared / "bench/splink_estonia.py")]
    command = [*peer, str(shared / "collections" / COLLECTION), str(pairs)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return _score(shared, pairs) | {"seconds": float(said.split(",")[-1].removesuffix("s\n").strip())}


def _print(rows: Mapping[str, Mapping[str, object]]) -> None:
    head = ("F1 at 0.5", "precision", "recall", "best F1", "loose recall", "calibration", "clusters F1", "seconds")
    print(" " * 8 + "".join(f"{name:>13}" for name in head))
    for name, row in rows.items():
        half, best, clusters = (_part(row, key) for key in ("pairs_at_0.5", "pairs_best", "clusters"))
        values = (
            *(half.get(key) for key in ("f1", "precision", "recall")),
            best.get("f1"),
            row["recall_loose_at_0.5"],
            row["expected_calibration_error"],
            clusters.get("f1", "-"),
            row["seconds"],
        )
        print(f"{name:8}" + "".join(f"{value!s:>13}" for value in values))


def _part(row: Mapping[str, object], key: str) -> Mapping[str, object]:
    part = row.get(key)
    return part if isinstance(part, dict) else {}


if __name__ == "__main__":
    main()
