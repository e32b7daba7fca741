from __future__ import annotations

import time

import pytest

from byname.access.desk.passwords import check_password, hash_of, is_password
from byname.errors import BadRecord


@pytest.mark.parametrize(
    ("password", "message"),
    [("short", "12 to 200"), ("a" * 201, "12 to 200"), ("aaaabbbbcccc", "easily"), ("my Anna is here", "easily")],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, message: str) -> None:
    with pytest.raises(BadRecord, match=message):
        check_password(password, "anna")


def test_a_password_is_known_by_a_hash_with_a_salt_of_its_own() -> None:
    check_password("seven grey geese", "anna")
    first, second = hash_of("seven grey geese"), hash_of("seven grey geese")
    assert first != second
    assert first.startswith("$argon2id$")
    assert is_password("seven grey geese", first)
    assert not is_password("seven grey goose", first)


def test_nobody_is_refused_no_faster_than_somebody() -> None:
    kept = hash_of("seven grey geese")
    began = time.perf_counter()
    assert not is_password("wrong", kept)
    middle = time.perf_counter()
    assert not is_password("wrong", "")
    assert time.perf_counter() - middle > (middle - began) / 5
