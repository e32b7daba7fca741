from __future__ import annotations

import gzip
from dataclasses import replace

import pytest
from fastapi import FastAPI
from tests.site.web.desk.conftest import HOST, Visitor

from byname.access.desk.restricted import log_of
from byname.access.takedown import withhold
from byname.archive.archive import Archive

PEOPLE, STATEMENTS, LISTS = "/downloads/people.csv", "/downloads/statements/invented.csv.gz", "/downloads/lists.csv"


def _post(visitor: Visitor, address: str) -> int:
    token = visitor.token("/desk") if visitor.client.cookies else ""
    return visitor.client.post(address, data={"token": token}, headers={"Origin": HOST}).status_code


def test_only_keepers_take_people_away_unless_the_settings_say_more_and_the_log_notes_it(
    clara: Visitor, anna: Visitor, dora: Visitor, reader: Visitor, desk: Archive
) -> None:
    assert reader.get(LISTS).status_code == 200
    for address in (PEOPLE, STATEMENTS):
        assert reader.get(address).status_code == 403
        assert [_post(visitor, address) for visitor in (reader, dora, anna)] == [403, 403, 403]
    assert [one for one in log_of(desk) if one.kind == "restricted-download"] == []
    assert _post(clara, PEOPLE) == 200
    assert _post(clara, STATEMENTS) == 200
    noted = [(one.by, one.about) for one in log_of(desk) if one.kind == "restricted-download"]
    assert noted == [("clara", "statements/invented.csv.gz"), ("clara", "people.csv")]
    assert "downloaded" in clara.text("/desk/log")


@pytest.mark.parametrize("least", ["reader", "contributor", "reviewer", "keeper", "nobody"])
def test_each_grade_gives_to_its_role_and_those_above(
    app: FastAPI, desk: Archive, reader: Visitor, dora: Visitor, anna: Visitor, clara: Visitor, least: str
) -> None:
    desk.settings = replace(desk.settings, download_people=least)
    order = ["contributor", "reviewer", "keeper"]
    for role, visitor in zip(order, (dora, anna, clara), strict=True):
        given = least in order and order.index(role) >= order.index(least)
        assert (_post(visitor, PEOPLE) == 200) is given
        assert (f'<form action="{PEOPLE}"' in visitor.get("/downloads").text) is given
    assert (reader.get(PEOPLE).status_code == 200) is (least == "reader")


def test_nobody_who_may_be_living_or_is_withheld_is_in_any_file(clara: Visitor, reader: Visitor, desk: Archive) -> None:
    desk.settings = replace(desk.settings, download_people="reader", download_statements="reader")
    withhold(desk, "invented:1", why="the family asks", by="clara")
    files = [PEOPLE, "/downloads/people.jsonl", STATEMENTS]
    for file in files:
        content = reader.get(file).content
        text = (gzip.decompress(content) if file.endswith(".gz") else content).decode()
        assert "Kanari" not in text
        assert "Ants" not in text
        assert "Uno" in text


def test_a_file_needs_the_form_of_this_site_and_its_list_must_allow_it(clara: Visitor) -> None:
    token = clara.token("/downloads")
    assert (
        clara.client.post(PEOPLE, data={"token": token}, headers={"Origin": "http://evil.example"}).status_code == 403
    )
    assert clara.client.post(PEOPLE, data={"token": "0"}, headers={"Origin": HOST}).status_code == 403
    assert clara.get(PEOPLE).status_code == 403
    for address in ("/downloads/statements/closed.csv.gz", "/downloads/../byname.toml", "/downloads/x"):
        assert _post(clara, address) == 404
    sent = clara.client.post(PEOPLE, data={"token": token}, headers={"Origin": HOST})
    assert sent.headers["content-disposition"] == 'attachment; filename="people.csv"'
    assert sent.headers["cache-control"] == "no-store"


def test_without_accounts_the_page_sets_no_cookie_and_says_whom_to_ask(small_app: FastAPI) -> None:
    visitor = Visitor(small_app)
    page = visitor.get("/downloads")
    assert page.status_code == 200
    assert "ask whoever keeps the archive" in page.text
    assert "set-cookie" not in page.headers
    assert visitor.get(PEOPLE).status_code == 403
    assert visitor.get(LISTS).status_code == 200
    assert visitor.client.post(PEOPLE, data={"token": ""}, headers={"Origin": HOST}).status_code == 404


def test_a_file_is_given_only_so_often(clara: Visitor) -> None:
    token = clara.token("/downloads")
    sent = [clara.client.post(PEOPLE, data={"token": token}, headers={"Origin": HOST}).status_code for _ in range(21)]
    assert sent == [200] * 20 + [429]
