from __future__ import annotations

import pyotp
import pytest
import sqlalchemy as sa

from byname.access.desk.accounts import add_account
from byname.access.desk.one_time_codes import enrol, new_secret
from byname.access.desk.sessions import IDLE, LONGEST, begin, can_sign_in, end, is_own_password, sign_in, whose
from byname.archive.archive import Archive
from byname.archive.desk_store import SESSIONS, DeskStore

PASSWORD, NOW = "seven grey geese", 1_800_000_000


@pytest.fixture
def open_store(archive: Archive, store: DeskStore) -> DeskStore:
    add_account(archive, store, "anna", "keeper", PASSWORD)
    return store


def test_each_signing_in_begins_a_session_of_its_own(open_store: DeskStore) -> None:
    first, second = sign_in(open_store, "anna", PASSWORD), sign_in(open_store, "anna", PASSWORD)
    assert first
    assert second
    assert first != second
    end(open_store, first)
    assert whose(open_store, first) is None
    assert whose(open_store, second) is not None


@pytest.mark.parametrize(("name", "password"), [("anna", "wrong words here"), ("boris", PASSWORD), ("anna", "")])
def test_wrong_words_begin_none(open_store: DeskStore, name: str, password: str) -> None:
    assert sign_in(open_store, name, password) is None


def test_an_archive_without_accounts_lets_nobody_in(store: DeskStore) -> None:
    assert not can_sign_in(store)
    assert sign_in(store, "anna", PASSWORD) is None
    assert whose(store, "word") is None


def test_the_store_does_not_hold_the_word_of_a_session(open_store: DeskStore) -> None:
    word = begin(open_store, "anna")
    with open_store.reading() as connection:
        rows = connection.execute(sa.select(SESSIONS)).all()
    assert len(rows) == 1
    assert word not in str(rows)
    assert whose(open_store, rows[0].token) is None


def test_a_session_ends_after_a_time_without_requests_and_in_the_end(open_store: DeskStore) -> None:
    word = begin(open_store, "anna", at=NOW)
    assert whose(open_store, word, at=NOW + IDLE - 1) is not None
    assert whose(open_store, word, at=NOW + IDLE + 10) is not None  # it was seen meanwhile
    assert whose(open_store, word, at=NOW + 2 * IDLE + 20) is None
    steps = range(NOW, NOW + 2 * LONGEST, IDLE // 2)
    other = begin(open_store, "anna", at=NOW)
    alive = [at for at in steps if whose(open_store, other, at=at) is not None]
    assert max(alive) < NOW + LONGEST


def test_who_has_a_device_needs_its_code_and_a_wrong_password_uses_none(open_store: DeskStore) -> None:
    secret = new_secret()
    codes = pyotp.TOTP(secret)
    enrol(open_store, "anna", secret, codes.at(NOW), at=NOW)
    late = NOW + 60
    assert sign_in(open_store, "anna", PASSWORD, "", at=late) is None
    assert sign_in(open_store, "anna", "wrong words here", codes.at(late), at=late) is None
    assert sign_in(open_store, "anna", PASSWORD, codes.at(late), at=late) is not None
    assert sign_in(open_store, "anna", PASSWORD, codes.at(late), at=late) is None
    assert is_own_password(open_store, "anna", PASSWORD)
