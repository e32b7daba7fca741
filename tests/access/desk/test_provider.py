from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from tests.access.desk.identity_provider import CLIENT, SECRET, SUBJECT, IdentityProvider, provider_on_this_machine

from byname.access.desk import provider as providing
from byname.access.desk.accounts import add_account, remove_account
from byname.access.desk.provider import Provider, account_of, begin_visit, end_visit, provider_of, set_provider, tie
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.errors import BadRecord

BACK = "http://testserver/desk/sign-in/back"


@pytest.fixture
def there() -> Iterator[IdentityProvider]:
    with provider_on_this_machine() as made:
        yield made


@pytest.fixture
def named(archive: Archive, store: DeskStore, there: IdentityProvider) -> Provider:
    made = Provider(there.issuer, CLIENT, SECRET, "Our university")
    set_provider(store, made)
    return made


def _visit(store: DeskStore, there: IdentityProvider, named: Provider) -> providing.Visit:
    address, word = begin_visit(store, named, BACK, back="/review")
    brought = there.agree(address)
    assert brought["state"] == word
    return end_visit(store, named, BACK, word=word, code=brought["code"])


def test_a_provider_vouches_for_an_identity(store: DeskStore, there: IdentityProvider, named: Provider) -> None:
    assert provider_of(store) == named
    assert SECRET not in repr(named)
    visit = _visit(store, there, named)
    assert (visit.subject, visit.back, visit.name) == (SUBJECT, "/review", "")
    assert there.asked.count("/token") == 1


def test_a_visit_counts_once_and_for_a_time(
    store: DeskStore, there: IdentityProvider, named: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, word = begin_visit(store, named, BACK, back="/review")
    brought = there.agree(address)
    end_visit(store, named, BACK, word=word, code=brought["code"])
    there.agree(address)
    for known in (word, "another", ""):
        with pytest.raises(BadRecord, match="not known, or too old"):
            end_visit(store, named, BACK, word=known, code="a-code")
    address, word = begin_visit(store, named, BACK, back="/review")
    there.agree(address)
    late = time.time() + providing.LONGEST_VISIT + 1
    monkeypatch.setattr("byname.access.desk.provider.time.time", lambda: late)
    with pytest.raises(BadRecord, match="not known, or too old"):
        end_visit(store, named, BACK, word=word, code="a-code")


@pytest.mark.parametrize(
    "claims",
    [{"iss": "http://127.0.0.1:1"}, {"iss": None}, {"aud": "another"}, {"aud": ["another"]}, {"aud": None},
     {"exp": None}, {"exp": 1_700_000_000}, {"nonce": "another"}, {"nonce": None}, {"sub": None},
     {"nbf": 4_000_000_000}, {"aud": [CLIENT, "another"], "azp": "another"}],
)  # fmt: skip
def test_a_token_that_says_something_else_is_refused(
    store: DeskStore, there: IdentityProvider, named: Provider, claims: dict[str, Any]
) -> None:
    there.claims = claims
    with pytest.raises(BadRecord, match="does not vouch"):
        _visit(store, there, named)


def test_a_token_that_another_key_signed_is_refused(store: DeskStore, there: IdentityProvider, named: Provider) -> None:
    there.key = RSAKey.generate_key(2048, {"kid": "one"})
    with pytest.raises(BadRecord, match="does not vouch"):
        _visit(store, there, named)


def test_a_token_without_a_signature_or_signed_with_what_all_know_is_refused(
    store: DeskStore, there: IdentityProvider, named: Provider
) -> None:
    for algorithm in ("none", "HS256"):
        there.algorithm = algorithm
        with pytest.raises(BadRecord, match="does not vouch"):
            _visit(store, there, named)


def test_a_provider_that_calls_itself_otherwise_is_refused(
    store: DeskStore, there: IdentityProvider, named: Provider
) -> None:
    there.issuer = "http://127.0.0.1:1"
    with pytest.raises(BadRecord, match="another than the one"):
        begin_visit(store, named, BACK, back="/review")


def test_a_wrong_code_and_a_wrong_secret_get_nothing(
    store: DeskStore, there: IdentityProvider, named: Provider
) -> None:
    _, word = begin_visit(store, named, BACK, back="/review")
    with pytest.raises(BadRecord, match="does not answer"):
        end_visit(store, named, BACK, word=word, code="guessed")
    with pytest.raises(BadRecord, match="does not answer"):
        _visit(store, there, Provider(named.issuer, CLIENT, "guessed", "x"))


@pytest.mark.parametrize(
    "issuer", ["http://example.org", "file:///etc/passwd", "https://u:p@example.org", "", "ftp://a.b"]
)
def test_a_provider_without_tls_is_not_named(store: DeskStore, issuer: str) -> None:
    with pytest.raises(BadRecord, match="https"):
        set_provider(store, Provider(issuer, CLIENT, SECRET, "x"))


def test_an_identity_is_tied_to_one_account(archive: Archive, store: DeskStore, named: Provider) -> None:
    for name in ("anna", "boris"):
        add_account(archive, store, name, "reviewer", "seven grey geese")
    assert account_of(store, named, SUBJECT) is None
    tie(store, named, SUBJECT, "anna")
    with pytest.raises(BadRecord, match="another account's"):
        tie(store, named, SUBJECT, "boris")
    found = account_of(store, named, SUBJECT)
    assert found is not None
    assert found.name == "anna"
    assert account_of(store, Provider("https://other.example", CLIENT, SECRET, "x"), SUBJECT) is None
    remove_account(archive, store, "anna")
    assert account_of(store, named, SUBJECT) is None
    set_provider(store, None)
    assert provider_of(store) is None
