"""How often a person is found among the first ten, and how fast, by Byname and by other engines on the same people.

usage: python -m benchmarks.search.compare SHARED_FOLDER DATA_FOLDER dev|held [--sets NAME,...] [--peers] [--queries N]

DATA_FOLDER holds `yente` (the fixtures of opensanctions/yente, contrib/candidate_generation_benchmark), `names`
(tfmorris/Names, eval/src/main/resources) and `victims-dev.parquet`, `victims-held.parquet` (see victims in cases.py).
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import polars as pl

from benchmarks.search.cases import PARTS, SETS, CaseSet, Query
from benchmarks.search.peers import Trigrams, peers
from byname.access.search.index import SearchIndex, make_index
from byname.access.search.results import DATES
from byname.access.search.search import search_index
from byname.records.schema import STATEMENTS

FIRST = 10
_ENTRIES: dict[str, pl.DataType] = dict.fromkeys(
    ("record_id", "source", "file", "item", "text", "problems"), pl.String()
)
_ATTESTED: dict[str, pl.DataType] = dict.fromkeys(("person_id", "record_id", "field", "as_written"), pl.String())


class Finder(Protocol):
    """An engine over the people of a set."""

    name: str

    def make(self, people: pl.DataFrame, records: pl.DataFrame, folder: Path) -> None:
        """Index the people: `person_id`, `text` (all names, years and places, as written)."""
        ...

    def find(self, words: str) -> list[str]:
        """The ids of the first ten people for some words."""
        ...


@dataclass(frozen=True, slots=True)
class Measured:
    """What an engine found of one kind of searches: recall among the first ten, mean reciprocal rank, milliseconds."""

    number: int
    recall: float
    reciprocal: float
    middle: float
    slow: float


def close(finder: Finder) -> None:
    """Stop what an engine has running."""
    if isinstance(finder, Trigrams):
        finder.close()


def measure(finder: Finder, queries: Sequence[Query]) -> Measured:
    """Search for each, one after the other, in this process."""
    ranks, seconds = [], []
    for query in queries:
        begun = time.perf_counter()
        found = finder.find(query.words)[:FIRST]
        seconds.append(time.perf_counter() - begun)
        ranks.append(1 / (found.index(query.person_id) + 1) if query.person_id in found else 0.0)
    middle, slow = np.percentile(seconds, [50, 95]) * 1000
    return Measured(len(queries), float(np.mean(np.array(ranks) > 0)), float(np.mean(ranks)), middle, slow)


def people_of(records: pl.DataFrame) -> pl.DataFrame:
    """What other engines index: each person's names as written, years and places."""
    text = pl.concat_str(
        pl.col("name"), pl.col("birth_year").cast(pl.String), pl.col("birth_place"), separator=" ", ignore_nulls=True
    )
    return records.group_by("person_id", maintain_order=True).agg(
        text.unique(maintain_order=True).str.join(" ").alias("text")
    )


class Byname:
    """Our search, opened once."""

    name = "Byname"

    def make(self, people: pl.DataFrame, records: pl.DataFrame, folder: Path) -> None:
        """Index the tables as a build does."""
        tables, index = folder / "tables", folder / "search"
        index.mkdir()
        _written(records, tables)
        begun = time.perf_counter()
        make_index(tables, index)
        self.seconds = time.perf_counter() - begun
        self._index = SearchIndex.open(index)

    def find(self, words: str) -> list[str]:
        """The ids of the first ten people."""
        return [hit.person_id for hit in search_index(self._index, words, limit=FIRST)]


def _written(records: pl.DataFrame, tables: Path) -> None:
    """The tables that an index is made of, of people of whom nothing is known but names, births and places."""
    empty: dict[str, Mapping[str, pl.DataType]] = {
        "attestations": _ATTESTED,
        "entries": _ENTRIES,
        "statements": STATEMENTS,
    }
    for name, schema in empty.items():
        (tables / name).mkdir(parents=True)
        pl.DataFrame(schema=schema).write_parquet(tables / name / "none.parquet")
    pl.DataFrame(schema={"person_id": pl.String}).write_parquet(tables / "conflicts.parquet")
    records.drop("person_id").write_parquet(tables / "records.parquet")
    records.select("record_id", "person_id").write_parquet(tables / "assignments.parquet")
    first = records.group_by("person_id", maintain_order=True).agg(pl.col("name", *DATES, "outcome").first())
    first.write_parquet(tables / "people.parquet")


def run(case_set: CaseSet, finders: Sequence[Finder], most: int) -> Iterator[str]:
    """One line of a table for each engine and kind of searches; other engines answer `most` of a kind."""
    people = people_of(case_set.records)
    for finder in finders:
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            finder.make(people, case_set.records, Path(folder))
            made = getattr(finder, "seconds", time.perf_counter() - begun)
            size = sum(
                path.stat().st_size for path in Path(folder).rglob("*") if path.is_file() and "tables" not in path.parts
            )
            for kind, queries in case_set.queries.items():
                if not queries:
                    continue
                m = measure(finder, queries if isinstance(finder, Byname) else queries[:most])
                yield (
                    f"| {case_set.name}, {kind} | {finder.name} | {len(people):,} | {m.number} | {m.recall:.3f} | "
                    f"{m.reciprocal:.3f} | {m.middle:.1f} | {m.slow:.1f} | {made:.1f} | {size / 1e6:,.0f} |"
                )
            close(finder)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--queries", type=int, default=2000, help="of each kind for the other engines")
    options = parser.parse_args()
    print("| searches | engine | people | number | recall@10 | MRR | p50 ms | p95 ms | index s | MB |", flush=True)
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    finders: list[Finder] = [Byname()]
    if options.peers:
        finders += peers()
    for name in options.sets.split(","):
        for line in run(SETS[name](options.part, options.shared, options.data), finders, options.queries):
            print(line, flush=True)
    print(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB at the peak")


if __name__ == "__main__":
    main()
