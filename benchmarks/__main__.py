"""Runs the benchmarks one after the other, each in a process of its own: `python -m benchmarks [NAME ...]`.

Names are those of benchmarks/README.md (`records.estonian_fields`); without a name all of them run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
BENCHMARKS: dict[str, tuple[str, ...]] = {
    "sources.reading": (),
    "sources.suggestion": (),
    "records.estonian_fields": (),
    "records.russian_texts": (),
    "records.readings": (),
    "records.speed": (),
    "archive.estonia": (),
    "people.estonia": (str(SHARED),),
    "claims.numbers": (),
    "claims.essay": (str(SHARED / "texts"),),
    "claims.passages": (),
    "claims.mutations": (),
    "claims.swapped_deeds": (),
    "claims.speed": (),
    "casualties.against_r": (str(SHARED / "reference" / "capture-histories"),),
    "casualties.coverage": (),
    "casualties.random_tables": (),
    "motive.coverage": (),
    "motive.speed": (),
}


def main() -> None:
    """Run the benchmarks named, or all; exit with 1 where one of them failed or missed a target."""
    unknown = [name for name in sys.argv[1:] if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"no benchmark {unknown[0]!r}; there are: {', '.join(BENCHMARKS)}")
    failed = []
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"\n## {name}\n", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *BENCHMARKS[name]]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed or missed a target: {', '.join(failed)}")


if __name__ == "__main__":
    main()
