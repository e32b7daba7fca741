from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from byname.site.web.problems import EXPLAINED, TITLES


@pytest.mark.parametrize(("address", "status"), [("/nothing", 404), ("/search?year=x", 400)])
def test_a_page_of_an_error_says_in_words_what_is_wrong(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert TITLES[status] in answer.text
    assert "</footer>" in answer.text


def test_an_error_is_told_in_the_language_of_the_reader(client: TestClient) -> None:
    assert "Нет в наших источниках" in client.get("/nothing", headers={"Accept-Language": "ru"}).text


@pytest.mark.parametrize(
    ("address", "status"), [("/api/people/nobody", 404), ("/api/search?year=x", 400), ("/api/nothing", 404)]
)
def test_programs_get_problem_json(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["status"], told["title"]) == (status, status, TITLES[status])
    assert told["detail"]


def test_every_status_is_explained() -> None:
    assert set(TITLES) == set(EXPLAINED)
