"""What `byname backup` and `byname restore` do: write, list, check and restore encrypted backups, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from byname.archive.files import clear_file_errors, write_secret
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadArchive
from byname.preservation.backup import back_up
from byname.preservation.keys import identities_in, identity_from, new_identity, recipient_of, recipients_of, shares_of
from byname.preservation.repository import Repository
from byname.preservation.restoration import faults_inside, manifest_of, restore
from byname.sources.regular_files import check_regular


def make(folder: Path, repository: Path, keys: Sequence[str], output: Output, *, derived: bool) -> None:
    """Back an archive up."""
    archive, recipients = open_archive(folder), recipients_of(keys)
    if repository.resolve().is_relative_to(folder.resolve()):
        raise BadArchive("the backups would lie in the archive", where=str(repository), fix="name a folder elsewhere")
    done = back_up(archive, Repository.open_or_create(repository), recipients, derived=derived)
    text = f"Backup {done.name}: {done.files:,} files; {done.new:,} blobs are new, {done.known:,} were there."
    data = {"backup": done.name, "files": done.files, "new": done.new, "known": done.known}
    output.result({"archive": str(folder), "repository": str(repository), **data}, text)


def list_all(repository: Path, identity: Path | None, output: Output) -> None:
    """List the backups; with an identity what each holds."""
    opened, rows = Repository(repository), list[dict[str, Any]]()
    for backup in opened.backups():
        row: dict[str, Any] = {"backup": backup.name, "blobs": len(backup.blobs)}
        if identity is not None:
            manifest = manifest_of(opened, backup, identities_in(identity))
            size = sum(file.size for file in manifest.files.values())
            row |= {"made": manifest.made, "files": len(manifest.files), "bytes": size, "head": manifest.head}
        rows.append(row)
    lines = ["  ".join(f"{value:,} {key}" if isinstance(value, int) else str(value) for key, value in row.items())
             for row in rows]  # fmt: skip
    output.result({"repository": str(repository), "backups": rows}, "\n".join(lines) or "No backup was made yet.")


def check(repository: Path, identity: Path | None, output: Output) -> None:
    """Check all backups; raises BadArchive with all that is wrong."""
    opened = Repository(repository)
    wrong = opened.faults()
    if identity is not None and not wrong:
        wrong = faults_inside(opened, identities_in(identity))
    if wrong:
        fix = "back the archive up again, which puts right what it still holds, or take the files from a copy"
        raise BadArchive("; ".join(wrong), where=str(repository), fix=fix)
    names = opened.names()
    said = f"All blobs of {len(names):,} backups are what their lists say"
    said += "." if identity is None else ", and all files inside are what their manifests say."
    output.result({"repository": str(repository), "backups": len(names), "differences": []}, said)


def prune(repository: Path, keep: int, output: Output) -> None:
    """Remove all backups but the latest ones."""
    if keep < 1:
        raise BadArchive("at least one backup stays", where=str(repository), fix="to keep none, remove the folder")
    opened = Repository(repository)
    with opened.locked(), clear_file_errors(repository):
        backups = opened.backups()
        gone, kept = backups[:-keep], backups[-keep:]
        blobs = opened.drop(gone, kept)
    data = {"removed": [backup.name for backup in gone], "kept": [backup.name for backup in kept], "blobs": blobs}
    output.result(
        {"repository": str(repository), **data},
        f"Removed {len(gone):,} backups and {blobs:,} blobs; {len(kept):,} stay.",
    )


def make_key(out: Path, output: Output) -> None:
    """Make an identity, and print its public key."""
    identity = new_identity()
    public = recipient_of(identity)
    write_secret(out, f"# public key: {public}\n{identity}\n")
    text = f"Public key: {public}\nKeep {out} apart from the backups; without it nobody can read them."
    output.result({"identity": str(out), "public": public}, text)


def share_key(identity: Path, out: Path, need: int, of: int, output: Output) -> None:
    """Write the shares of an identity, each into a file of its own."""
    (found, *others) = identities_in(identity)
    if others:
        raise BadArchive("there are several identities in this file", where=str(identity), fix="share them one by one")
    shares = shares_of(str(found), need, of)
    with clear_file_errors(out):
        out.mkdir(mode=0o700)
    files = [out / f"share-{number}.txt" for number in range(1, len(shares) + 1)]
    for file, share in zip(files, shares, strict=True):
        write_secret(file, f"{share}\n")
    text = f"{out} holds {of} shares; any {need} give the identity back. Hand each to another keeper, and remove {out}."
    output.result({"shares": [str(file) for file in files], "need": need}, text)


def join_key(shares: Sequence[Path], out: Path, output: Output) -> None:
    """Write the identity that some shares give."""
    for share in shares:
        check_regular(share, BadArchive)
    identity = identity_from([share.read_text(encoding="utf-8", errors="replace") for share in shares])
    public = recipient_of(identity)
    write_secret(out, f"# public key: {public}\n{identity}\n")
    output.result({"identity": str(out), "public": public}, f"Public key: {public}\nThe identity is in {out}.")


def restore_archive(repository: Path, new: Path, identity: Path, name: str | None, output: Output) -> None:
    """Restore an archive."""
    opened = Repository(repository)
    backup = opened.backup(name)
    manifest = restore(opened, backup, new, identities_in(identity))
    text = f"Restored {len(manifest.files):,} files of {backup.name} into {new}; the ledger's head is {manifest.head}."
    data = {"backup": backup.name, "files": len(manifest.files), "head": manifest.head}
    output.result({"archive": str(new), **data}, f"{text}\nNext: byname verify {new} --quick, then byname build {new}")
