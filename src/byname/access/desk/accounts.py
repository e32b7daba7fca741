"""Accounts of those who work on an archive: contributors, reviewers, keepers. Readers need none.

Takes the store of the desk; gives accounts by name. Who was removed stays known by the name that is shown beside what
they judged, and can do nothing. The ledger notes who was given which role, and when.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import sqlalchemy as sa

from byname.access.desk.passwords import check_password, hash_of
from byname.archive.archive import Archive
from byname.archive.clock import now
from byname.archive.desk_store import ACCOUNTS, SESSIONS, USED_CODES, DeskStore
from byname.errors import BadRecord

Role = Literal["contributor", "reviewer", "keeper"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)  # each may do what those before it may
ACCOUNT = "account"  # kind of ledger entry
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_LONGEST_SHOWN = 80  # characters


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works on the archive: the name to sign in with, the name that is shown, the role.

    `codes`: whether one-time codes are asked for.
    """

    name: str
    shown: str
    role: Role
    codes: bool
    added: str

    def may(self, role: Role) -> bool:
        """Whether the account may do what a role may.

        >>> Account("anna", "Anna", "reviewer", False, "").may("contributor")
        True
        """
        return ROLES.index(self.role) >= ROLES.index(role)


def desk_of(archive: Archive) -> DeskStore:
    """The store of the desk of an archive, whether it is there yet or not."""
    return DeskStore(archive)


def add_account(archive: Archive, store: DeskStore, name: str, role: str, password: str, shown: str = "") -> Account:
    """Add an account, and the desk with the first one; raises BadRecord where it cannot be so.

    The name of somebody who was removed is not given again: what they judged stands under it.
    """
    if not _NAME.fullmatch(name):
        fix = "take 2 to 32 small Latin letters, figures, dots, hyphens or underscores, a letter first"
        raise BadRecord("this is no name of an account", where=name, fix=fix)
    if role not in ROLES:
        raise BadRecord(f"there is no role {role!r}", where=name, fix=f"the roles are {', '.join(ROLES)}")
    said = _shown(shown or name)
    check_password(password, name)
    kept, when = hash_of(password), _time()
    store.create()
    with store.writing() as connection:
        if connection.execute(sa.select(ACCOUNTS.c.name).where(ACCOUNTS.c.name == name)).first():
            raise BadRecord("there is or was an account of this name", where=name, fix="choose another name")
        row = {"name": name, "shown": said, "role": role, "password": kept, "secret": "", "added": when, "removed": ""}
        connection.execute(ACCOUNTS.insert().values(**row))
    archive.ledger.append(ACCOUNT, {"name": name, "role": role, "what": "added"})
    return account_named(store, name)


def _shown(text: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > _LONGEST_SHOWN or any(unicodedata.category(sign)[0] == "C" for sign in said):
        raise BadRecord("this name cannot be shown", where=text[:40], fix=f"take up to {_LONGEST_SHOWN} letters")
    return said


def accounts_of(store: DeskStore) -> list[Account]:
    """The accounts that can sign in, by name; none where the archive has no desk."""
    if not store.is_there:
        return []
    query = sa.select(ACCOUNTS).where(ACCOUNTS.c.removed == "").order_by(ACCOUNTS.c.name)
    with store.reading() as connection:
        return [_account(row) for row in connection.execute(query).all()]


def account_named(store: DeskStore, name: str) -> Account:
    """One account; raises BadRecord where nobody with this name can sign in."""
    found = next((account for account in accounts_of(store) if account.name == name), None)
    if found is None:
        raise BadRecord("there is no such account", where=name, fix="`byname account list` names them")
    return found


def shown_names(store: DeskStore) -> Mapping[str, str]:
    """The name that is shown for each account, also of those that were removed."""
    if not store.is_there:
        return {}
    with store.reading() as connection:
        return {
            str(name): str(shown) for name, shown in connection.execute(sa.select(ACCOUNTS.c.name, ACCOUNTS.c.shown))
        }


def remove_account(archive: Archive, store: DeskStore, name: str) -> None:
    """Take an account its way in, and end its sessions; raises BadRecord where there is none."""
    account = account_named(store, name)
    with store.writing() as connection:
        gone = {"removed": _time(), "password": "", "secret": ""}
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == name).values(**gone))
        connection.execute(SESSIONS.delete().where(SESSIONS.c.name == name))
    archive.ledger.append(ACCOUNT, {"name": name, "role": account.role, "what": "removed"})


def set_password(store: DeskStore, name: str, password: str, *, codes: bool = True) -> None:
    """Give an account another password and end its sessions; raises BadRecord where it cannot be.

    `codes` False also forgets its one-time codes, for whoever has lost the device.
    """
    account_named(store, name)
    check_password(password, name)
    kept = {"password": hash_of(password)} | ({} if codes else {"secret": ""})
    with store.writing() as connection:
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == name).values(**kept))
        connection.execute(SESSIONS.delete().where(SESSIONS.c.name == name))
        if not codes:
            connection.execute(USED_CODES.delete().where(USED_CODES.c.name == name))


def secrets_of(store: DeskStore, name: str) -> tuple[str, str]:
    """The hash of the password and the secret of the codes of an account; both empty where nobody can sign in so."""
    with store.reading() as connection:
        query = sa.select(ACCOUNTS.c.password, ACCOUNTS.c.secret).where(ACCOUNTS.c.name == name)
        row = connection.execute(query).first()
    return (str(row[0]), str(row[1])) if row else ("", "")


def _account(row: sa.Row[tuple[str, ...]]) -> Account:
    role: Role = row.role
    return Account(row.name, row.shown, role, bool(row.secret), row.added)


def _time() -> str:
    return now().isoformat(timespec="seconds")
