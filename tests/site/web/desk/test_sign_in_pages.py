from __future__ import annotations

import re

import pyotp
import pytest
from fastapi import FastAPI
from tests.site.web.desk.conftest import PASSWORD, Visitor

from byname.archive.desk_store import DeskStore
from byname.site.web.desk import sign_in_pages

PAGE = "/desk/sign-in"


def _sign_in(visitor: Visitor, name: str = "anna", password: str = PASSWORD, to: str = "/desk", code: str = "") -> int:
    answer = visitor.send(PAGE, PAGE, name=name, password=password, to=to, code=code)
    return int(answer.status_code)


def test_whoever_signs_in_gets_a_cookie_that_no_script_reads_and_goes_back(reader: Visitor) -> None:
    answer = reader.send(PAGE, PAGE, name=" Anna ", password=PASSWORD, to="/lists?lang=es")
    assert (answer.status_code, answer.headers["location"]) == (303, "/lists?lang=es")
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("byname-session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert "Anna Prima" in reader.text("/desk")


def test_with_tls_the_cookie_is_for_tls_and_this_host_alone(app: FastAPI) -> None:
    visitor = Visitor(app)
    visitor.client.base_url = "https://testserver"
    answer = visitor.send(PAGE, PAGE, headers={"Origin": "https://testserver"}, name="anna", password=PASSWORD)
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if "session" in one]
    assert cookie.startswith("__Host-byname-session=")
    assert "Secure" in cookie


def test_a_session_that_was_there_before_signing_in_is_not_taken_over(reader: Visitor, app: FastAPI) -> None:
    planted = "word-that-an-attacker-knows"
    reader.client.cookies.set("byname-session", planted, domain="testserver.local")
    assert _sign_in(reader) == 303
    assert reader.client.cookies.get("byname-session", domain="testserver.local") != planted
    attacker = Visitor(app)
    attacker.client.cookies.set("byname-session", planted, domain="testserver.local")
    assert attacker.get("/desk").status_code == 303


def test_signing_in_again_ends_the_session_before(anna: Visitor, app: FastAPI) -> None:
    old = anna.client.cookies["byname-session"]
    assert _sign_in(anna) == 303
    assert anna.client.cookies["byname-session"] != old
    thief = Visitor(app)
    thief.client.cookies.set("byname-session", old, domain="testserver.local")
    assert thief.get("/desk").status_code == 303


def test_which_of_the_words_was_wrong_is_not_said(reader: Visitor) -> None:
    wrong = [reader.send(PAGE, PAGE, name=name, password="wrong words here") for name in ("anna", "nobody")]
    assert [answer.status_code for answer in wrong] == [403, 403]
    said = [re.sub(r'value="[0-9a-f]{64}"', "", answer.text) for answer in wrong]
    assert said[0] == said[1]


def test_no_password_is_guessed_by_trying(reader: Visitor, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in_pages, "sign_in", lambda store, name, password, code: None)
    tries = [_sign_in(reader, password=f"wrong words {number}") for number in range(sign_in_pages.PER_ADDRESS + 2)]
    assert tries == [403] * sign_in_pages.PER_ADDRESS + [429, 429]
    monkeypatch.undo()
    assert _sign_in(reader) == 429  # also with the right one


def test_an_account_is_not_guessed_from_many_addresses(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = (f"192.0.2.{number}" for number in range(250))
    monkeypatch.setattr(sign_in_pages, "sign_in", lambda store, name, password, code: None)
    monkeypatch.setattr(sign_in_pages, "address_of", lambda request: next(addresses))
    tries = [_sign_in(reader) for _ in range(sign_in_pages.PER_ACCOUNT + 1)]
    assert tries == [403] * sign_in_pages.PER_ACCOUNT + [429]
    assert _sign_in(reader, "boris") == 403


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(reader: Visitor, to: str) -> None:
    assert '<input type="hidden" name="to" value="/desk">' in reader.get(f"{PAGE}?to={to}").text
    answer = reader.send(PAGE, PAGE, name="dora", password=PASSWORD, to=to)
    assert answer.headers["location"] == "/desk"


def test_a_device_is_enrolled_with_the_password_and_then_asked_for(anna: Visitor, app: FastAPI) -> None:
    page = anna.get("/desk/account").text
    secret = re.findall(r'name="secret" value="([A-Z2-7]+)"', page)[0]
    assert "<svg" in page
    code = pyotp.TOTP(secret).now()
    enrolled = {"secret": secret, "code": code}
    assert anna.send("/desk/account", "/desk/account/codes", password="wrong", **enrolled).status_code == 403
    wrong = anna.send("/desk/account", "/desk/account/codes", password=PASSWORD, secret=secret, code="0")
    assert wrong.status_code == 400
    done = anna.send("/desk/account", "/desk/account/codes", password=PASSWORD, **enrolled)
    assert done.headers["location"] == "/desk/account?done=codes"
    other = Visitor(app)
    assert _sign_in(other) == 403
    assert _sign_in(other, code=code) == 403  # it was used


def test_another_password_ends_every_other_session(anna: Visitor, app: FastAPI, store: DeskStore) -> None:
    elsewhere = Visitor(app, "anna", store)
    changed = {"password": PASSWORD, "new": "eight grey geese"}
    assert anna.send("/desk/account", "/desk/account/password", **changed | {"new": "short"}).status_code == 400
    assert anna.send("/desk/account", "/desk/account/password", **changed).status_code == 303
    assert anna.get("/desk").status_code == 200
    assert elsewhere.get("/desk").status_code == 303


def test_whoever_signs_out_is_out(anna: Visitor, app: FastAPI) -> None:
    word = anna.client.cookies["byname-session"]
    assert anna.send("/desk", "/desk/sign-out").status_code == 303
    again = Visitor(app)
    again.client.cookies.set("byname-session", word, domain="testserver.local")
    assert again.get("/desk").status_code == 303
