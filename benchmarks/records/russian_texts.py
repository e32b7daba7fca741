"""How much of the 46,000 nameless Russian entries is read, against rough marks written apart from the grammar.

usage: python -m benchmarks.records.russian_texts [TEXTS.zip]
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from byname.records.reading import RecordReader
from byname.sources.catalogue import mapping_path
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source

ROUGH = {
    "birth_date": r"Роди\w+ (?:в )?\d",
    "residence": r"Проживал\w?: \w",
    "arrest_date": r"Арестован\w*\s+(?:в )?\d",
    "sentence_date": r"Приговорен\w?: [^\n]{0,120}?(?:19\d\d)",
    "charge": r"обв\.: \w",
    "articles": r"обв\.:[^\n]*\b58-\d",
    "sentence": r"Приговор: \w",
    "death_date": r"Расстрелян\w? \d",
    "burial_place": r"Место захор",
    "rehabilitation_date": r"Реабилитирован\w? +(?:в )?[\w ]{0,12}\d{4}",
}


def main() -> None:
    """Print the table."""
    root = Path(__file__).resolve().parents[3] / "shared" / "collections" / "memory-book-texts" / "texts.zip"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else root
    patterns = {field: re.compile(pattern) for field, pattern in ROUGH.items()}
    mapping = read_mapping(mapping_path("memory-book-texts"))
    reader, marked, read, entries = RecordReader(mapping), Counter[str](), Counter[str](), 0
    with open_source(path, mapping) as opened:
        for entry in opened:
            entries += 1
            statements = [s for reading in reader.read(entry) for s in reading.statements]
            known = {s.field for s in statements if s.value is not None or (s.flag or "").startswith("no such day")}
            for field, pattern in patterns.items():
                if pattern.search(entry.text):
                    marked[field] += 1
                    read[field] += field in known
    print(f"{entries:,} entries\n\n| field | entries with its mark | read | share |\n|---|---:|---:|---:|")
    for field in ROUGH:
        print(f"| {field} | {marked[field]:,} | {read[field]:,} | {read[field] / max(1, marked[field]):.4f} |")


if __name__ == "__main__":
    main()
