from __future__ import annotations

from fastapi.testclient import TestClient

from byname.archive.archive import Archive


def test_the_policy_is_filled_from_the_archive(client: TestClient) -> None:
    page = client.get("/policy").text
    assert "408 people are shown" in page
    assert 'href="/list/trials"' in page
    assert "practically certain" in page
    assert page.count("<h2") == 4


def test_terms_that_keep_texts_back_and_the_protected_year_are_named(small: Archive, small_client: TestClient) -> None:
    page = small_client.get("/policy").text
    assert "All rights reserved" in page
    assert f"born in {small.protect_born_from} or later" in page
    assert "kanari" not in page.lower()
