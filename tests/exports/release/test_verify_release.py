"""The Ed25519 of the program that checks a release, by the published vectors of RFC 8032, section 7.1."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from byname.exports.release.verify_release import is_signed

VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.published
@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_published_signatures_hold(public: str, message: str, signature: str) -> None:
    said = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert is_signed(*said)
    assert not is_signed(said[0], said[1] + b"x", said[2])
    assert not is_signed(VECTORS[0][0].encode()[:32], said[1], said[2])


def test_signatures_of_another_implementation_hold_and_changed_ones_do_not() -> None:
    for number in range(8):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public, message = key.public_key().public_bytes_raw(), b"m" * number
        signature = key.sign(message)
        assert is_signed(public, message, signature)
        for place in (0, 31, 32, 63):
            wrong = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
            assert not is_signed(public, message, wrong)
    assert not is_signed(b"", b"", b"")
