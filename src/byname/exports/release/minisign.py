"""Signatures in the form of minisign, which its own program and forty lines of Python can check.

Takes a key and a file; gives the text of a signature: Ed25519 over the BLAKE2b-512 of the file, and over a trusted
comment (jedisct1/minisign, signature format "ED").
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from byname.archive.signed_notes import Signer
from byname.errors import BadArchive

_PREHASHED: Final = b"ED"
_KEY: Final = b"Ed"
_BLOCK: Final = 1 << 20


def public_key(signer: Signer) -> str:
    """The public key, as `minisign -P` takes it."""
    return base64.b64encode(_KEY + _id(signer) + signer.verifier().public).decode()


def sign(path: Path, signer: Signer, comment: str) -> str:
    """The text of the signature of a file, with a comment that is signed, too."""
    key = Ed25519PrivateKey.from_private_bytes(signer.secret)
    signature = key.sign(_hash(path))
    whole = key.sign(signature + comment.encode())
    lines = [
        f"untrusted comment: signed by {signer.name}",
        base64.b64encode(_PREHASHED + _id(signer) + signature).decode(),
        f"trusted comment: {comment}",
        base64.b64encode(whole).decode(),
    ]
    return "\n".join(lines) + "\n"


def is_signed(path: Path, signature: str, key: str) -> bool:
    """Whether a signature is one of a public key under a file; raises BadArchive where the key or the signature has
    another form."""
    public = _decoded(key, 42, _KEY)
    lines = signature.splitlines()
    if len(lines) != 4 or not lines[2].startswith("trusted comment: "):
        raise BadArchive("this is no signature of minisign", where="signature", fix="take it from a copy")
    made, whole = _decoded(lines[1], 74, _PREHASHED), _decoded(lines[3], 64, b"")
    if made[2:10] != public[2:10]:
        return False
    try:
        known = Ed25519PublicKey.from_public_bytes(public[10:])
        known.verify(made[10:], _hash(path))
        known.verify(whole, made[10:] + lines[2].removeprefix("trusted comment: ").encode())
    except InvalidSignature:
        return False
    return True


def _id(signer: Signer) -> bytes:
    """The eight bytes by which a signature says whose it is."""
    return hashlib.sha256(b"minisign\n" + signer.verifier().public).digest()[:8]


def _hash(path: Path) -> bytes:
    digest = hashlib.blake2b()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.digest()


def _decoded(text: str, length: int, begins: bytes) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadArchive("this is no key or signature of minisign", where="signature") from error
    if len(content) != length or not content.startswith(begins):
        raise BadArchive("this is no key or signature of minisign", where="signature", fix="take it from a copy")
    return content
