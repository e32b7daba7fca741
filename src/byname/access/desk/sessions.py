"""Sessions: whoever signed in is known by a random word that a cookie holds, until they leave or time is over.

Takes the store of the desk; gives a new word at each signing in, and the account of a word. The store holds only the
SHA-256 of a word, so that nobody who reads it can take over a session.
"""

from __future__ import annotations

import hashlib
import secrets
import time

import sqlalchemy as sa

from byname.access.desk.accounts import Account, account_named, secrets_of
from byname.access.desk.one_time_codes import use_code
from byname.access.desk.passwords import is_password
from byname.archive.desk_store import ACCOUNTS, SESSIONS, DeskStore
from byname.errors import BadRecord

LONGEST, IDLE = 12 * 3600, 2 * 3600  # seconds from signing in, and without a request
_NOTED_EVERY = 60  # seconds between two notes that somebody is there
_LONGEST_WORD = 100  # characters


def sign_in(store: DeskStore, name: str, password: str, code: str = "", *, at: float | None = None) -> str | None:
    """The word of a new session; None where name, password or code are wrong, whichever it is."""
    kept, secret = secrets_of(store, name) if store.is_there else ("", "")
    right = is_password(password, kept)
    if not right or (secret and not use_code(store, name, code, at=at)):
        return None
    return begin(store, name, at=at)


def begin(store: DeskStore, name: str, *, at: float | None = None) -> str:
    """The word of a new session of somebody whose identity was proved; sessions whose time is over are forgotten."""
    word, present = secrets.token_urlsafe(32), _seconds(at)
    over = sa.or_(SESSIONS.c.began <= present - LONGEST, SESSIONS.c.seen <= present - IDLE)
    with store.writing() as connection:
        connection.execute(SESSIONS.delete().where(over))
        connection.execute(SESSIONS.insert().values(token=_kept(word), name=name, began=present, seen=present))
    return word


def whose(store: DeskStore, word: str, *, at: float | None = None) -> Account | None:
    """The account of a session that is not over; None for every other word."""
    if not word or len(word) > _LONGEST_WORD or not store.is_there:
        return None
    present = _seconds(at)
    with store.reading() as connection:
        row = connection.execute(sa.select(SESSIONS).where(SESSIONS.c.token == _kept(word))).first()
    if row is None or row.began <= present - LONGEST or row.seen <= present - IDLE:
        return None
    if row.seen <= present - _NOTED_EVERY:
        with store.writing() as connection:
            connection.execute(SESSIONS.update().where(SESSIONS.c.token == _kept(word)).values(seen=present))
    try:
        return account_named(store, row.name)
    except BadRecord:
        return None


def end(store: DeskStore, word: str) -> None:
    """End one session."""
    with store.writing() as connection:
        connection.execute(SESSIONS.delete().where(SESSIONS.c.token == _kept(word)))


def is_own_password(store: DeskStore, name: str, password: str) -> bool:
    """Whether a password is that of an account, asked again before something that must not be done from a screen left
    open."""
    return is_password(password, secrets_of(store, name)[0])


def can_sign_in(store: DeskStore) -> bool:
    """Whether anybody can: the archive has a desk with an account."""
    if not store.is_there:
        return False
    with store.reading() as connection:
        return (
            connection.execute(sa.select(ACCOUNTS.c.name).where(ACCOUNTS.c.removed == "").limit(1)).first() is not None
        )


def _kept(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _seconds(at: float | None) -> int:
    return int(time.time() if at is None else at)
