"""Signed notes and checkpoints of a transparency log (C2SP signed-note, tlog-checkpoint and tlog-cosignature).

Takes Ed25519 keys and texts; gives notes that hold a text and signatures under it, each with the name of its key. A
checkpoint is a note that says how large a log is and what its root is. Keys are written as Go's sumdb writes them, so
any tool of transparency logs can read ours.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from byname.errors import BadArchive

_SIGNED: Final = 1  # the kind of a key: Ed25519 over the text
_COSIGNED: Final = 4  # of a witness: Ed25519 over a time and the checkpoint
_SECRET: Final = "PRIVATE+KEY+"  # how a key to sign with begins
_MARK: Final = "\u2014 "  # how a line with a signature begins
_LONGEST: Final = 1_000_000  # bytes of a note


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name; `kind`: of a log's own signature, or of a witness."""

    name: str
    public: bytes
    kind: int = _SIGNED

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The key as it is handed on: NAME+ID+KEY."""
        return f"{self.name}+{self.id.hex()}+{_in_base64(bytes([self.kind]) + self.public)}"

    @classmethod
    def read(cls, text: str) -> Verifier:
        """The key that a text says; raises BadArchive where it is none."""
        name, _, rest = text.strip().partition("+")
        id, _, key = rest.partition("+")
        content = _from_base64(key)
        if content is not None and len(content) == 33 and content[0] in (_SIGNED, _COSIGNED) and is_name(name):
            found = cls(name, content[1:], content[0])
            if found.id.hex() == id:
                return found
        raise BadArchive(f"{text.strip()[:80]!r} is no key to check with", where="key", fix="it reads NAME+ID+KEY")

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether a signature is one of this key under the text of a note."""
        try:
            if self.kind == _SIGNED:
                return self.accepts_bytes(text.encode(), signature)
            return self.accepts_bytes(_cosigned(text, int.from_bytes(signature[:8], "big")), signature[8:])
        except ValueError:  # what is no text
            return False

    def accepts_bytes(self, content: bytes, signature: bytes) -> bool:
        """Whether a signature is one of this key over a content."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name."""

    name: str
    secret: bytes

    @classmethod
    def new(cls, name: str) -> Signer:
        """A new key; raises BadArchive where the name is none."""
        if not is_name(name):
            raise BadArchive(f"{name!r} cannot name a key", where="key", fix="write it without spaces and plus")
        return cls(name, secrets.token_bytes(32))

    @classmethod
    def read(cls, text: str) -> Signer:
        """The key that a text says; raises BadArchive where it is none."""
        name, _, rest = text.strip().removeprefix(_SECRET).partition("+")
        id, _, key = rest.partition("+")
        content = _from_base64(key)
        if text.startswith(_SECRET) and content is not None and len(content) == 33 and content[0] == _SIGNED:
            found = cls(name, content[1:])
            if is_name(name) and found.verifier().id.hex() == id:
                return found
        raise BadArchive("this is no key to sign with", where="key", fix="make one with `byname ledger key`")

    @property
    def text(self) -> str:
        """The key as it is kept in a file."""
        return f"{_SECRET}{self.name}+{self.verifier().id.hex()}+{_in_base64(bytes([_SIGNED]) + self.secret)}"

    def verifier(self, kind: int = _SIGNED) -> Verifier:
        """What its signatures are checked with."""
        return Verifier(self.name, self._key().public_key().public_bytes_raw(), kind)

    def witness(self) -> Verifier:
        """What its cosignatures are checked with."""
        return self.verifier(_COSIGNED)

    def sign(self, text: str) -> str:
        """The line of a signature under the text of a note."""
        return _line(self.verifier(), self.sign_bytes(text.encode()))

    def sign_bytes(self, content: bytes) -> bytes:
        """The signature of a content, without a note."""
        return self._key().sign(content)

    def cosign(self, text: str, seconds: int) -> str:
        """The line by which a witness says that a checkpoint was seen at a time (seconds since 1970) and that it goes
        on from all that the witness has seen of the log."""
        return _line(self.witness(), seconds.to_bytes(8, "big") + self._key().sign(_cosigned(text, seconds)))

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and the signatures under it: name of the key, its id, the signature."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @classmethod
    def read(cls, note: str) -> Note:
        """The parts of a note; raises BadArchive where it is none."""
        text, empty, below = note.rpartition("\n\n")
        lines = below.removesuffix("\n").split("\n")
        control = any(ord(char) < 32 and char != "\n" for char in note)
        if not empty or not below.endswith("\n") or control or len(note) > _LONGEST:
            raise _no_note(note)
        signatures = []
        for line in lines:
            name, _, signature = line.removeprefix(_MARK).partition(" ")
            content = _from_base64(signature)
            if not line.startswith(_MARK) or content is None or len(content) < 5 or not is_name(name):
                raise _no_note(line)
            signatures.append((name, content[:4], content[4:]))
        return cls(text + "\n", tuple(signatures))

    def is_signed_by(self, verifier: Verifier) -> bool:
        """Whether one of the signatures is one of a key. A wrong one beside it of the same key makes it unsigned."""
        own = [s for name, id, s in self.signatures if (name, id) == (verifier.name, verifier.id)]
        return bool(own) and all(verifier.accepts(self.text, signature) for signature in own)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: its name (`origin`), how many entries it has, the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text of its note."""
        return f"{self.origin}\n{self.size}\n{_in_base64(self.root)}\n"

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """The checkpoint that the text of a note says; raises BadArchive where it is none."""
        lines = text.split("\n")
        if len(lines) >= 4 and lines[0] and lines[1].isascii() and lines[1].isdecimal():
            root = _from_base64(lines[2])
            if root is not None and len(root) == 32 and str(int(lines[1][:20])) == lines[1]:
                return cls(lines[0], int(lines[1]), root)
        raise BadArchive("this is no checkpoint of a log", where="checkpoint", fix="take it from a copy")


def written(text: str, signatures: Sequence[str]) -> str:
    """A note of a text and lines of signatures."""
    return text + "\n" + "".join(signatures)


def is_name(name: str) -> bool:
    """Whether a word can name a key."""
    return bool(name) and "+" not in name and not any(char.isspace() or ord(char) < 32 for char in name)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"{_MARK}{verifier.name} {_in_base64(verifier.id + signature)}\n"


def _in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _from_base64(text: str) -> bytes | None:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if _in_base64(content) == text else None  # one text for one content


def _no_note(text: str) -> BadArchive:
    return BadArchive(f"this is no signed note: {text[:60]!r}", where="note", fix="take it from a copy")
