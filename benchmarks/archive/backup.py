"""Time and memory of backing an archive up, again with nothing new, of checking the backups and of restoring one.

usage: python -m benchmarks.archive.backup ARCHIVE

Takes the folder of a built archive, as `benchmarks.archive.scale --keep` leaves one; all that a build makes is backed
up, too. Exit 1 where what was restored does not pass `byname verify --quick`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.archive.estonia import measured
from byname.archive.files import write_secret
from byname.preservation.keys import new_identity, recipient_of


def main() -> None:
    """Print the table."""
    archive = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=archive.resolve().parent) as temporary:
        folder, identity = Path(temporary), new_identity()
        key, repository, again = folder / "identity", folder / "backups", folder / "again"
        write_secret(key, identity)
        make = ("backup", "make", archive, repository, "--to", recipient_of(identity), "--all")
        rows = {
            "first backup": measured(*make),
            "again, nothing new": measured(*make),
            "check, without the key": measured("backup", "check", repository),
            "check, with the key": measured("backup", "check", repository, "--identity", key),
            "restore": measured("restore", repository, again, "--identity", key),
            "verify --quick of what was restored": measured("verify", again, "--quick"),
        }
        sizes = {name: _size(path) / 1e6 for name, path in (("archive", archive), ("backups", repository))}
    print("| command | seconds | MB of memory |\n|---|---:|---:|")
    for name, (seconds, megabytes) in rows.items():
        print(f"| {name} | {seconds:.1f} | {megabytes:,.0f} |")
    print("\n" + ", ".join(f"{name}: {size:,.0f} MB" for name, size in sizes.items()))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
