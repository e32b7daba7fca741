from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

from byname.access.person import person_of
from byname.site.web.pages import Site


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    return f"/person/{person_of(site.archive, 'trials:54')['person_id']}"


def test_a_page_shows_fate_attestations_and_how_sure_the_link_is(client: TestClient, address: str) -> None:
    page = client.get(address).text
    for words in (
        "М. Н. Тухачевский",
        "M. N. Tukhachevskiy",
        "22 May 1937",
        "Volga Military District",
        "practically certain",
    ):
        assert words in page
    assert 'href="/record/high-command:0"' in page


@pytest.mark.parametrize(("old", "ending"), [("trials:54", ""), ("cc1934:12", ".bib"), ("high-command:0", ".jsonld")])
def test_another_id_of_a_person_leads_on_for_good(client: TestClient, address: str, old: str, ending: str) -> None:
    answer = client.get(f"/person/{old}{ending}")
    assert answer.status_code == 301
    assert answer.headers["location"] == address + ending


def test_the_person_is_given_as_bibtex_csl_and_schema(client: TestClient, address: str) -> None:
    bib, csl, schema = (client.get(address + ending) for ending in (".bib", ".csl.json", ".jsonld"))
    assert bib.text.startswith("@misc{byname-P-")
    assert csl.json()[0]["title"] == "М. Н. Тухачевский"
    assert schema.json()["@type"] == "Person"
    assert schema.json()["deathDate"] == "1937-06-12"
    assert schema.headers["content-type"] == "application/ld+json"


def test_the_page_holds_the_same_person_as_schema_org(client: TestClient, address: str) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(address).text, re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == client.get(f"{address}.jsonld").json()


def test_an_entry_stands_as_in_the_original_with_its_source(client: TestClient) -> None:
    page = client.get("/record/trials:54").text
    for words in ("death by shooting", "sentencing_body", "trials.csv", "Apache-2.0", "62d6bb4e9b82a44c"):
        assert words in page
    assert 'href="/person/' in page


def test_an_entry_whose_terms_keep_it_back_is_not_shown_in_full(small_client: TestClient) -> None:
    page = small_client.get("/record/closed:0").text
    assert "do not allow its entries to be shown in full" in page
    assert "a long note" not in page
    assert "Pikk" in page


def test_an_entry_stands_among_those_around_it(client: TestClient) -> None:
    page = client.get("/record/trials:54").text
    rows = re.findall(r"<li[^>]*><(?:a|code)[^>]*>(trials:\d+)<", page)
    assert rows == [f"trials:{row}" for row in range(51, 58)]


def test_who_is_not_shown_is_told_to_stand_beside_an_entry_without_a_word(small_client: TestClient) -> None:
    page = small_client.get("/record/invented:1").text
    assert page.count("An entry that is not shown") == 3
    assert "invented:2" not in page
    assert "Kanari" not in page


def test_a_page_can_be_read_in_three_languages(client: TestClient, address: str) -> None:
    pages = [client.get(address, headers={"Accept-Language": code}).text for code in ("en", "es", "ru")]
    assert ["What happened" in pages[0], "Qué ocurrió" in pages[1], "Что произошло" in pages[2]] == [True] * 3
    assert "12 de junio de 1937" in pages[1]
    assert "дата смерти" in pages[2]
