"""One-time codes (TOTP, RFC 6238) as a second proof of who signs in; each can be used once.

Takes the store of the desk; gives a secret for a device, and says of a code whether it is the present one and new.
"""

from __future__ import annotations

import hmac
import time

import pyotp
import sqlalchemy as sa

from byname.access.desk.accounts import account_named, secrets_of
from byname.archive.desk_store import ACCOUNTS, USED_CODES, DeskStore
from byname.errors import BadRecord

_STEP = 30  # seconds for which a code counts
_SLACK = 1  # steps by which the clock of a device may be wrong


def new_secret() -> str:
    """A secret of 160 bits, in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, name: str, title: str) -> str:
    """The address that a device reads, as a picture or as it stands (`otpauth://`)."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=title[:60].replace(":", " "))


def enrol(store: DeskStore, name: str, secret: str, code: str, *, at: float | None = None) -> None:
    """Ask an account for codes of this secret from now on; raises BadRecord where the code is not one of it."""
    account_named(store, name)
    step = _step_of(secret, code, at)
    if step is None:
        raise BadRecord("this code is not the present one", where=name, fix="see that the device's clock is right")
    with store.writing() as connection:
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == name).values(secret=secret))
        connection.execute(USED_CODES.delete().where(USED_CODES.c.name == name))
        connection.execute(USED_CODES.insert().values(name=name, step=step))


def use_code(store: DeskStore, name: str, code: str, *, at: float | None = None) -> bool:
    """Whether a code is the present one of an account and neither it nor a later one was used; then it is used."""
    secret = secrets_of(store, name)[1]
    step = _step_of(secret, code, at) if secret else None
    if step is None:
        return False
    with store.writing() as connection:
        last = connection.execute(sa.select(sa.func.max(USED_CODES.c.step)).where(USED_CODES.c.name == name)).scalar()
        if last is not None and int(last) >= step:
            return False
        connection.execute(USED_CODES.delete().where(USED_CODES.c.name == name))
        connection.execute(USED_CODES.insert().values(name=name, step=step))
    return True


def _step_of(secret: str, code: str, at: float | None) -> int | None:
    """The step of time of which a code is; None for one that is not of now."""
    said = "".join(code.split())
    present = int((time.time() if at is None else at) // _STEP)
    codes = pyotp.TOTP(secret)
    steps = range(present - _SLACK, present + _SLACK + 1)
    fits = [step for step in steps if hmac.compare_digest(codes.at(step * _STEP).encode(), said.encode())]
    return fits[0] if fits else None
