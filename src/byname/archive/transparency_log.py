"""The ledger as a transparency log: files that anybody may hold and check, and that tell nothing of any person.

Takes the entries of a ledger and a key; writes what C2SP tlog-tiles describes: tiles of 256 hashes, bundles of entries
(commitments, commitments.py) and a signed checkpoint. Whoever kept an earlier checkpoint can see that the log goes on
from it, so that not even the keepers can change the past unseen; a witness says by a cosignature to have seen that.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from byname.archive.commitments import commits_to, leaf_of
from byname.archive.files import clear_file_errors, write_whole
from byname.archive.ledger import LedgerEntry
from byname.archive.merkle import WholeTree, includes, is_consistent
from byname.archive.signed_notes import Checkpoint, Note, Signer, Verifier, written
from byname.errors import BadArchive

CHECKPOINT: Final = "checkpoint"
KEYS: Final = "keys"  # the public keys of the log and of its witnesses, one a line; the log's own comes first
_WIDTH: Final = 256  # hashes of a tile, entries of a bundle
_HEIGHT: Final = 8  # levels of the tree from one level of tiles to the next
_BYTES: Final = 32
_PROOF: Final = "c2sp.org/tlog-proof@v1"


def write_log(entries: Sequence[LedgerEntry], folder: Path, signer: Signer) -> Checkpoint:
    """Write the log of all entries of a ledger, or let one that is there go on; gives its checkpoint.

    Cosignatures stay while the log stays as it is. Raises BadArchive where the log that is there was not made of the
    beginning of these entries, or is of another name.
    """
    tree = WholeTree(bytes.fromhex(entry.leaf) for entry in entries)
    new = Checkpoint(signer.name, len(tree), tree.root())
    before = _note_in(folder) if (folder / CHECKPOINT).exists() else None
    if before is not None:
        _goes_on(Checkpoint.read(before.text), new, tree, folder)
        if before.text == new.text and before.is_signed_by(signer.verifier()):
            return new
    with clear_file_errors(folder):
        for path, content in [*_tiles(tree), *_bundles(entries)]:
            target = folder / path
            if not target.exists() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                write_whole(target, content)
        _know(folder, signer.verifier())
        write_whole(folder / CHECKPOINT, written(new.text, [signer.sign(new.text)]).encode())
        _drop_outgrown(folder)
    return new


def known_keys(folder: Path) -> list[Verifier]:
    """The public keys that lie beside a log; whoever doubts its keepers has them from elsewhere."""
    if not (folder / KEYS).exists():
        return []
    try:
        return [Verifier.read(line) for line in _read(folder / KEYS).decode().splitlines()]
    except UnicodeDecodeError as error:
        raise BadArchive("the keys of the log are no text", where=str(folder / KEYS)) from error


def _know(folder: Path, key: Verifier) -> None:
    known = known_keys(folder)
    if key not in known:
        write_whole(folder / KEYS, "".join(f"{one.text}\n" for one in (*known, key)).encode())


def own_faults(folder: Path) -> list[str]:
    """What is wrong with a log by what lies in its folder: its files, and each signature by the keys beside it."""
    try:
        keys = known_keys(folder)
        wrong = faults_of(folder, keys[:1])
        if wrong or not keys:
            return wrong or [f"the keys of the log are missing ({folder / KEYS})"]
        signed = {(name, id) for name, id, _ in _note_in(folder).signatures}
        told = {(key.name, key.id): key for key in keys}
    except BadArchive as error:
        return [f"{error.what} ({error.where})"]
    wrong += [f"nobody knows the key of a signature by {name}" for name, id in sorted(signed - set(told))]
    note = _note_in(folder)
    return wrong + [f"no signature of {name}" for name, id in sorted(signed & set(told))
                    if not note.is_signed_by(told[name, id])]  # fmt: skip


def _goes_on(old: Checkpoint, new: Checkpoint, tree: WholeTree, folder: Path) -> None:
    if old.origin != new.origin:
        raise BadArchive(
            f"the log is called {old.origin!r} and the key {new.origin!r}",
            where=str(folder),
            fix="use the key of the log",
        )
    if old.size > new.size or tree.root(old.size) != old.root:
        raise BadArchive(
            f"the ledger does not go on from the log of {old.size} entries that was written of it",
            where=str(folder),
            fix="run `byname verify`; if the ledger is a copy of an earlier day, take a later one",
        )


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """A log that was read whole: its checkpoint and its tree."""

    note: Note
    checkpoint: Checkpoint
    tree: WholeTree


def read_log(folder: Path) -> CheckedLog:
    """Read a log and check that its tiles and bundles are what its checkpoint says; raises BadArchive where not."""
    note = _note_in(folder)
    checkpoint = Checkpoint.read(note.text)
    leaves = b"".join(_read(folder / path) for path in _tile_paths(0, checkpoint.size))
    if len(leaves) != checkpoint.size * _BYTES:
        raise BadArchive("a tile of the log has another length", where=str(folder), fix="take the log from a copy")
    tree = WholeTree(leaves[at : at + _BYTES] for at in range(0, len(leaves), _BYTES))
    if tree.root() != checkpoint.root:
        raise BadArchive("the tiles of the log have another root than its checkpoint says", where=str(folder))
    for path, content in _tiles(tree):
        if _read(folder / path) != content:
            raise BadArchive("this tile of the log was changed", where=str(folder / path))
    for first, path in _bundle_paths(checkpoint.size):
        if (folder / path).exists():
            _check_bundle(folder / path, first, tree, min(first + _WIDTH, checkpoint.size))
    return CheckedLog(note, checkpoint, tree)


def faults_of(folder: Path, verifiers: Sequence[Verifier], earlier: Note | None = None) -> list[str]:
    """What is wrong with a log, in words: with its files, with the signature of each of some keys (the log's own comes
    first), with what an earlier checkpoint of it said."""
    try:
        log = read_log(folder)
        found = [
            f"no signature of {key.name} under the checkpoint" for key in verifiers if not log.note.is_signed_by(key)
        ]
        if earlier is None:
            return found
        old = Checkpoint.read(earlier.text)
        found += [f"no signature of {key.name} under the earlier checkpoint" for key in verifiers[:1]
                  if not earlier.is_signed_by(key)]  # fmt: skip
    except BadArchive as error:
        return [f"{error.what} ({error.where})" if error.where else error.what]
    if old.origin != log.checkpoint.origin:
        return [*found, f"the earlier checkpoint is of another log ({old.origin})"]
    if old.size > log.checkpoint.size:
        return [*found, f"the log has {log.checkpoint.size} entries, and had {old.size} at the earlier checkpoint"]
    proof = log.tree.consistency(old.size, log.checkpoint.size)
    if not is_consistent(old.size, log.checkpoint.size, old.root, log.checkpoint.root, proof):
        found.append(f"the first {old.size} entries are not those of the earlier checkpoint: the past was changed")
    return found


def receipt(entry: LedgerEntry, log: CheckedLog, *, opened: bool) -> dict[str, Any]:
    """The proof that an entry is in the log; `opened`: with its content and salt, so that whoever holds it can check
    what the entry said. Raises BadArchive where the log ends before the entry."""
    size = log.checkpoint.size
    if entry.number >= size or log.tree.levels[0][entry.number].hex() != entry.leaf:
        raise BadArchive(f"entry {entry.number} is not in the log", where="log", fix="write the log anew")
    if entry.logged is None:
        raise BadArchive(f"entry {entry.number} was written before there were commitments", where="ledger")
    hashes = [base64.b64encode(one).decode() for one in log.tree.inclusion(entry.number, size)]
    note = written(log.note.text, [_signature(*one) for one in log.note.signatures])
    found: dict[str, Any] = {
        "entry": entry.logged.decode(),
        "proof": "\n".join([_PROOF, f"index {entry.number}", *hashes, "", note]),
    }
    if opened and not entry.is_erased:
        found |= {"by": entry.by, "payload": dict(entry.payload), "salt": entry.salt}
    return found


def receipt_faults(found: Any, verifiers: Sequence[Verifier]) -> list[str]:
    """What is wrong with a receipt, in words; nothing where it holds."""
    try:
        head, note = found["proof"].split("\n\n", 1)
        magic, index, *hashes = head.split("\n")
        entry, number = found["entry"].encode(), int(index.removeprefix("index "))
        proof = [base64.b64decode(one, validate=True) for one in hashes]
        signed = Note.read(note)
        checkpoint = Checkpoint.read(signed.text)
        said = json.loads(entry)
    except (KeyError, ValueError, AttributeError, TypeError, BadArchive) as error:
        return [f"this is no receipt ({error})"]
    wrong = [f"no signature of {key.name} under its checkpoint" for key in verifiers if not signed.is_signed_by(key)]
    leaf = bytes.fromhex(leaf_of(entry))
    if magic != _PROOF or not includes(leaf, number, checkpoint.size, proof, checkpoint.root):
        wrong.append("the proof does not lead from the entry to the checkpoint")
    if not isinstance(said, dict) or said.get("number") != number:
        wrong.append("the entry has another number")
    elif "salt" in found:
        text = json.dumps(found.get("payload"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if not commits_to(said.get("commitment"), str(found["salt"]), str(found.get("by")), text):
            wrong.append("the content is not what the entry committed to")
    return wrong


def cosign(folder: Path, witness: Signer, seconds: int, earlier: Note | None, verifiers: Sequence[Verifier]) -> str:
    """Add the cosignature of a witness to the checkpoint of a log, which must go on from the one the witness saw last.

    Gives the line. Raises BadArchive where it does not, or where the log itself has not signed it.
    """
    wrong = faults_of(folder, verifiers, earlier)
    if wrong:
        raise BadArchive("; ".join(wrong), where=str(folder), fix="do not cosign it; ask the keepers of the log")
    note = _note_in(folder)
    others = [_signature(*one) for one in note.signatures if (one[0], one[1]) != (witness.name, witness.witness().id)]
    line = witness.cosign(note.text, seconds)
    _know(folder, witness.witness())
    write_whole(folder / CHECKPOINT, written(note.text, [*others, line]).encode())
    return line


def _signature(name: str, id: bytes, signature: bytes) -> str:
    return f"\u2014 {name} {base64.b64encode(id + signature).decode()}\n"


def _note_in(folder: Path) -> Note:
    try:
        return Note.read(_read(folder / CHECKPOINT).decode())
    except UnicodeDecodeError as error:
        raise BadArchive("the checkpoint of the log is no text", where=str(folder / CHECKPOINT)) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadArchive("a file of the log is missing", where=str(path), fix="take it from a copy") from error
    except OSError as error:
        raise BadArchive(f"a file of the log cannot be read: {error.strerror}", where=str(path)) from error


def _tiles(tree: WholeTree) -> Iterator[tuple[str, bytes]]:
    """The path and content of each tile."""
    for level in range(0, len(tree.levels), _HEIGHT):
        hashes = tree.levels[level]
        for number, path in enumerate(_tile_paths(level // _HEIGHT, len(tree))):
            yield path, b"".join(hashes[number * _WIDTH : (number + 1) * _WIDTH])


def _tile_paths(level: int, size: int) -> Iterator[str]:
    for number, wide in _pieces(size >> (level * _HEIGHT)):
        yield f"tile/{level}/{_place(number)}{wide}"


def _bundles(entries: Sequence[LedgerEntry]) -> Iterator[tuple[str, bytes]]:
    """The path and content of each bundle of entries; those that hold an entry of format 1 are not published."""
    for first, path in _bundle_paths(len(entries)):
        texts = [entry.logged for entry in entries[first : first + _WIDTH]]
        if None not in texts:
            yield path, b"".join(len(text or b"").to_bytes(2, "big") + (text or b"") for text in texts)


def _bundle_paths(size: int) -> Iterator[tuple[int, str]]:
    for number, wide in _pieces(size):
        yield number * _WIDTH, f"tile/entries/{_place(number)}{wide}"


def _pieces(size: int) -> Iterator[tuple[int, str]]:
    """The numbers of the pieces of some hashes, and what a path says of the width of the last one."""
    whole, rest = divmod(size, _WIDTH)
    yield from ((number, "") for number in range(whole))
    if rest:
        yield whole, f".p/{rest}"


def _place(number: int) -> str:
    """A number as a path: 1234067 is x001/x234/067."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts)


def _check_bundle(path: Path, first: int, tree: WholeTree, last: int) -> None:
    content, at = _read(path), 0
    for number in range(first, last):
        length = int.from_bytes(content[at : at + 2], "big")
        text = content[at + 2 : at + 2 + length]
        if bytes.fromhex(leaf_of(text)) != tree.levels[0][number]:
            raise BadArchive(f"entry {number} of the log was changed", where=str(path), fix="take it from a copy")
        at += 2 + length
    if at != len(content):
        raise BadArchive("this bundle of the log was changed", where=str(path), fix="take it from a copy")


def _drop_outgrown(folder: Path) -> None:
    """Take away parts of tiles whose whole, or larger part, is there."""
    for parts in sorted((folder / "tile").rglob("*.p")):
        widths = sorted(parts.iterdir(), key=lambda path: int(path.name) if path.name.isdecimal() else 0)
        whole = parts.with_suffix("").exists()
        for path in widths if whole else widths[:-1]:
            path.unlink()
        if whole:
            parts.rmdir()
