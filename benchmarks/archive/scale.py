"""Time and memory of adding and building synthetic lists of any length (nobody is real), and of 10,000 entries more.

usage: python -m benchmarks.archive.scale ../shared [--records 1000000] [--seed 7] [--new 10000] [--spark]
           [--from FILE.parquet] [--keep FOLDER] [--curve FILE.csv]

Six lists of `bench/victims/generate.py`, each a CSV file with its mapping, are added one by one and built, as a user
would do it. `--from` takes records that were generated before, `--keep` keeps files and archive, `--curve` adds a row
to a table of runs, from which `scale_plot.py` draws the curve of the docs.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from benchmarks.archive.estonia import measured
from benchmarks.people.victims_run import LANGUAGES

COLUMNS = ("date", "records", "engine", "add_seconds", "build_seconds", "megabytes")
_MAPPING = """\
source: {name}
title: Synthetic list {name}
citation: synthetic
licence: CC0-1.0
language: {language}
universe: synthetic victims
person_twice: false
standing: dead
country: SU
files: ['*.csv']
fields:
  surname: surname
  given_name: first_name
  patronymic: patronymic
  birth_date: birth_year
  birth_place: birth_place
  arrest_date: arrest_date
"""


def main() -> None:
    """Print the table, and what the targets for this size are."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        _run(_generated(options, folder), folder, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--new", type=int, default=0)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--from", dest="given", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--curve", type=Path)
    return parser.parse_args()


def _generated(options: argparse.Namespace, folder: Path) -> pl.LazyFrame:
    path = options.given or folder / "victims.parquet"
    if not path.exists():
        script = options.shared / "bench" / "victims" / "generate.py"
        subprocess.run([sys.executable, str(script), str(options.records), str(path), str(options.seed)], check=True)
    return pl.scan_parquet(path)


def _run(records: pl.LazyFrame, folder: Path, options: argparse.Namespace) -> None:
    archive, engine = folder / "archive", "spark" if options.spark else "local"
    lists = [_written(records, number, folder) for number in LANGUAGES]
    late = _split(lists[0], options.new) if options.new else None
    measured("init", archive)
    added = [measured("add", archive, path, "--mapping", path.with_suffix(".yaml")) for path in lists]
    seconds, peak = measured("build", archive, "--engine", engine)
    rows = {"add six lists": (sum(s for s, _ in added), max(m for _, m in added)), "build": (seconds, peak)}
    if late is not None:
        own = measured("add", archive, late, "--mapping", late.with_suffix(".yaml"))
        again = measured("build", archive, "--quick")
        rows |= {f"add {options.new:,} more": own, "build --quick": again}
    print(f"{options.records:,} synthetic records, {engine}\n\n| command | seconds | MB |\n|---|---:|---:|")
    for name, (took, megabytes) in rows.items():
        print(f"| {name} | {took:.1f} | {megabytes:,.0f} |")
    print(f"\nadd and build together: {rows['add six lists'][0] + seconds:.1f} s, {peak:,.0f} MB")
    if options.curve:
        made = (datetime.now(UTC).date(), options.records, engine, rows["add six lists"][0], seconds, peak)
        _noted(options.curve, [f"{value:.1f}" if isinstance(value, float) else str(value) for value in made])


def _written(records: pl.LazyFrame, number: int, folder: Path) -> Path:
    """One list as a CSV file with its mapping."""
    path = folder / f"l{number}.csv"
    own = records.filter(pl.col("list_id") == number).drop("list_id", "cluster").collect()
    own.write_csv(path)
    _map(path, LANGUAGES[number])
    return path


def _map(path: Path, language: str) -> None:
    text = _MAPPING.format(name=path.stem, language=language)
    path.with_suffix(".yaml").write_text(text, encoding="utf-8")


def _split(path: Path, new: int) -> Path:
    """The last rows of a list as a list of its own."""
    rows = pl.read_csv(path, infer_schema=False)
    late = path.with_name("late.csv")
    rows.tail(new).write_csv(late)
    rows.head(-new).write_csv(path)
    _map(late, LANGUAGES[0])
    return late


def _noted(path: Path, row: list[str]) -> None:
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        writer.writerow(row)


if __name__ == "__main__":
    main()
