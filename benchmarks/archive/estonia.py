"""Time and memory of adding and building the five Estonian books: 95,917 entry lines.

usage: python -m benchmarks.archive.estonia [FOLDER OF THE COLLECTION]

Runs the command line as a user would, each command a process of its own; memory is the largest sum over the command's
processes, looked at ten times a second; pages that several share are counted once (the proportional set size of Linux).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

TARGET_SECONDS, TARGET_MEGABYTES = 60, 1536


def measured(*words: str | Path) -> tuple[float, float]:
    """Run one command of Byname; its seconds and the largest memory of its processes together, in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "byname", *map(str, words)], stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.1)
    if process.returncode:
        sys.exit(f"byname {words[0]} failed")
    return time.perf_counter() - begun, peak


def _memory(pid: int) -> float:
    try:
        parent = psutil.Process(pid)
        return sum(p.memory_full_info().pss for p in [parent, *parent.children(recursive=True)]) / 2**20
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


def main() -> None:
    """Print the table; exit with 1 where a target is missed."""
    root = Path(__file__).resolve().parents[3] / "shared" / "collections" / "estonia-memento"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root
    with tempfile.TemporaryDirectory() as temporary:
        archive = Path(temporary) / "archive"
        measured("init", archive)
        rows = {
            "add (fetch --from)": measured("fetch", archive, "estonia-memento", "--from", folder),
            "build": measured("build", archive),
            "build again, nothing changed": measured("build", archive),
            "search": measured("search", archive, "Konstantin 1874"),
        }
    print("| command | seconds | MB |\n|---|---:|---:|")
    for name, (seconds, megabytes) in rows.items():
        print(f"| {name} | {seconds:.1f} | {megabytes:,.0f} |")
    seconds = rows["add (fetch --from)"][0] + rows["build"][0]
    peak = max(megabytes for _, megabytes in rows.values())
    targets = f"(targets {TARGET_SECONDS} s, {TARGET_MEGABYTES:,} MB)"
    print(f"\nadd and build together: {seconds:.1f} s, {peak:,.0f} MB {targets}")
    if seconds > TARGET_SECONDS or peak > TARGET_MEGABYTES:
        sys.exit("a target is missed")


if __name__ == "__main__":
    main()
