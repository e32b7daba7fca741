from __future__ import annotations

import re

from fastapi.testclient import TestClient

from byname.site.manual import chapters


def test_every_page_of_the_manual_is_served_and_its_links_lead_somewhere(client: TestClient) -> None:
    for chapter in chapters():
        for page in chapter.pages:
            answer = client.get(f"/docs/{page.name}")
            assert answer.status_code == 200, page.name
            places = set(re.findall(r'id="([^"]+)"', answer.text))
            for address in set(re.findall(r'href="(/docs/[\w-]+|#[\w-]+)"', answer.text)):
                known = address[1:] in places if address.startswith("#") else client.get(address).status_code == 200
                assert known, f"{page.name} leads to {address}"


def test_words_of_the_manual_are_found(client: TestClient) -> None:
    found = client.get("/docs", params={"q": "witness"}).text
    assert 'href="/docs/ledger"' in found
    assert "No page of the manual" in client.get("/docs", params={"q": "xyzzy"}).text
    assert "Ninguna página" in client.get("/docs", params={"q": "xyzzy", "lang": "es"}).text


def test_pictures_are_served_and_nothing_else_is(client: TestClient) -> None:
    assert client.get("/docs/picture/report.png").headers["content-type"] == "image/png"
    assert client.get("/docs/picture/start.md").status_code == 404
    assert client.get("/docs/picture/..%2Fsite-front.png").status_code == 404
    assert client.get("/docs/nowhere").status_code == 404


def test_the_wish_to_look_is_not_markup(client: TestClient) -> None:
    assert "<b>x</b>" not in client.get("/docs", params={"q": "<b>x</b>"}).text
