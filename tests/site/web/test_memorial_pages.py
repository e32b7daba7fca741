from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from byname.archive.archive import Archive
from byname.site.web.memorial_pages import group_addresses, memorial, paged_addresses
from byname.site.web.pages import Site


def test_the_memorial_leads_to_days_places_and_lists(client: TestClient, site: Site) -> None:
    page = client.get("/memorial").text
    assert page.count('href="/memorial/day/') == len(memorial(site).calendar()) > 40
    assert 'href="/memorial/place/moskva"' in page
    assert 'href="/memorial/list/trials"' in page
    assert client.get("/memorial/today").headers["location"].startswith("/memorial/day/")


def test_a_day_says_what_happened_and_a_list_to_read_names_each_once_in_latin_letters_too(client: TestClient) -> None:
    page = client.get("/memorial/day/06-11").text
    assert "11 June" in page
    assert "<h2>sentenced</h2>" in page
    read = client.get("/memorial/day/06-11/read/1").text
    people = re.findall(r'<ol class="aloud".*?</ol>', read, re.DOTALL)[0]
    assert people.count("<li>") == len(set(re.findall(r'href="(/person/[^"]+)"', page)))
    assert "Tukhachevskiy" in people
    assert "Тухачевский" in people


def test_a_day_without_anybody_says_so(client: TestClient) -> None:
    answer = client.get("/memorial/day/02-29")
    assert answer.status_code == 200
    assert "No source of this archive" in answer.text


@pytest.mark.parametrize(
    "address",
    ["/memorial/day/02-30", "/memorial/day/2-3", "/memorial/day/13-01", "/memorial/place/nowhere",
     "/memorial/list/none", "/memorial/household/none", "/memorial/incident/none", "/memorial/other/thing",
     "/memorial/list/trials/page/99",
     "/memorial/list/trials/read/0", "/names/0", "/names/999", "/memorial/places/99", "/memorial/incidents/2"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_every_address_of_a_memorial_is_a_page(client: TestClient, site: Site) -> None:
    addresses = [*group_addresses(memorial(site)), *paged_addresses("/names", 408)]
    assert len(addresses) > 400
    named = 0
    for address in addresses[::9]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        named += answer.text.count('href="/person/')
    assert named > 40


def test_all_names_are_those_of_everybody(client: TestClient) -> None:
    pages = [client.get(f"/names{number}").text for number in ("", "/2", "/3")]
    assert sum(page.count('href="/person/') for page in pages) == 408


def test_nobody_who_may_be_living_is_on_any_page(small: Archive, small_client: TestClient) -> None:
    site = Site(small)
    for address in ("/memorial", "/names", *group_addresses(memorial(site))):
        answer = small_client.get(address)
        assert answer.status_code == 200
        assert "kanari" not in answer.text.lower()


def test_the_memorial_is_made_once_for_each_state(demo: Path) -> None:
    site = Site(Archive.open(demo))
    assert memorial(site) is memorial(site)
