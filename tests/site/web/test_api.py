from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from tests.served import PEOPLE

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables


def test_pages_of_people_follow_each_other_by_cursors(client: TestClient) -> None:
    ids, after, pages = [], "", 0
    while pages == 0 or after:
        answer = client.get("/api/search", params={"limit": 100, "after": after}).json()
        ids += [one["id"] for one in answer["people"]]
        after, pages = answer["next"], pages + 1
    assert pages == 5
    assert len(ids) == len(set(ids)) == answer["total"]


def test_a_person_leads_to_entries_and_an_old_id_leads_on(client: TestClient) -> None:
    (first, *_) = client.get("/api/search?q=Tukhachevsky").json()["people"]
    person = client.get(f"/api/people/{first['id']}").json()
    assert person["name"] == "М. Н. Тухачевский"
    assert {one["record"] for one in person["entries"]} == {"cc1934:12", "high-command:0", "trials:54"}
    assert {"field", "as_written", "value", "flag", "record", "list"} == set(person["attestations"][0])
    old = client.get("/api/people/trials:54")
    assert (old.status_code, old.headers["location"]) == (301, f"/api/people/{first['id']}")
    record = client.get("/api/records/trials:54").json()
    assert record["person"] == first["id"]
    assert "death by shooting" in record["text"]


def test_a_number_leads_to_its_rows(client: TestClient) -> None:
    numbers = client.get("/api/numbers?limit=50").json()
    assert numbers["total"] > 900
    assert len(numbers["numbers"]) == 50
    assert client.get("/api/numbers", params={"after": numbers["next"], "limit": 50}).json()["numbers"] != numbers
    traced = client.get("/api/numbers/trials-records").json()
    assert (traced["number"]["value"], traced["total"], len(traced["rows"])) == (62, 62, 62)


def test_lists_and_estimates_stand_with_their_terms_and_intervals(client: TestClient) -> None:
    names = [one["name"] for one in client.get("/api/lists").json()["lists"]]
    assert "trials" in names
    assert client.get("/api/lists/trials").json()["licence"].startswith("Apache-2.0")
    (estimate, *_) = client.get("/api/estimates").json()["estimates"]
    assert {"estimate", "low", "high", "verdict", "warnings"} <= set(estimate)


@pytest.mark.parametrize("wrong", ["limit=0", "limit=101", "limit=x", "year=1", "after=%21", f"q={'a' * 201}"])
def test_a_request_of_another_form_gets_400(client: TestClient, wrong: str) -> None:
    answer = client.get(f"/api/search?{wrong}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_cursor_of_another_build_is_refused(client: TestClient) -> None:
    answer = client.get("/api/search?after=MjAuYW5vdGhlcg")
    assert (answer.status_code, answer.json()["status"]) == (409, 409)


def test_the_description_holds_what_is_answered(client: TestClient) -> None:
    description = client.get("/api/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert len(description["paths"]) == 8
    operations = [operation for path in description["paths"].values() for operation in path.values()]
    assert all({"200", "400", "404", "409"} <= set(one["responses"]) for one in operations)
    assert not any("422" in one["responses"] for one in operations)


def test_no_answer_names_anybody_who_may_be_living(small: Archive, small_client: TestClient) -> None:
    ids = DerivedTables(small.tables).read("assignments")
    numbers = [one["id"] for one in small_client.get("/api/numbers").json()["numbers"]]
    addresses = [
        *(f"/api/people/{id}" for id in ids["person_id"]),
        *(f"/api/records/{id}" for id in ids["record_id"]),
        *(f"/api/numbers/{quote(id)}" for id in numbers),
        *(f"/api/search?q={quote(word)}" for person in PEOPLE for word in person[:5]),
        "/api/search?limit=100",
        "/api/lists",
        "/api/estimates",
    ]
    texts = {address: small_client.get(address).text for address in addresses}
    assert len(texts) > 60
    assert [address for address, text in texts.items() if "kanari" in text.lower()] == []
    living = [id for id, name in DerivedTables(small.tables).read("people", ["person_id", "name"]).iter_rows()
              if "Kanari" in name]  # fmt: skip
    assert len(living) == 2
    for id in living:
        assert small_client.get(f"/api/people/{id}").status_code == 404
        assert [address for address, text in texts.items() if id in text and "people" not in address] == []


def test_texts_whose_terms_keep_them_back_are_null(small_client: TestClient) -> None:
    assert small_client.get("/api/records/closed:0").json()["text"] is None
    assert {row["text"] for row in small_client.get("/api/numbers/closed-records").json()["rows"]} == {None}
    assert "a long note" not in small_client.get("/api/people/closed:0", follow_redirects=True).text


def test_a_page_says_what_programs_can_ask(client: TestClient) -> None:
    assert "/api/openapi.json" in client.get("/api").text
