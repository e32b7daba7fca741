from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from byname.archive.sealing import seal, unseal
from byname.errors import BadArchive

IDENTITY, OTHER = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()


def test_what_was_sealed_is_read_by_each_of_its_keepers_and_by_nobody_else(tmp_path: Path) -> None:
    plain, sealed, again = tmp_path / "plain", tmp_path / "sealed", tmp_path / "again"
    plain.write_bytes(b"An invented name\n" * 10_000)
    seal(plain, sealed, [str(IDENTITY.to_public()), str(OTHER.to_public())])
    assert b"invented" not in sealed.read_bytes()
    for keeper in (IDENTITY, OTHER):
        unseal(sealed, again, [keeper])
        assert again.read_bytes() == plain.read_bytes()
    with pytest.raises(BadArchive, match="the identity does not open this restricted file"):
        unseal(sealed, again, [pyrage.x25519.Identity.generate()])


def test_a_damaged_file_is_refused_and_nothing_of_it_stays(tmp_path: Path) -> None:
    plain, sealed, again = tmp_path / "plain", tmp_path / "sealed", tmp_path / "again"
    plain.write_bytes(bytes(200_000))
    seal(plain, sealed, [str(IDENTITY.to_public())])
    content = sealed.read_bytes()
    for damaged in (content[:-1], content[:-9] + b"x" + content[-8:], b"no file of age", content[: len(content) // 2]):
        sealed.write_bytes(damaged)
        with pytest.raises(BadArchive, match="damaged"):
            unseal(sealed, again, [IDENTITY])
        assert not again.exists()
