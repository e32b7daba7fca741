"""The keys of backups: whoever has a recipient can write one, only whoever has its identity can read it (age).

An identity can be shared among keepers: of five shares, each a row of words that can be written on paper, any three
give it back, and two tell nothing of it (SLIP-39, Shamir 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyrage
import shamir_mnemonic

from byname.errors import BadArchive
from byname.preservation.bech32 import bech32, bytes_of_bech32
from byname.sources.regular_files import check_regular

_PREFIX: Final = "age-secret-key-"
_MOST_SHARES: Final = 16  # of SLIP-39
_LONGEST: Final = 100_000  # bytes of a file of keys


def new_identity() -> str:
    """A new identity (X25519), as text."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The recipient that belongs to an identity."""
    return str(_identity(identity, "the identity").to_public())


def identities_in(path: Path) -> list[pyrage.x25519.Identity]:
    """The identities in a file, one a line; raises BadArchive where there is none."""
    lines = _lines(path)
    if not lines:
        raise BadArchive("there is no identity in this file", where=str(path), fix="make one with `byname backup key`")
    return [_identity(line, str(path)) for line in lines]


def recipients_of(keys: Sequence[str]) -> list[str]:
    """Recipients, each given as its text or as a file that holds some, one a line; sorted, each once.

    Raises BadArchive where there is none, or where one is no recipient of age.
    """
    found: set[str] = set()
    for key in keys:
        found.update([key] if key.startswith("age1") else _lines(Path(key)))
    for text in found:
        try:
            pyrage.x25519.Recipient.from_str(text)
        except pyrage.RecipientError as error:
            fix = "give the public key that `byname backup key` printed (age1...)"
            where = text if text.startswith("age1") else ""  # it may be an identity, which must not be printed
            raise BadArchive("this is no recipient of age", where=where, fix=fix) from error
    if not found:
        raise BadArchive("a backup needs somebody who can open it", fix="name a public key by --to")
    return sorted(found)


def shares_of(identity: str, need: int, of: int) -> list[str]:
    """An identity in shares, of which so many are needed; raises BadArchive where that cannot be."""
    if not 1 < need <= of <= _MOST_SHARES:
        words = f"an identity cannot be shared so that {need} of {of} are needed"
        raise BadArchive(words, fix=f"at least 2 must be needed, and there can be up to {_MOST_SHARES}")
    _identity(identity, "the identity")
    try:
        secret = bytes_of_bech32(_PREFIX, identity)
    except ValueError as error:
        raise BadArchive("an identity of this kind cannot be shared", fix="use one of `byname backup key`") from error
    return [str(words) for words in shamir_mnemonic.generate_mnemonics(1, [(need, of)], secret)[0]]


def identity_from(shares: Sequence[str]) -> str:
    """The identity that some shares give; raises BadArchive where they are too few or do not belong together."""
    try:
        secret = shamir_mnemonic.combine_mnemonics([" ".join(share.split()) for share in shares])
    except shamir_mnemonic.MnemonicError as error:
        fix = "see that the words are written right and that there are enough shares of one identity"
        raise BadArchive(f"the shares do not give an identity: {error}", fix=fix) from error
    found = bech32(_PREFIX, secret).upper()
    _identity(found, "the shares")
    return found


def _identity(text: str, where: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as error:
        fix = "give the file that `byname backup key` made"
        raise BadArchive(f"this is no identity of age ({error})", where=where, fix=fix) from error


def _lines(path: Path) -> list[str]:
    check_regular(path, BadArchive)
    with path.open("rb") as file:
        text = file.read(_LONGEST).decode("utf-8", errors="replace")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
