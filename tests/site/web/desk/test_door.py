from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.site.web.desk.conftest import HOST, Visitor

from byname.access.desk.accounts import remove_account
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.site.web.desk.door import way_back

PAGES = ("/desk", "/desk/account", "/desk/sign-in")


def test_an_archive_without_accounts_has_no_desk(small_client: TestClient) -> None:
    for page in PAGES:
        assert small_client.get(page).status_code == 404
        assert small_client.post(page).status_code in (404, 405)
    assert "sign-in" not in small_client.get("/").text


def test_a_reader_is_sent_to_sign_in_and_back(reader: Visitor) -> None:
    answer = reader.get("/desk/account?done=codes")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/sign-in?to=%2Fdesk%2Faccount%3Fdone%3Dcodes"


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/a\r\nX: y", "/\t/evil.example", "evil.example", "///evil.example", " //evil.example", "", "/é"],
)  # fmt: skip
def test_no_address_leads_to_another_host(address: str) -> None:
    assert way_back(address) == "/desk"


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://testserver.evil.example"}],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(anna: Visitor, headers: dict[str, str]) -> None:
    assert anna.send("/desk", "/desk/sign-out", headers=headers).status_code == 403
    assert anna.get("/desk").status_code == 200


def test_a_form_needs_the_token_of_its_session(anna: Visitor, boris: Visitor) -> None:
    for token in ("", "0" * 64, boris.token("/desk")):
        answer = anna.client.post("/desk/sign-out", data={"token": token}, headers={"Origin": HOST})
        assert answer.status_code == 403
    assert anna.get("/desk").status_code == 200
    assert anna.send("/desk", "/desk/sign-out").status_code == 303
    assert anna.get("/desk").status_code == 303


def test_no_page_of_somebody_who_is_signed_in_is_kept(anna: Visitor, reader: Visitor) -> None:
    for page in (*PAGES, "/", "/lists"):
        answer = anna.get(page)
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
    tag = reader.get("/lists").headers["etag"]
    assert anna.get("/lists", headers={"If-None-Match": tag}).status_code == 200
    assert reader.get("/desk/sign-in").headers["cache-control"] == "no-store"


def test_whoever_is_removed_is_out_at_once(desk: Archive, store: DeskStore, anna: Visitor) -> None:
    assert anna.get("/desk").status_code == 200
    remove_account(desk, store, "anna")
    assert anna.get("/desk").status_code == 303


def test_pages_with_forms_say_where_they_are_sent_from(anna: Visitor, app: FastAPI) -> None:
    assert anna.get("/desk").headers["referrer-policy"] == "same-origin"
    assert anna.get("/").headers["referrer-policy"] == "no-referrer"
