"""What `byname ledger` does: shows the decisions, erases what one says, and keeps them as a transparency log."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from byname.access.erasing import ERASABLE
from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors, write_secret, write_whole
from byname.archive.ledger import LedgerEntry
from byname.archive.signed_notes import Note, Signer, Verifier
from byname.archive.transparency_log import (
    CHECKPOINT,
    cosign,
    faults_of,
    read_log,
    receipt,
    receipt_faults,
    write_log,
)
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadArchive
from byname.sources.regular_files import check_regular

_LONGEST: Final = 1_000_000  # bytes of a key, a checkpoint or a receipt
_ABOUT: Final = ("about", "source", "number", "name", "record_a", "record_b", "file_name", "verdict", "what")


def head(folder: Path, output: Output) -> None:
    """Print the head of the ledger, to be kept elsewhere."""
    found = open_archive(folder).ledger.head()
    if found is None:
        raise BadArchive("the ledger is empty", where=str(folder), fix="add a source first")
    output.result({"archive": str(folder), "head": found}, found)


def list_entries(folder: Path, output: Output) -> None:
    """List all decisions."""
    entries = list(open_archive(folder).ledger.all_entries())
    rows = [
        {"number": one.number, "at": one.at, "kind": one.kind, "by": one.by, "about": _about(one), "root": one.root}
        for one in entries
    ]
    lines = [f"{row['number']:>6}  {row['at']}  {row['kind']:<12}  {row['by']:<16}  {row['about']}" for row in rows]
    output.result({"archive": str(folder), "entries": rows}, "\n".join(lines) or "No decision was made yet.")


def erase(folder: Path, numbers: Sequence[int], why: str, output: Output) -> None:
    """Erase what decisions say."""
    archive = open_archive(folder)
    noted = archive.ledger.erase(numbers, why=why, kinds=ERASABLE)
    entries = f"entr{'y' if len(numbers) == 1 else 'ies'} {', '.join(map(str, numbers))}"
    text = (
        f"What {entries} said is erased; entry {noted.number} notes that and why. Next: byname build {folder}\n"
        "Copies and backups that were made before still hold it."
    )
    output.result({"archive": str(folder), "erased": list(numbers), "noted": noted.number}, text)


def make_key(name: str, out: Path, output: Output) -> None:
    """Make a key, and print the public keys that belong to it."""
    signer = Signer.new(name)
    write_secret(out, signer.text + "\n")
    log, as_witness = signer.verifier().text, signer.witness().text
    text = (
        f"To check its logs:        {log}\nTo check it as a witness: {as_witness}\nKeep {out} apart from the archive."
    )
    output.result({"key": str(out), "log": log, "witness": as_witness}, text)


def write(folder: Path, key: Path, out: Path | None, output: Output) -> None:
    """Write the ledger as a log, or let its log go on."""
    archive, signer = open_archive(folder), Signer.read(read_short_text(key))
    target = _log_of(archive, out)
    with archive.locked():
        made = write_log(list(archive.ledger.all_entries()), target, signer)
    data = {"log": str(target), "origin": made.origin, "size": made.size, "root": made.root.hex()}
    output.result(data, f"{target} holds {made.size:,} entries, signed by {made.origin}. Hand {CHECKPOINT} to others.")


def check(log: Path, keys: Sequence[str], earlier: Path | None, output: Output) -> None:
    """Check a log; raises BadArchive with all that is wrong."""
    before = None if earlier is None else Note.read(read_short_text(earlier))
    wrong = faults_of(log, verifiers_of(keys), before)
    if wrong:
        raise BadArchive("; ".join(wrong), where=str(log), fix="compare it with copies that others keep")
    size = read_log(log).checkpoint.size
    said = [f"All {size:,} entries of the log are what its checkpoint says."]
    said += [] if keys else ["No signature was checked: name keys by --with."]
    said += [] if before is None else ["It goes on from the earlier checkpoint."]
    output.result({"log": str(log), "size": size, "differences": []}, "\n".join(said))


def witness(log: Path, key: Path, keys: Sequence[str], earlier: Path | None, output: Output) -> None:
    """Cosign the checkpoint of a log, and keep it as the last one that was seen."""
    if not keys:
        raise BadArchive("a witness needs the key of the log", where=str(log), fix="name it by --with")
    before = Note.read(read_short_text(earlier)) if earlier is not None and earlier.exists() else None
    line = cosign(log, Signer.read(read_short_text(key)), int(time.time()), before, verifiers_of(keys))
    if earlier is not None:
        with clear_file_errors(earlier):
            write_whole(earlier, (log / CHECKPOINT).read_bytes())
    output.result({"log": str(log), "signature": line.strip()}, line.strip())


def write_receipt(
    folder: Path, number: int, out: Path, log: Path | None, output: Output, *, opened: bool
) -> None:  # fmt: skip
    """Write the proof that a decision is in the log."""
    archive = open_archive(folder)
    entry = next((one for one in archive.ledger.all_entries() if one.number == number), None)
    if entry is None:
        raise BadArchive(f"the ledger has no entry {number}", where=str(folder), fix="`byname ledger list` shows all")
    made = receipt(entry, read_log(_log_of(archive, log)), opened=opened)
    with clear_file_errors(out):
        write_whole(out, (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode())
    output.result({"receipt": str(out), "number": number}, f"{out} proves that entry {number} is in the log.")


def check_receipt(path: Path, keys: Sequence[str], output: Output) -> None:
    """Check a receipt; raises BadArchive with all that is wrong."""
    try:
        found = json.loads(read_short_text(path))
    except (ValueError, RecursionError) as error:
        raise BadArchive("this is no receipt", where=str(path), fix="make one with `byname ledger receipt`") from error
    wrong = receipt_faults(found, verifiers_of(keys))
    if wrong:
        raise BadArchive("; ".join(wrong), where=str(path), fix="ask for the receipt again")
    said = ["The entry is in the log, as the receipt says."]
    said += [] if keys else ["No signature was checked: name the key of the log by --with."]
    output.result({"receipt": str(path), "differences": []}, "\n".join(said))


def verifiers_of(keys: Sequence[str]) -> list[Verifier]:
    """Public keys, each given as its text or as a file that holds some, one a line."""
    found = []
    for key in keys:
        texts = read_short_text(Path(key)).splitlines() if "+" not in key or Path(key).exists() else [key]
        found += [Verifier.read(text) for text in texts if text.strip()]
    return found


def _log_of(archive: Archive, log: Path | None) -> Path:
    return archive.log if log is None else log


def read_short_text(path: Path) -> str:
    """A key, a checkpoint or a receipt; raises BadArchive where the file is none."""
    check_regular(path, BadArchive)
    with clear_file_errors(path), path.open("rb") as file:
        content = file.read(_LONGEST + 1)
    try:
        return content[:_LONGEST].decode()
    except UnicodeDecodeError as error:
        raise BadArchive("this is no text", where=str(path), fix="name another file") from error


def _about(entry: LedgerEntry) -> str:
    if entry.is_erased:
        return "(erased)"
    return " ".join(str(entry.payload[key]) for key in _ABOUT if entry.payload.get(key) not in (None, ""))
