from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from byname.access.found_people import Asked
from byname.site.web.search_pages import LONGEST_QUERY, address


@pytest.mark.parametrize("words", ["Tukhachevsky", "Тухачевский", "tuchaczewski", "图哈切夫斯基"])
def test_a_name_is_found_in_any_spelling_and_leads_to_its_page(client: TestClient, words: str) -> None:
    page = client.get("/search", params={"q": words}).text
    first = re.search(r'<h2><a href="(/person/[^"]+)">', page)
    assert first is not None
    assert "Тухачевский" in client.get(first[1]).text


def test_namesakes_are_told_apart_by_birth_place_and_fate(small_client: TestClient) -> None:
    page = small_client.get("/search?q=Vanavalge").text
    lines = re.findall(r"<li>\n<h2>.*?</li>", page, re.DOTALL)
    assert len(lines) == 2
    assert any("1890" in line and "Tartu" in line and "teacher" in line for line in lines)
    assert any("1893" in line and "Narva" in line and "smith" in line for line in lines)


def test_a_list_and_a_year_narrow_a_search_and_pages_follow_each_other(client: TestClient) -> None:
    whole, narrowed = (client.get(f"/search?q={more}").text for more in ("", "&list=trials&year=1938"))
    counts = [int(re.search(r"1 to \d+ of (\d+)", page)[1]) for page in (whole, narrowed)]  # type: ignore[index]
    assert counts[0] > 300
    assert 0 < counts[1] < 40
    second = client.get("/search?page=2").text
    assert "21 to 40" in second
    assert 'rel="prev" href="/search?"' in second
    assert 'rel="next" href="/search?page=3"' in second


def test_an_empty_result_suggests_names_and_says_what_the_archive_covers(client: TestClient) -> None:
    page = client.get("/search?q=Tukhachevsky&list=no-such-list").text
    assert "Nobody in our sources fits this." in page
    assert "Тухачевский" in page
    assert "defendants of the three Moscow trials" in page


@pytest.mark.parametrize("wrong", ["page=0", "page=x", "year=37", "year=٣", f"q={'a' * (LONGEST_QUERY + 1)}"])
def test_a_search_of_another_form_is_refused(client: TestClient, wrong: str) -> None:
    assert client.get(f"/search?{wrong}").status_code == 400


def test_words_come_back_as_text(client: TestClient) -> None:
    page = client.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_address_holds_what_was_asked() -> None:
    assert address(Asked("", "trials", 1937)) == "/search?list=trials&year=1937"
