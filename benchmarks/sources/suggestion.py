"""How well suggested mappings of labelled tables fit: by column, and whether sheet, header and date order are found.

usage: python -m benchmarks.sources.suggestion [development|held]

The tables are those of tests/measured_data/tables, whose README says what they are. A column is right where it got
its field (or one that is no mistake), a guess is wrong where the column got another, or got one and should have none.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from byname.records.suggestion import suggest_mapping
from byname.sources.header_words import ITEM
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source

TABLES = Path(__file__).resolve().parents[2] / "tests" / "measured_data" / "tables"
RIGHT, WRONG = 0.85, 0.10  # targets: of mappable columns right, of all columns wrong


@dataclass(slots=True)
class Score:
    """Counts over the columns of one or more tables; `told` has a line for each column that is not right."""

    columns: int = 0
    mappable: int = 0
    right: int = 0
    wrong: int = 0
    laid_out: int = 0  # tables whose sheet and header were found
    languages: int = 0
    date_orders: int = 0
    tables: int = 0
    told: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of another."""
        for name in ("columns", "mappable", "right", "wrong", "laid_out", "languages", "date_orders", "tables"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.told += other.told


@cache
def labels() -> dict[str, dict[str, tuple[str, frozenset[str]]]]:
    """The field of each column of each table, with those that are no mistake."""
    found: dict[str, dict[str, tuple[str, frozenset[str]]]] = defaultdict(dict)
    for row in _rows("labels.csv"):
        found[row["table"]][row["column"]] = (row["field"], frozenset(row["also"].split("|")) - {""})
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def scores(half: str) -> dict[str, Score]:
    """The score of each table of a half; each suggestion must be valid and read its table to the end."""
    return {row["table"]: _score(row) for row in _rows("tables.csv") if row["half"] == half}


def _score(row: dict[str, str]) -> Score:
    path = TABLES / row["table"]
    mapping = parse_mapping(suggest_mapping(path), row["table"])
    with open_source(path, mapping) as reader:
        assert list(reader)
    layout = mapping.layout
    found = (layout.sheet or "", "none" if layout.header_row is None else str(layout.header_row))
    score = Score(tables=1, laid_out=(*found, str(layout.header_rows)) == _layout(row))
    score.languages += mapping.language == row["language"]
    score.date_orders += (mapping.date_order or "") == row["date_order"]
    for column, (wanted, also) in labels()[row["table"]].items():
        given = _given(mapping, column)
        right = bool(given) and given <= {wanted, *also}
        score.columns += 1
        score.mappable += bool(wanted)
        score.right += bool(wanted) and right
        score.wrong += bool(given) and not right
        if not right and (wanted or given):
            shown = ", ".join(sorted(given)) or "left out"
            score.told.append(f"{row['table']}: {column}: {shown}, should be {wanted or 'left out'}")
    return score


def _layout(row: dict[str, str]) -> tuple[str, str, str]:
    return row["sheet"], row["header_row"], row["header_rows"]


def _given(mapping: SourceMapping, column: str) -> set[str]:
    fields = {name for name, where in mapping.fields.items() if column in where.columns}
    return fields | ({ITEM} if mapping.item_column == column else set())


def main() -> None:
    """Print the scores; exit with 1 where the held half misses a target."""
    missed = False
    for half in sys.argv[1:] or ("development", "held"):
        whole = Score()
        print(f"| {half} | columns | with a field | right | wrong guesses |\n|---|---:|---:|---:|---:|")
        for name, score in scores(half).items():
            whole.add(score)
            print(f"| {name} | {score.columns} | {score.mappable} | {score.right} | {score.wrong} |")
        right, wrong = whole.right / whole.mappable, whole.wrong / whole.columns
        print(f"| all | {whole.columns} | {whole.mappable} | {right:.1%} | {wrong:.1%} |\n")
        print(
            f"sheet and header found in {whole.laid_out} of {whole.tables}, "
            f"language in {whole.languages}, date order in {whole.date_orders}"
        )
        print("\n".join(whole.told), end="\n\n")
        missed |= half == "held" and (right < RIGHT or wrong > WRONG)
    if missed:
        sys.exit(1)


if __name__ == "__main__":
    main()
