from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient
from tests.lists import files_of

TEXT = "In 1937 and 1938, 681,692 people were shot. <script>alert(1)</script> It was a cold winter."


def test_a_pasted_text_comes_back_with_its_claims_marked(client: TestClient) -> None:
    answer = client.post("/audit", data={"text": TEXT})
    assert answer.status_code == 200
    assert '<mark class="' in answer.text
    assert "681,692" in answer.text
    assert "<script>" not in answer.text
    assert 'class="legend"' in answer.text


def test_a_text_is_not_kept(demo: Path, client: TestClient) -> None:
    before = files_of(demo)
    client.post("/audit", data={"text": "Nobody keeps this sentence of 1937."})
    assert files_of(demo) == before


def test_an_empty_text_gives_the_form_again(client: TestClient) -> None:
    for answer in (client.get("/audit"), client.post("/audit", data={"text": "  "})):
        assert answer.status_code == 200
        assert "<textarea" in answer.text


def test_a_text_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.post("/audit", data={"text": "a" * 60_001}).status_code == 413
