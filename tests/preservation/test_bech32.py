from __future__ import annotations

import pytest

from byname.preservation.bech32 import bech32, bytes_of_bech32


@pytest.mark.published
def test_the_test_vectors_of_the_proposal_are_read() -> None:
    """BIP 173, test vectors."""
    assert bytes_of_bech32("?", "?1ezyfcl") == b""
    whole = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
    assert bech32("abcdef", bytes_of_bech32("abcdef", whole)) == whole


@pytest.mark.parametrize("size", [1, 2, 16, 32, 33])
def test_bytes_come_back(size: int) -> None:
    content = bytes(range(7, 7 + size))
    assert bytes_of_bech32("age-secret-key-", bech32("age-secret-key-", content).upper()) == content


@pytest.mark.parametrize("text", ["", "1", "a12uel5m", "b12uel5l", "a12uEl5l", "a1b", "a12uel5b", "a1" + "q" * 5])
def test_what_is_no_spelling_of_bytes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        bytes_of_bech32("a", text)
