from __future__ import annotations

import re

from fastapi.testclient import TestClient


def test_every_stop_of_the_tour_leads_somewhere(client: TestClient) -> None:
    page = client.get("/tour").text
    stops = re.findall(r'<li><h2><a href="([^"]+)"', page)
    assert len(stops) == 6
    assert all(client.get(stop).status_code == 200 for stop in stops)


def test_the_name_of_the_tour_is_found_first(client: TestClient) -> None:
    page = client.get("/tour").text
    search, person = re.findall(r'<li><h2><a href="([^"]+)"', page)[:2]
    assert person in client.get(search).text


def test_nobody_who_is_withheld_is_on_the_tour(small_client: TestClient) -> None:
    assert "kanari" not in small_client.get("/tour").text.lower()
