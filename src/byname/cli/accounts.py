"""What `byname account` does: adds, lists and removes those who work on an archive, and sets their passwords anew."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from pathlib import Path

from byname.access.desk import accounts as keeping
from byname.access.desk import provider as providing
from byname.access.desk.one_time_codes import address_of, enrol, new_secret
from byname.archive.desk_store import DeskStore
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadRecord


def add(folder: Path, name: str, role: str, shown: str, output: Output) -> None:
    """Add an account; its password is asked for, or is the first line of standard input."""
    archive = open_archive(folder)
    account = keeping.add_account(archive, DeskStore(archive), name, role, _password(name), shown)
    text = f"{account.name} ({account.shown}) may sign in as {account.role}. Serve it: byname serve {folder}"
    output.result({"account": asdict(account)}, text)


def list_all(folder: Path, output: Output) -> None:
    """List the accounts."""
    found = keeping.accounts_of(DeskStore(open_archive(folder)))
    lines = [f"{one.name:<20} {one.role:<12} {'codes' if one.codes else '-':<6} {one.shown}" for one in found]
    output.result({"accounts": [asdict(one) for one in found]}, "\n".join(lines) or "There is no account.")


def remove(folder: Path, name: str, output: Output) -> None:
    """Remove an account; what was judged under it stays."""
    archive = open_archive(folder)
    keeping.remove_account(archive, DeskStore(archive), name)
    output.result({"removed": name}, f"{name} can no longer sign in; what was judged under the name stays.")


def reset(folder: Path, name: str, output: Output, *, codes: bool) -> None:
    """Give an account another password, and forget its one-time codes where `codes` is False."""
    store = DeskStore(open_archive(folder))
    keeping.account_named(store, name)
    keeping.set_password(store, name, _password(name), codes=codes)
    output.result({"reset": name}, f"{name} has another password; all its sessions are ended.")


def ask_for_codes(folder: Path, name: str, output: Output) -> None:
    """Show the secret for a device, and ask for the first code; from then on each signing in needs one."""
    archive = open_archive(folder)
    store = DeskStore(archive)
    keeping.account_named(store, name)
    if not output.is_interactive:
        raise BadRecord("a device is enrolled in a terminal", where=name, fix="or by the account itself, on its page")
    secret = new_secret()
    address = address_of(secret, name, archive.title)
    output.show(f"{_picture(address)}\n{address}\n")
    enrol(store, name, secret, output.ask("the code that the device shows > "))
    output.result({"codes": name}, f"{name} needs a one-time code from now on.")


def set_provider(folder: Path, issuer: str, client: str, label: str, output: Output) -> None:
    """Name the identity provider, with a secret that is asked for or the first line of standard input; or none."""
    archive = open_archive(folder)
    store = DeskStore(archive)
    named = providing.Provider(issuer, client, _password(issuer), label) if issuer else None
    providing.set_provider(store, named)
    text = f"Accounts may sign in with {label}, once each was tied on its page." if named else "There is no provider."
    output.result({"issuer": issuer, "client": client, "label": label}, text)


def _picture(address: str) -> str:
    import io

    import segno

    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()


def _password(name: str) -> str:
    """The password as it is typed twice, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"password of {name}: ")
    if getpass.getpass("once more: ") != first:
        raise BadRecord("the two are not the same", where=name, fix="type it again")
    return first
