from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from byname.archive.signed_notes import Signer
from byname.errors import BadArchive
from byname.exports.release.minisign import is_signed, public_key, sign

KEY = Signer.new("archive.example.org")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "inventory.json"
    made.write_bytes(b"something to sign" * 100_000)
    return made


def test_a_signature_holds_and_one_of_another_file_key_or_comment_does_not(path: Path) -> None:
    signature = sign(path, KEY, "release v1")
    assert is_signed(path, signature, public_key(KEY))
    assert not is_signed(path, signature, public_key(Signer.new("archive.example.org")))
    assert not is_signed(path, signature.replace("release v1", "release v2"), public_key(KEY))
    path.write_bytes(path.read_bytes() + b".")
    assert not is_signed(path, signature, public_key(KEY))


def test_the_program_minisign_takes_the_signature(path: Path, tmp_path: Path) -> None:
    program = shutil.which("minisign")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("minisign is not installed")
        pytest.skip("minisign is not installed")
    (tmp_path / "signature").write_text(sign(path, KEY, "release v1"))
    words = [program, "-V", "-m", str(path), "-x", str(tmp_path / "signature"), "-P", public_key(KEY)]
    told = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "Trusted comment: release v1" in told.stdout
    path.write_bytes(b"another")
    assert subprocess.run(words, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(
    "signature", ["", "a\nb\nc\nd\n", "a\n!!\ntrusted comment: c\n!!\n", "a\nUlc=\ntrusted comment: c\nUlc=\n"]
)
def test_what_is_no_signature_is_refused(path: Path, signature: str) -> None:
    with pytest.raises(BadArchive, match="minisign"):
        is_signed(path, signature, public_key(KEY))
