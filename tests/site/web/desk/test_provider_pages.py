from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi import FastAPI
from tests.access.desk.identity_provider import CLIENT, SECRET, SUBJECT, IdentityProvider, provider_on_this_machine
from tests.site.web.desk.conftest import PASSWORD, Visitor

from byname.access.desk.provider import Provider, account_of, provider_of, set_provider, tie
from byname.archive.desk_store import DeskStore

THERE, BACK = "/desk/sign-in/with-provider", "/desk/sign-in/back"


@pytest.fixture
def there(store: DeskStore) -> Iterator[IdentityProvider]:
    with provider_on_this_machine() as made:
        set_provider(store, Provider(made.issuer, CLIENT, SECRET, "Our <b>university</b>"))
        yield made


def _tied(store: DeskStore, name: str) -> None:
    provider = provider_of(store)
    assert provider is not None
    tie(store, provider, SUBJECT, name)


def test_whoever_is_tied_signs_in_through_the_provider(
    reader: Visitor, store: DeskStore, there: IdentityProvider
) -> None:
    assert "Our &lt;b&gt;university" in reader.get("/desk/sign-in").text
    sent = reader.get(f"{THERE}?to=/review")
    assert sent.headers["location"].startswith(f"{there.address}/authorize?")
    brought = there.agree(sent.headers["location"])
    assert reader.get(BACK, params=brought).status_code == 403  # no account is tied to this identity
    _tied(store, "anna")
    brought = there.agree(reader.get(f"{THERE}?to=/review").headers["location"])
    done = reader.get(BACK, params=brought)
    assert (done.status_code, done.headers["location"]) == (303, "/review")
    assert "Anna Prima" in reader.text("/desk")


def test_what_one_browser_brings_is_of_no_use_to_another(
    reader: Visitor, app: FastAPI, store: DeskStore, there: IdentityProvider
) -> None:
    _tied(store, "anna")
    brought = there.agree(reader.get(THERE).headers["location"])
    other = Visitor(app)
    assert other.get(BACK, params=brought).status_code == 403
    other.get(THERE)
    assert other.get(BACK, params=brought).status_code == 403
    assert reader.get(BACK, params={**brought, "state": ""}).status_code == 403
    assert other.get("/desk").status_code == 303


def test_an_account_is_tied_by_its_owner_with_the_password(
    anna: Visitor, boris: Visitor, store: DeskStore, there: IdentityProvider
) -> None:
    page = "/desk/account"
    assert anna.send(page, "/desk/account/provider", password="wrong").status_code == 403
    leads = anna.send(page, "/desk/account/provider", password=PASSWORD)
    address = unescape(re.findall(r'rel="external" href="([^"]+)"', leads.text)[0])
    brought = there.agree(address)
    assert boris.get(BACK, params=brought).status_code == 403
    assert anna.get(BACK, params=brought).headers["location"] == "/desk/account?done=provider"
    provider = provider_of(store)
    assert provider is not None
    found = account_of(store, provider, SUBJECT)
    assert found is not None
    assert found.name == "anna"


def test_the_way_back_leads_to_this_site_alone(reader: Visitor, store: DeskStore, there: IdentityProvider) -> None:
    _tied(store, "anna")
    brought = there.agree(reader.get(f"{THERE}?to=//evil.example").headers["location"])
    assert reader.get(BACK, params=brought).headers["location"] == "/desk"


def test_without_a_provider_there_is_no_way(reader: Visitor, anna: Visitor) -> None:
    assert reader.get(THERE).status_code == 404
    assert reader.get(BACK).status_code == 404
    assert anna.send("/desk", "/desk/account/provider", password=PASSWORD).status_code == 404


def test_a_provider_that_is_away_is_told(reader: Visitor, store: DeskStore) -> None:
    set_provider(store, Provider("http://127.0.0.1:9", CLIENT, SECRET, "x"))
    assert reader.get(THERE).status_code == 503
