from __future__ import annotations

import pytest

from byname.access.desk.accounts import (
    account_named,
    accounts_of,
    add_account,
    remove_account,
    secrets_of,
    set_password,
    shown_names,
)
from byname.access.desk.sessions import begin, whose
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.errors import BadRecord

PASSWORD = "seven grey geese"


def test_an_account_is_added_listed_and_removed_and_its_name_stays(either: Archive) -> None:
    store = DeskStore(either)
    assert accounts_of(store) == []
    assert dict(shown_names(store)) == {}
    account = add_account(either, store, "anna", "reviewer", PASSWORD, "Anna  Prima")
    assert (account.shown, account.role, account.codes) == ("Anna Prima", "reviewer", False)
    word = begin(store, "anna")
    assert whose(store, word) == account
    assert PASSWORD not in secrets_of(store, "anna")[0]
    remove_account(either, store, "anna")
    assert accounts_of(store) == []
    assert whose(store, word) is None
    assert secrets_of(store, "anna") == ("", "")
    assert dict(shown_names(store)) == {"anna": "Anna Prima"}
    with pytest.raises(BadRecord, match="is or was an account"):
        add_account(either, store, "anna", "keeper", PASSWORD)
    said = [(entry.payload["name"], entry.payload["what"]) for entry in either.ledger.entries("account")]
    assert said == [("anna", "added"), ("anna", "removed")]
    store.close()


@pytest.mark.parametrize(
    ("name", "role", "shown", "message"),
    [
        ("Anna", "reviewer", "", "no name"),
        ("a", "reviewer", "", "no name"),
        ("anna'--", "reviewer", "", "no name"),
        ("anna", "owner", "", "no role"),
        ("anna", "keeper", "A\u202eB", "cannot be shown"),
        ("anna", "keeper", "x" * 81, "cannot be shown"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    archive: Archive, store: DeskStore, name: str, role: str, shown: str, message: str
) -> None:
    with pytest.raises(BadRecord, match=message):
        add_account(archive, store, name, role, PASSWORD, shown)
    assert not store.is_there


def test_another_password_ends_the_sessions(archive: Archive, store: DeskStore) -> None:
    add_account(archive, store, "anna", "keeper", PASSWORD)
    word, kept = begin(store, "anna"), secrets_of(store, "anna")[0]
    set_password(store, "anna", "eight grey geese")
    assert whose(store, word) is None
    assert secrets_of(store, "anna")[0] != kept
    with pytest.raises(BadRecord, match="no such account"):
        set_password(store, "boris", "eight grey geese")


def test_a_keeper_may_what_a_reviewer_may_and_not_the_other_way(archive: Archive, store: DeskStore) -> None:
    add_account(archive, store, "anna", "keeper", PASSWORD)
    add_account(archive, store, "boris", "reviewer", PASSWORD)
    assert account_named(store, "anna").may("reviewer")
    assert not account_named(store, "boris").may("keeper")
