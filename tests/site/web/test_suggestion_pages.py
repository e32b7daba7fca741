from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from byname.site.web.suggestion_pages import MOST


def test_words_so_far_bring_people_with_what_tells_them_apart(client: TestClient) -> None:
    found = client.get("/search/suggest?q=tuchatsch").json()["people"]
    assert found[0]["name"] == "М. Н. Тухачевский"
    assert found[0]["latin"] == "M. N. Tukhachevskiy"
    assert "1937" in found[0]["told"]
    assert client.get(found[0]["address"]).status_code == 200
    assert len(client.get("/search/suggest?q=iv").json()["people"]) <= MOST


@pytest.mark.parametrize("words", ["", "a", " ", "xqzwjk", "%00%00", "x" * 5000])
def test_words_that_fit_nobody_bring_none(client: TestClient, words: str) -> None:
    answer = client.get(f"/search/suggest?q={words}")
    assert answer.status_code == 200
    assert answer.json() == {"people": []}


def test_nobody_who_may_be_living_is_suggested(small_client: TestClient) -> None:
    for words in ("kanari", "Kanariday Ants", "Ants"):
        assert "kanari" not in small_client.get(f"/search/suggest?q={words}").text.lower()
    assert "Vanavalge, Ants" in small_client.get("/search/suggest?q=Ants").text
