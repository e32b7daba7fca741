"""Passwords: which may be chosen, and how they are kept (Argon2id, RFC 9106).

Takes a password; gives the hash that is kept, or whether it is the one of a hash. Few are worked out at once, as each
needs 64 MB of memory for a moment.
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from byname.errors import BadRecord

LEAST, MOST = 12, 200  # characters
_AT_ONCE = threading.BoundedSemaphore(2)
_HASHER = PasswordHasher()  # RFC 9106, section 4: the second recommended choice
# What nobody's password is checked against where there is no such account, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MTIzNDU2Nzg5MDEyMzQ1Ng$Pcw5l2hCmE9pB3cUJ7yqEd3xwVPbL3i8d1bq3sTyG0w"


def check_password(password: str, name: str) -> None:
    """Raise BadRecord for a password that is too short, too long, too plain, or holds the name of its account."""
    if not LEAST <= len(password) <= MOST:
        raise BadRecord(f"a password has {LEAST} to {MOST} characters", where=name, fix="choose some words at random")
    if len(set(password)) < 5 or name.lower() in password.lower():
        raise BadRecord("this password is easily guessed", where=name, fix="choose some words at random")


def hash_of(password: str) -> str:
    """The hash under which a password is kept, with a salt of its own."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Whether a password is that of a hash; an empty hash is that of no password, and takes as long."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, password[: MOST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False
