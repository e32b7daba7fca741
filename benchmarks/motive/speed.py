"""Seconds and memory of every analysis of motive and consequences on a synthetic archive of a million people.

usage: python -m benchmarks.motive.speed [--people 1000000]

Exit code 1 where it takes more than 30 seconds or 3 GB (targets of the design). Nobody in the archive is real.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time

import polars as pl

from benchmarks.motive.synthetic import LISTS, listed
from byname.consequences.analyses import analyses as of_consequences
from byname.consequences.destinations import SENT
from byname.consequences.households import HOUSEHOLDS
from byname.motive.analyses import analyses as of_motive
from byname.motive.populations import bundled_populations
from byname.sources.bundled import demo_collection

SECONDS, GIGABYTES = 30.0, 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    wanted = parser.parse_args().people
    people = listed(int(wanted * 1.4), 7, rough=0.3)[0].head(wanted)  # a fifth or so is on no list
    facts = demo_collection().read_all_facts()
    none = pl.DataFrame(schema=dict.fromkeys(HOUSEHOLDS, pl.Int32))
    sent = pl.DataFrame(schema=SENT)
    start = time.perf_counter()
    rows = []
    for part, found in (
        ("motive", of_motive(people, facts, bundled_populations(), "USSR", lists=LISTS)),
        ("consequences", of_consequences(people, none, sent, facts)),
    ):
        before = time.perf_counter()
        for analysis in found:
            now = time.perf_counter()
            rows.append((part, analysis.id, bool(analysis.refused), now - before))
            before = now
    total = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    for part, name, refused, seconds in sorted(rows, key=lambda row: -row[3])[:12]:
        print(f"{part:<13} {name:<24} {'refused' if refused else '':<8} {seconds:6.2f} s")
    print(f"{len(people):,} synthetic people: {total:.1f} s, {memory:.2f} GB (making them included)")
    sys.exit(0 if total <= SECONDS and memory <= GIGABYTES else 1)


if __name__ == "__main__":
    main()
