"""How long the pages of a memorial take, and how much memory, in an archive of any length.

usage: python -m benchmarks.site.memorial ARCHIVE [--pages 60]

The application answers in this process, without a server between. The first page of the memorial makes what the others
share, once for each state of the archive; then each kind of page is opened for groups drawn at random, and for the last
page of the largest group. Time is that of the processor, which others on the machine hardly change, and by the clock.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import psutil
from fastapi.testclient import TestClient

from byname.access.memorial import Memorial, memorial_of
from byname.archive.archive import Archive
from byname.site.app import make_app
from byname.site.web.memorial_pages import ON_PAGE, READ_ON_PAGE, group_link


def main() -> None:
    """Print a row for each kind of page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    archive = Archive.open(options.archive)
    before = _memory()
    with TestClient(make_app(archive)) as client:
        print("| page | opened | computing, ms | p50, ms | p99, ms | kB |\n|---|---:|---:|---:|---:|---:|")
        served = _memory()
        _row(client.get, "memorial, first", ["/memorial"])
        _row(client.get, "names, first", ["/names"])
        _row(client.get, "places, first", ["/memorial/places"])
        made = _memory()
        for kind, paths in _paths(memorial_of(archive), options.pages).items():
            _row(client.get, kind, paths)
    print(f"\nMB: {before:,.0f} before, {served:,.0f} served, {made:,.0f} with the memorial")


def _paths(known: Memorial, pages: int) -> dict[str, list[str]]:
    """Addresses to open, by what they are."""
    drawn = random.Random(7)
    found = {"memorial": ["/memorial"] * pages, "places": ["/memorial/places"] * pages}
    found["names"] = [f"/names/{drawn.randint(2, known.people.height // ON_PAGE)}" for _ in range(pages)]
    for kind, (table, key) in known.tables().items():
        sizes = table.group_by(key).len().sort("len", key)
        if sizes.height:
            keys = drawn.choices(sizes[key].to_list(), k=pages)
            largest = sizes[key][-1]
            found[kind] = [group_link(kind, one) for one in keys]
            found[f"{kind}, largest"] = [group_link(kind, str(largest))] * (pages // 4)
            people = table.filter(table[key] == largest)["person"].n_unique()
            found[f"{kind}, read aloud, last"] = [
                f"{group_link(kind, str(largest))}/read/{(people - 1) // READ_ON_PAGE + 1}"
            ] * (pages // 4)
    return found


def _row(get: Callable[..., object], name: str, paths: Sequence[str]) -> None:
    times, sizes = [], []
    computing = time.process_time()
    for path in paths:
        begun = time.perf_counter()
        answer = get(path)
        times.append(1000 * (time.perf_counter() - begun))
        assert getattr(answer, "status_code", 0) == 200, path
        sizes.append(len(getattr(answer, "content", b"")))
    each = 1000 * (time.process_time() - computing) / len(paths)
    p50, p99 = np.percentile(times, [50, 99])
    print(f"| {name} | {len(paths)} | {each:,.1f} | {p50:,.1f} | {p99:,.1f} | {max(sizes) / 1000:,.0f} |", flush=True)


def _memory() -> float:
    return float(psutil.Process().memory_full_info().pss) / 2**20


if __name__ == "__main__":
    main()
