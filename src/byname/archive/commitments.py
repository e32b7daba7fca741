"""What stands for the content of a ledger entry in the Merkle tree: a salted commitment, which tells nothing.

Takes the content of an entry and who wrote it; gives a hash of both with a secret random salt. Whoever is given content
and salt can check that the entry said so; once both are erased nobody can find out what it said, not by trying all
names either, and all hashes still hold.
"""

from __future__ import annotations

import hashlib
import json
import secrets

_DOMAIN = b"byname ledger commitment 1\n"
_SALT_BYTES = 32


def new_salt() -> str:
    """A random salt, in hexadecimal."""
    return secrets.token_hex(_SALT_BYTES)


def commitment_to(salt: str, by: str, payload: str) -> str:
    """The commitment to an entry's author and content, in hexadecimal; `payload`: the content as canonical JSON.

    Raises ValueError where the salt is none, or something is no text.
    """
    content = json.dumps([by, payload], ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(_DOMAIN + bytes.fromhex(salt) + content).hexdigest()


def commits_to(commitment: object, salt: str, by: str, payload: str) -> bool:
    """Whether a commitment is the one to an author and a content; it is not where these are such as nobody wrote."""
    try:
        return commitment_to(salt, by, payload) == commitment
    except ValueError:
        return False


def logged_text(number: int, at: str, kind: str, commitment: str) -> bytes:
    """What goes into the tree and may be published: JSON with the keys in this order and no spaces."""
    said = {"at": at, "commitment": commitment, "kind": kind, "number": number}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def leaf_of(text: bytes) -> str:
    """The hash of a leaf (RFC 9162, section 2.1.1: SHA-256 over 0x00 and the entry), in hexadecimal."""
    return hashlib.sha256(b"\x00" + text).hexdigest()
