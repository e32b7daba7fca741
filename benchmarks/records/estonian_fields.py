"""How much of the Estonian entry lines is read: over all lines against rough marks, and against lines read by hand.

usage: python -m benchmarks.records.estonian_fields [FOLDER OF THE COLLECTION]

The rough marks are written apart from the grammar: "s. 1" in a line says that a birth stands there, "arr. 1" an arrest,
"§" an article. A line counts as read where the records stage gives a value for the field. The hand-read sample
(labels.csv beside this file) has line numbers and values only; names in it are hashes.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from byname.records.reading import RecordReader
from byname.records.statement import Statement
from byname.sources.catalogue import find_collection, mapping_path
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source

LABELS = Path(__file__).with_name("labels.csv")
NAME = r"[A-ZÕÄÖÜŠŽ][\w'-]+(?: [A-ZÕÄÖÜŠŽ][\w'-]+)?"
ROUGH: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "name": (re.compile(rf"^\W*{NAME}\W"), ("surname",)),
    "father's name": (
        re.compile(rf"^[\W]*{NAME}>?, <?{NAME}>?, <?[A-ZÕÄÖÜŠŽ][\wõäöüšž'-]+>?(?:,| s\.|===)"),
        ("patronymic",),
    ),
    "birth": (re.compile(r"[ ,>]s\. ?\d|===,? (?:\w+, )?(?:\d\d\.\d\d\.\d\d|1[89]\d\d)"), ("birth_date",)),
    "arrest": (re.compile(r"\barr\. ?\d"), ("arrest_date",)),
    "sentence": (re.compile(r"\b(?:trib|erin)\. ?\d"), ("sentence_date",)),
    "articles": (re.compile(r"§ ?\d"), ("articles",)),
    "term": (re.compile(r"[ ,;]\d\d?\+\d|, ?\d\d?a\.?[;,. ]"), ("sentence",)),
    "death": (re.compile(r"\b[Ss]urn\. ?(?:kinnip-k\. ?|asum\. ?|peale vab\. ?)?\d"), ("death_date",)),
    "release": (re.compile(r"\b[Vv]ab\. ?(?:asum\. ?|laagrist ?)?\d"), ("release_date",)),
}
FLOORS = dict.fromkeys(ROUGH, 0.95) | {"name": 0.99, "father's name": 0.99, "birth": 0.99}


def read_all(folder: Path, *, every: int = 1) -> Iterator[tuple[str, str, list[Statement]]]:
    """The record id and text of each line (or of every tenth), with the statements of its first entry."""
    for file in find_collection("estonia-memento").files:
        mapping = read_mapping(mapping_path(file.mapping))
        reader = RecordReader(mapping)
        with open_source(folder / file.name, mapping) as entries:
            for entry in islice(entries, 0, None, every):
                yield entry.record_id, entry.text, reader.read(entry)[0].statements


def shares(folder: Path, *, every: int = 1) -> dict[str, tuple[int, int]]:
    """For each field the number of lines that a rough mark says have it, and of those the number where it was read."""
    marked: dict[str, int] = defaultdict(int)
    read: dict[str, int] = defaultdict(int)
    for _, text, statements in read_all(folder, every=every):
        known = {s.field for s in statements if s.value is not None or (s.flag or "").startswith("no such day")}
        for name, (pattern, wanted) in ROUGH.items():
            if pattern.search(text):
                marked[name] += 1
                read[name] += bool(known.intersection(wanted))
    return {name: (marked[name], read[name]) for name in ROUGH}


def hashed(name: str) -> str:
    """A name as it stands in the label file: a hash, since no private victim is named in the repository."""
    plain = re.sub(r"[^a-zõäöüšž]", "", re.sub(r"- ", "", name).lower())
    return hashlib.sha256(plain.encode()).hexdigest()[:12] if plain else ""


def _first(values: dict[str, list[tuple[str, str | None]]], field: str) -> str:
    return next((value or "impossible" for _, value in values.get(field, [])), "")


def _articles(values: dict[str, list[tuple[str, str | None]]]) -> str:
    return " ".join(sorted((_first(values, "articles")).split()))


def _term(values: dict[str, list[tuple[str, str | None]]]) -> str:
    return re.sub(r"^camp:|m$", "", _first(values, "sentence"))


READ: dict[str, Callable[[dict[str, list[tuple[str, str | None]]]], str]] = {
    "surname": lambda v: hashed(next((w for w, _ in v.get("surname", [])), "")),
    "given": lambda v: hashed(next((w for w, _ in v.get("given_name", [])), "")),
    "father": lambda v: hashed(next((w for w, _ in v.get("patronymic", [])), "")),
    "birth": lambda v: _first(v, "birth_date"),
    "arrest": lambda v: _first(v, "arrest_date"),
    "sentence_date": lambda v: _first(v, "sentence_date"),
    "articles": _articles,
    "term": _term,
    "death": lambda v: _first(v, "death_date"),
    "release": lambda v: _first(v, "release_date"),
    "relation": lambda v: _first(v, "relation"),
}


def agreement(folder: Path) -> dict[str, tuple[int, int, list[str]]]:
    """For each labelled field: the labels that give a value, those read the same, and the ids where they differ."""
    labels = {row["record_id"]: row for row in csv.DictReader(LABELS.read_text(encoding="utf-8").splitlines())}
    found: dict[str, tuple[int, int, list[str]]] = {name: (0, 0, []) for name in READ}
    for record_id, _, statements in read_all(folder):
        label = labels.get(record_id)
        if label is None or label["kind"] != "person":
            continue
        values: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for statement in statements:
            values[statement.field].append((statement.as_written, statement.value))
        for name, read in READ.items():
            wanted = " ".join(sorted(label[name].split())) if name == "articles" else label[name]
            given, same, differ = found[name]
            if wanted or read(values):
                agrees = read(values) == wanted
                found[name] = (given + 1, same + agrees, differ if agrees else [*differ, record_id])
    return found


def main() -> None:
    """Print both tables; exit with 1 where a floor is missed."""
    root = Path(__file__).resolve().parents[3] / "shared" / "collections" / "estonia-memento"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root
    missed = []
    print("| field | lines with its mark | read | share | floor |\n|---|---:|---:|---:|---:|")
    for name, (marked, read) in shares(folder).items():
        share = read / max(1, marked)
        print(f"| {name} | {marked:,} | {read:,} | {share:.4f} | {FLOORS[name]} |")
        missed += [name] if share < FLOORS[name] else []
    print("\n| field | labels with a value | read the same | share |\n|---|---:|---:|---:|")
    for name, (given, same, differ) in agreement(folder).items():
        print(f"| {name} | {given} | {same} | {same / max(1, given):.3f} | {' '.join(differ[:8])}")
    if missed:
        sys.exit(f"below the floor: {', '.join(missed)}")


if __name__ == "__main__":
    main()
