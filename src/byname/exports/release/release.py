"""Makes a release of an archive: the next version of an OCFL object, signed, with what checks it beside it.

Takes a built archive and a folder; leaves there `object` (every release so far), `signatures`, a README and a program
that checks all of it with Python alone. The same archive and version of Byname give the same bytes, so that whoever has
a copy of the archive can make the release again and compare.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors, write_whole
from byname.archive.signed_notes import Signer
from byname.errors import BadArchive, CannotWrite
from byname.exports.release.contents import README, VERIFIER, day_of, time_of, verifier, write_contents
from byname.exports.release.minisign import public_key, sign
from byname.exports.release.ocfl import VersionNote, add_version, digest_of

OBJECT: Final = "object"
SIGNATURES: Final = "signatures"
_ADDRESS: Final = "urn:byname:release"  # the user of a version, as OCFL asks for an address
INVENTORY: Final = "inventory.json"
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Released:
    """A release: its version, how many files it has and how many bytes these are, the SHA-512 of its inventory, and the
    public key of its signature."""

    version: str
    files: int
    size: int
    inventory_sha512: str
    key: str | None


def release(archive: Archive, out: Path, signer: Signer | None, progress: Progress) -> Released:
    """Make the next release of an archive in a folder, the first where it is new.

    Raises BadArchive where the archive is not built, or where nothing has changed since the last release; CannotWrite
    where the folder holds something else.
    """
    archive.check_given()
    if out.exists() and any(out.iterdir()) and not (out / OBJECT).is_dir():
        raise CannotWrite("the folder holds something else than releases", where=str(out), fix="name a new folder")
    with clear_file_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".coming-") as temporary:
            made = Path(temporary)
            write_contents(archive, made, progress)
            files = {path.relative_to(made).as_posix(): path for path in made.rglob("*") if path.is_file()}
            size = sum(path.stat().st_size for path in files.values())
            note = VersionNote(_rfc_3339(time_of(archive)), f"{archive.title}, {day_of(archive)}", "Byname", _ADDRESS)
            version = add_version(out / OBJECT, identity(archive), files, note)
            shutil.copyfile(made / README, out / README)
        write_whole(out / VERIFIER, verifier().encode())
        inventory = out / OBJECT / version / INVENTORY
        if signer is not None:
            (out / SIGNATURES).mkdir(exist_ok=True)
            comment = f"{archive.title} {version} {time_of(archive)}".replace("\n", " ")
            write_whole(out / SIGNATURES / f"{version}.minisig", sign(inventory, signer, comment).encode())
    digest = digest_of(inventory, "sha512")
    return Released(version, len(files), size, digest, None if signer is None else public_key(signer))


def identity(archive: Archive) -> str:
    """The id of the object of all releases of an archive: the leaf of the first entry of its ledger."""
    first = next(archive.ledger.all_entries(), None)
    if first is None:
        raise BadArchive("the ledger is empty", where=str(archive.folder), fix="add a source first")
    return f"urn:byname:archive:{first.leaf[:32]}"


def _rfc_3339(time: str) -> str:
    return time if time[-1:] == "Z" or "+" in time[10:] else f"{time}Z"
