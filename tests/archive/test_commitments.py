from __future__ import annotations

import hashlib

from byname.archive.commitments import commitment_to, commits_to, leaf_of, logged_text, new_salt


def test_a_commitment_is_another_for_another_salt_author_or_content() -> None:
    salt = new_salt()
    made = {
        commitment_to(salt, "a", "{}"),
        commitment_to(new_salt(), "a", "{}"),
        commitment_to(salt, "b", "{}"),
        commitment_to(salt, "a", '{"b":1}'),
        commitment_to(salt, "", "a{}"),
    }
    assert len(made) == 5
    assert commitment_to(salt, "a", "{}") in made, "the same content and salt give the same"


def test_a_leaf_is_the_hash_of_rfc_9162_over_a_fixed_text() -> None:
    text = logged_text(3, "2026-01-01T00:00:00+00:00", "note", "ab" * 32)
    assert text == (b'{"at":"2026-01-01T00:00:00+00:00","commitment":"' + b"ab" * 32 + b'","kind":"note","number":3}')
    assert leaf_of(text) == hashlib.sha256(b"\x00" + text).hexdigest()


def test_salts_are_long_and_never_the_same() -> None:
    salts = {new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(bytes.fromhex(salt)) for salt in salts} == {32}


def test_nothing_commits_to_what_nobody_wrote() -> None:
    salt = new_salt()
    assert commits_to(commitment_to(salt, "a", "{}"), salt, "a", "{}")
    assert not commits_to(commitment_to(salt, "a", "{}"), salt, "b", "{}")
    assert not commits_to(None, "no salt", "a", "{}")
    assert not commits_to(None, salt, "\ud800", "{}")
