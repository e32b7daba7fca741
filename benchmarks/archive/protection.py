"""How many people and texts of a real archive the protection of the living withholds, and how long that takes.

Goes in: the folder of a built archive, as `benchmarks.archive.estonia` leaves one. Comes out: a table of counts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from byname.access.protection import Protection
from byname.archive.tables import DerivedTables

BORN_FROM = 1926


def main(folder: Path) -> None:
    tables = DerivedTables(folder / "tables")
    protection = Protection(tables, BORN_FROM)
    began = time.perf_counter()
    people = protection.people()
    found = time.perf_counter()
    records = protection.records(people)
    entries = tables.read("entries", ["record_id", "text"])
    hidden = protection.hidden_texts(entries, records)
    ended = time.perf_counter()
    print(f"people withheld       {len(people):>8,} of {tables.read('people').height:,}  {found - began:.1f} s")
    print(f"texts of these        {len(records):>8,} of {len(entries):,}")
    print(f"texts for others      {len(hidden - set(records)):>8,} of {len(entries):,}  {ended - found:.1f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
