"""Links synthetic overlapping lists of victims (nobody is real) with known truth, with Splink beside it.

usage: victims.py SHARED_FOLDER [--records 1000000] [--seed 7] [--splink] [--spark] [--new 10000]

SHARED_FOLDER holds `bench/victims`. Each program runs in a process of its own, one after the other, on the same file.
Prints seconds a step, the memory at the peak, and pair and cluster scores. `--new` also measures how long it takes to
link the last so many records to the others, `--spark` the same linkage on Spark with local cores.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> None:
    options = _options()
    folder = options.shared / "bench" / "victims"
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "victims.parquet"
        generate = [sys.executable, str(folder / "generate.py"), str(options.records), str(path), str(options.seed)]
        subprocess.run(generate, check=True)
        print(f"{options.records:,} synthetic records, seed {options.seed}", flush=True)
        ours = [sys.executable, "-m", "benchmarks.people.victims_run", str(path)]
        _print("Byname", _run(ours))
        if options.new:
            _print(f"Byname, {options.new:,} new", _run([*ours, "--new", str(options.new)]))
        if options.spark:
            _print("Byname on Spark", _run([*ours, "--spark"]))
        splink = [sys.executable, str(folder / "splink_baseline.py"), str(path), f"{temporary}/pairs.parquet"]
        for mode in ("narrow", "wide") if options.splink else ():
            _print(f"Splink 5, {mode}", _run([*splink, mode]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--new", type=int, default=0)
    parser.add_argument("--splink", action="store_true")
    parser.add_argument("--spark", action="store_true")
    return parser.parse_args()


def _run(command: list[str]) -> dict[str, Any]:
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return result


def _print(name: str, result: dict[str, Any]) -> None:
    seconds = result.pop("seconds")
    print(f"{name}: {sum(seconds.values()):.1f} s in all, {json.dumps(seconds)}", flush=True)
    print(f"    {json.dumps(result)}", flush=True)


if __name__ == "__main__":
    main()
