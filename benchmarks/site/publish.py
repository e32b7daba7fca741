"""How long the copy of an archive as files takes, how much memory, how heavy its pages are, and whether it can go on.

usage: python -m benchmarks.site.publish ARCHIVE [--keep FOLDER] [--interrupt SECONDS]

`python -m benchmarks.archive.scale ../shared --records 180000 --keep FOLDER` makes an archive of 100,000 people, none
of them real. With `--interrupt` the command is killed after so many seconds and run again; the bytes are held against
those of the first run.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

TARGET_SECONDS, TARGET_BYTES = 300, 60_000
_PICTURES = re.compile(rb"<svg.*?</svg>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of the processors, and the largest memory of all processes together (MB)."""

    seconds: float
    computing: float
    megabytes: float


def main() -> None:
    """Print the table; exit with 1 where a page is too heavy or bytes differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--interrupt", type=float, default=0.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        first = published(options.archive, folder / "copy")
        print("| run | seconds | of the processors | MB |\n|---|---:|---:|---:|")
        print(f"| publish | {first.seconds:.0f} | {first.computing:.0f} | {first.megabytes:,.0f} |", flush=True)
        same = True
        if options.interrupt:
            killed_after(options.archive, folder / "again", options.interrupt)
            again = published(options.archive, folder / "again")
            print(f"| go on behind a kill | {again.seconds:.0f} | {again.computing:.0f} | {again.megabytes:,.0f} |")
            same = (folder / "copy" / "SHA256SUMS").read_bytes() == (folder / "again" / "SHA256SUMS").read_bytes()
        heaviest = weigh(folder / "copy")
    print(
        f"\nthe same bytes: {same}; the heaviest page: {heaviest:,} bytes; targets {TARGET_SECONDS} s, {TARGET_BYTES:,}"
    )
    if not same or heaviest > TARGET_BYTES:
        sys.exit(1)


def published(archive: Path, folder: Path) -> Run:
    """Run the command to its end."""
    begun, before = time.perf_counter(), _computed()
    process = _started(archive, folder)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.5)
    if process.returncode:
        sys.exit("byname publish failed")
    return Run(time.perf_counter() - begun, _computed() - before, peak)


def killed_after(archive: Path, folder: Path, seconds: float) -> None:
    """Start the command and kill it after some seconds."""
    process = _started(archive, folder)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(3)  # its workers see that it is gone


def weigh(folder: Path) -> int:
    """Print how many files there are of each kind, and give the bytes of the heaviest page without its pictures."""
    heaviest, counted, size = 0, dict[str, int](), 0
    for path in folder.rglob("*"):
        if path.is_file():
            kind = path.relative_to(folder).parts[0]
            counted[kind] = counted.get(kind, 0) + 1
            content = path.read_bytes()
            size += len(content)
            if path.suffix == ".html":
                heaviest = max(heaviest, len(_PICTURES.sub(b"", content)))
    print(f"\n{sum(counted.values()):,} files, {size / 1e6:,.0f} MB: ", end="")
    print(", ".join(f"{kind} {count:,}" for kind, count in sorted(counted.items(), key=lambda one: -one[1])[:6]))
    return heaviest


def _started(archive: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "byname", "publish", str(archive), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _computed() -> float:
    """Seconds that ended children have computed."""
    times = os.times()
    return times.children_user + times.children_system


def _memory(pid: int) -> float:
    try:
        parent = psutil.Process(pid)
        return sum(one.memory_full_info().pss for one in [parent, *parent.children(recursive=True)]) / 2**20
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


if __name__ == "__main__":
    main()
