"""Checks and lists a release of Byname. It needs Python 3.9 or later and nothing else: no network, no other package.

usage: python3 verify_release.py [FOLDER] [--key PUBLIC_KEY] [--version vN] [--list people|sources|figures] [--limit N]

FOLDER holds `object` (the release in the Oxford Common File Layout, OCFL 1.1: files under their SHA-512) and
`signatures`. Exit code 0: all files are what the release says. 1: something differs; each difference is a line.
This file is part of every release, so that it can be checked in fifty years. Its licence is Apache-2.0.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

_BLOCK = 1 << 20


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file, in hexadecimal."""
    digest = hashlib.new(algorithm)
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def read_inventory(folder: Path, faults: list[str]) -> dict[str, Any]:
    """The inventory of the object, checked against the digest beside it."""
    path = folder / "inventory.json"
    inventory: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    algorithm = inventory["digestAlgorithm"]
    said = (folder / ("inventory.json." + algorithm)).read_text(encoding="utf-8").split()[0]
    if said.lower() != digest_of(path, algorithm):
        faults.append("object/inventory.json is not what the digest beside it says")
    return inventory


def files_of(inventory: dict[str, Any], version: str) -> dict[str, str]:
    """The path in the object of each file of a version, by its name in the release."""
    manifest = inventory["manifest"]
    state = inventory["versions"][version]["state"]
    return {logical: manifest[digest][0] for digest, names in state.items() for logical in names}


def check_files(folder: Path, inventory: dict[str, Any], faults: list[str]) -> int:
    """Hash every file of every version; gives how many there are."""
    algorithm, checked = inventory["digestAlgorithm"], 0
    listed = {path: digest.lower() for digest, paths in inventory["manifest"].items() for path in paths}
    for path, digest in sorted(listed.items()):
        checked += 1
        if ".." in Path(path).parts or not (folder / path).is_file():
            faults.append("object/" + path + " is missing")
        elif digest_of(folder / path, algorithm) != digest:
            faults.append("object/" + path + " was changed")
    for version in inventory["versions"]:
        for path in sorted((folder / version / "content").rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and name not in listed:
                faults.append("object/" + name + " does not belong to the release")
    return checked


Point = tuple[int, int, int, int]  # in extended coordinates (X, Y, Z, T)
# Ed25519 (RFC 8032, section 5.1), to check a signature where no other software is at hand.
_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def _add(one: Point, other: Point) -> Point:
    """The sum of two points."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(number: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _x_of(y: int, sign: int) -> int | None:
    """The other coordinate of a point; None where there is none."""
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


def _point(content: bytes) -> Point | None:
    number = int.from_bytes(content, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


_Y = 4 * pow(5, _P - 2, _P) % _P
_X = _x_of(_Y, 0) or 0
_BASE = (_X, _Y, 1, _X * _Y % _P)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is one of a public key under a message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce, scalar = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= _Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _Q
    left, right = _times(scalar, _BASE), _add(nonce, _times(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def check_signature(folder: Path, version: str, key: str, faults: list[str]) -> None:
    """Check the signature (in the form of minisign) of the inventory of a version."""
    path = folder / "signatures" / (version + ".minisig")
    if not path.is_file():
        faults.append("there is no signature of " + version)
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        public, made, whole = (base64.b64decode(text) for text in (key, lines[1], lines[3]))
        comment = lines[2][len("trusted comment: ") :].encode()
    except (IndexError, ValueError):
        faults.append("the signature of " + version + " or the key has another form")
        return
    inventory = folder / "object" / version / "inventory.json"
    message = hashlib.blake2b(inventory.read_bytes()).digest()
    sound = made[:2] == b"ED" and public[:2] == b"Ed" and made[2:10] == public[2:10]
    sound = sound and is_signed(public[10:], message, made[10:]) and is_signed(public[10:], made[10:] + comment, whole)
    if not sound:
        faults.append("the signature of " + version + " is not one of this key")


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table."""
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


_LISTS = {
    "people": ("tables/people.csv", ("person_id", "name", "birth", "death", "outcome")),
    "sources": ("tables/lists.csv", ("name", "title", "citation", "licence")),
    "figures": ("figures/numbers.csv", ("id", "label", "value", "low", "high")),
}


def show(folder: Path, files: dict[str, str], what: str, limit: int, out: TextIO) -> None:
    """Print the rows of a list, and how many there are."""
    name, columns = _LISTS[what]
    number = 0
    for row in rows_of(folder / files[name]):
        number += 1
        if number <= limit:
            out.write("  ".join(row.get(column) or "-" for column in columns) + "\n")
    out.write(f"{number} {what}\n")


def main(words: Sequence[str] | None = None) -> int:
    """Check a release, and list what is asked for; gives the exit code."""
    parser = argparse.ArgumentParser(description="Checks and lists a release of Byname.")
    here = Path(__file__).resolve().parent
    parser.add_argument("folder", nargs="?", type=Path, default=here)
    parser.add_argument("--key", default="", help="the public key, which is to be had from elsewhere")
    parser.add_argument("--version", default="")
    parser.add_argument("--list", choices=sorted(_LISTS))
    parser.add_argument("--limit", type=int, default=20)
    chosen = parser.parse_args(words)
    folder: Path = chosen.folder / "object"
    faults: list[str] = []
    try:
        inventory = read_inventory(folder, faults)
        version = chosen.version or inventory["head"]
        files = files_of(inventory, version)
        checked = check_files(folder, inventory, faults)
        if chosen.key:
            check_signature(chosen.folder, version, chosen.key, faults)
        for what in [chosen.list] if chosen.list else sorted(_LISTS):
            show(folder, files, what, chosen.limit if chosen.list else 0, sys.stdout)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        faults.append(f"the release cannot be read: {type(error).__name__}: {error}")
        checked = 0
    for fault in faults:
        print(fault)
    if not faults:
        signed = "signed by the key given" if chosen.key else "no signature was checked (give --key)"
        print(f"{checked} files of {version} are what the release says; {signed}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
