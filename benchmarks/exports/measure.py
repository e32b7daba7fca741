"""Time and memory of exporting the people of an archive in each format, as a user would do it.

usage: python -m benchmarks.exports.measure ARCHIVE [--only-formats NAME,NAME] [--into FOLDER]

Prints a row a format: seconds by the clock and of the processors, the largest memory of the process, the size. Exits
with 1 where a format takes more than 60 s or 1,024 MB.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from byname.exports.formats import formats

MOST_SECONDS, MOST_MEGABYTES = 60, 1_024


def main() -> None:
    """Print the table, and exit with 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--only-formats", default="")
    parser.add_argument("--into", type=Path, default=None)
    options = parser.parse_args()
    names = [name for name in options.only_formats.split(",") if name] or list(formats())
    print("| format | seconds | of the processor | MB of memory | MB on disk |\n|---|---:|---:|---:|---:|", flush=True)
    missed = [name for name in names if not _measured(options.archive, name, options.into)]
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


def _measured(archive: Path, name: str, into: Path | None) -> bool:
    with tempfile.TemporaryDirectory(dir=into) as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "byname", "export", str(archive), "--as", name, "--out", str(out)]
        began = time.monotonic()
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(started.pid, 0)
        seconds = time.monotonic() - began
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            sys.exit(f"{name} failed")
        megabytes, processor = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
        print(f"| {name} | {seconds:.1f} | {processor:.1f} | {megabytes:,.0f} | {_size(out):,.0f} |", flush=True)
        shutil.rmtree(out) if out.is_dir() else out.unlink()
    return seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES


def _size(out: Path) -> float:
    files = out.rglob("*") if out.is_dir() else [out]
    return sum(path.stat().st_size for path in files) / 2**20


if __name__ == "__main__":
    main()
