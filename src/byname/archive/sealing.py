"""Restricted files of an archive: encrypted for its keepers (age), so that a folder that is taken away tells nothing.

Takes a file and public keys; gives the encrypted file, which only an identity opens. What lies in an archive is the
encrypted file alone, under its own SHA-256 like any other original.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pyrage

from byname.errors import BadArchive

OPENED = "opened"  # the folder of an opened copy that holds restricted files in the clear


def seal(path: Path, target: Path, recipients: Sequence[str]) -> None:
    """Write a file encrypted for these recipients (age1...)."""
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    with path.open("rb") as reading, target.open("wb") as writing:
        pyrage.encrypt_io(reading, writing, keys)
        writing.flush()
        os.fsync(writing.fileno())


def unseal(path: Path, target: Path, identities: Sequence[pyrage.x25519.Identity]) -> None:
    """Write what an encrypted file holds; raises BadArchive where no identity opens it, or it is damaged."""
    try:
        with path.open("rb") as reading, target.open("wb") as writing:
            pyrage.decrypt_io(reading, writing, list(identities))
            writing.flush()
            os.fsync(writing.fileno())
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # of the disk; what pyrage raises has no number
            raise
        target.unlink(missing_ok=True)  # what came before the damage
        if "No matching keys" in str(error):
            what, fix = "the identity does not open this restricted file", "give one of those it was sealed for"
        else:
            what, fix = f"a restricted file is damaged ({error})", "take it from a backup"
        raise BadArchive(what, where=str(path), fix=fix) from error
