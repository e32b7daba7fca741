"""`python -m distribution.bundle OUT`: a folder that installs Byname on a machine without a network.

It holds a wheel of Byname, the wheels of all that it needs (by the pinned lock, for the Python and the kind of machine
that this runs on), their hashes, and a script. Downloading them is the only thing that uses the network.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-run.lock"
SUMS = "SHA256SUMS"


def download(wheels: Path) -> None:
    """Download the wheels of the lock."""
    command = ["download", "--quiet", "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK), "-d", str(wheels)]
    subprocess.run([sys.executable, "-m", "pip", *command], check=True)


def build_wheel(wheels: Path) -> None:
    """Build the wheel of Byname itself."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)], cwd=ROOT, check=True)


def finish(out: Path) -> None:
    """Lay the script, the version of Python and the hashes beside the wheels."""
    shutil.copy(ROOT / "distribution" / "install.sh", out)
    (out / "python-version").write_text("{}.{}\n".format(*sys.version_info[:2]), encoding="utf-8")
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(out).as_posix()}\n" for path in files]
    (out / SUMS).write_text("".join(lines), encoding="utf-8")


def main(out: Path) -> int:
    """Make the folder; 1 where something is there already."""
    if out.exists():
        print(f"{out} is there already: name a new folder", file=sys.stderr)
        return 1
    wheels = out / "wheels"
    wheels.mkdir(parents=True)
    download(wheels)
    build_wheel(wheels)
    finish(out)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{out}: {len(list(wheels.iterdir()))} wheels, {size / 1e6:,.0f} MB. Copy it, and run install.sh there.")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT", help="a new folder")
    sys.exit(main(parser.parse_args().out))
