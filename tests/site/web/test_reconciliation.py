from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.served import PEOPLE

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.site.web.reconciliation import MOST_IDS, MOST_QUERIES, PROPERTIES, ROOT


def _asked(client: TestClient, **fields: Any) -> Any:
    return client.post(ROOT, data={name: json.dumps(value) for name, value in fields.items()}).json()


def test_the_manifest_names_every_service(client: TestClient) -> None:
    manifest = client.get(ROOT).json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["view"]["url"].endswith("/person/{{id}}")
    for service in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert client.get(service["service_url"] + service["service_path"]).status_code == 200


def test_a_batch_gives_candidates_and_calls_only_a_sure_one_a_match(client: TestClient) -> None:
    queries = {
        "q0": {"query": "Tukhachevsky Mikhail", "type": "Person", "limit": 3},
        "q1": {"query": "Tukhachevsky"},
        "q2": {"query": "М. Н. Тухачевский", "properties": [{"pid": "death", "v": "1937"}]},
        "q3": {"query": "  "},
    }
    found = {key: answer["result"] for key, answer in _asked(client, queries=queries).items()}
    assert set(found) == set(queries)
    best = {key: results[0] for key, results in found.items() if results}
    assert best["q0"]["name"] == best["q1"]["name"] == best["q2"]["name"] == "М. Н. Тухачевский"
    assert best["q2"]["match"]
    assert not best["q1"]["match"], "one word is not enough"
    assert "q3" not in best
    assert all({"id", "name", "score", "match", "type"} <= set(one) for results in found.values() for one in results)
    assert len(found["q0"]) <= 3


def test_namesakes_are_no_match(small_client: TestClient) -> None:
    results = _asked(small_client, queries={"q": {"query": "Vanavalge"}})["q"]["result"]
    assert len(results) == 2
    assert not any(one["match"] for one in results)
    (first, *_) = _asked(
        small_client, queries={"q": {"query": "Vanavalge Uno", "properties": [{"pid": "birth", "v": 1890}]}}
    )["q"]["result"]
    assert (first["name"], first["match"]) == ("Vanavalge, Uno", True)


@pytest.mark.parametrize(("property", "value", "match"), [
    ("birth", "1890", True), ("birth", "1893", False), ("death", 1942, True), ("death", "1950-01-01", False),
    ("arrest", "1941", True), ("birth", "", True),
])  # fmt: skip
def test_a_date_that_contradicts_is_no_match_and_one_that_we_lack_does_no_harm(
    small_client: TestClient, property: str, value: str | int, match: bool
) -> None:
    query = {"query": "Vanavalge Uno", "properties": [{"pid": property, "v": value}]}
    (first, *_) = _asked(small_client, queries={"q": query})["q"]["result"]
    assert (first["name"], first["match"]) == ("Vanavalge, Uno", match)


def test_people_are_extended_with_columns(client: TestClient) -> None:
    id = client.get("/api/search?q=Tukhachevsky").json()["people"][0]["id"]
    asked = {"ids": [id, "P-000000000000"], "properties": [{"id": name} for name in PROPERTIES]}
    answer = _asked(client, extend=asked)
    assert [one["id"] for one in answer["meta"]] == list(PROPERTIES)
    assert answer["rows"][id]["death"] == [{"str": "1937-06-12"}]
    assert {one["str"] for one in answer["rows"][id]["lists"]} == {"cc1934", "high-command", "trials"}
    assert set(map(str, answer["rows"]["P-000000000000"].values())) == {"[]"}


def test_people_are_suggested_and_previewed(client: TestClient) -> None:
    (first, *_) = client.get(f"{ROOT}/suggest/entity?prefix=tukhach").json()["result"]
    assert "1937" in first["description"]
    page = client.get(f"{ROOT}/preview?id={first['id']}")
    assert "Тухачевский" in page.text
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert client.get(f"{ROOT}/preview?id=nobody").status_code == 404
    assert [one["id"] for one in client.get(f"{ROOT}/suggest/property?prefix=birth").json()["result"]] == [
        "birth",
        "birth_place",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"queries": "no JSON"},
        {"queries": "[]"},
        {"queries": '{"q": {"query": 5}}'},
        {"queries": '{"q": {"query": "a", "limit": "x"}}'},
        {"queries": '{"q": {"query": "a", "properties": "x"}}'},
        {"queries": "[" * 5000},
        {"extend": "{}"},
        {"extend": '{"ids": ["a"], "properties": ["name"]}'},
    ],
)
def test_what_has_another_form_gets_a_problem(client: TestClient, fields: dict[str, str]) -> None:
    answer = client.post(ROOT, data=fields)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_more_than_a_batch_is_refused(client: TestClient) -> None:
    queries = {str(number): {"query": "a"} for number in range(MOST_QUERIES + 1)}
    assert client.post(ROOT, data={"queries": json.dumps(queries)}).status_code == 413
    extend = {"ids": [str(number) for number in range(MOST_IDS + 1)], "properties": []}
    assert client.post(ROOT, data={"extend": json.dumps(extend)}).status_code == 413


def test_no_answer_names_anybody_who_may_be_living(small: Archive, small_client: TestClient) -> None:
    ids = DerivedTables(small.tables).read("people")["person_id"].to_list()
    words = sorted({word for person in PEOPLE for word in person[:5] if word})
    texts = [
        json.dumps(_asked(small_client, queries={str(place): {"query": word} for place, word in enumerate(words)})),
        json.dumps(_asked(small_client, extend={"ids": ids, "properties": [{"id": name} for name in PROPERTIES]})),
        *(small_client.get(f"{ROOT}/suggest/entity", params={"prefix": word[:4]}).text for word in words),
        *(small_client.get(f"{ROOT}/preview", params={"id": id}).text for id in ids),
    ]
    assert len(texts) > 15
    assert any("Vanavalge" in text for text in texts)
    assert not any("kanari" in text.lower() for text in texts)
