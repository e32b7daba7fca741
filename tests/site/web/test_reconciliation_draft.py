from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from byname.site.web.reconciliation_draft import ROOT, VERSION


def _query(name: str, **properties: str) -> dict[str, Any]:
    own = [{"matchType": "name", "propertyValue": name}]
    more = [{"matchType": "property", "propertyId": id, "propertyValue": text} for id, text in properties.items()]
    return {"type": "Person", "limit": 3, "conditions": [*own, *more]}


def test_the_manifest_names_the_draft_alone_and_what_there_is(client: TestClient) -> None:
    manifest = client.get(ROOT).json()
    assert manifest["versions"] == [VERSION]
    assert manifest["suggest"] == {"entity": True, "property": True, "type": True}
    assert client.get("/api/reconcile").json()["versions"] == ["0.2"]


def test_names_get_the_candidates_that_version_02_gives(client: TestClient) -> None:
    queries = [_query("Tuchatschewski Michail"), _query("Бухарин", birth="1888"), _query("Nobody Atall")]
    found = client.post(f"{ROOT}/match", json={"queries": queries}).json()["results"]
    old = {"q0": {"query": "Tuchatschewski Michail", "limit": 3}}
    import json

    before = client.post("/api/reconcile", data={"queries": json.dumps(old)}).json()
    assert found[0]["candidates"] == before["q0"]["result"] != []
    assert found[1]["candidates"][0]["name"]
    assert found[2]["candidates"] == []


def test_columns_are_given_by_row_and_property(client: TestClient) -> None:
    person = client.post(f"{ROOT}/match", json={"queries": [_query("Бухарин Николай")]}).json()["results"][0]
    id = person["candidates"][0]["id"]
    asked = {"ids": [id, "P-000000000000"], "properties": [{"id": "birth"}, {"id": "lists"}]}
    found = client.post(f"{ROOT}/extend", json=asked).json()
    assert [one["id"] for one in found["meta"]] == ["birth", "lists"]
    assert found["rows"][0] == {
        "id": id,
        "properties": [
            {"id": "birth", "values": [{"str": "1888"}]},
            {"id": "lists", "values": [{"str": "cc1934"}, {"str": "trials"}]},
        ],
    }
    assert found["rows"][1]["properties"][0]["values"] == []


def test_suggestions_and_the_preview_are_there(client: TestClient) -> None:
    found = client.get(f"{ROOT}/suggest/entity?prefix=Tuchatsch").json()["result"]
    assert found[0]["name"] == "М. Н. Тухачевский"
    assert client.get(f"{ROOT}/suggest/property?prefix=birth").json()["result"]
    assert client.get(f"{ROOT}/suggest/type?prefix=per").json()["result"] == [{"id": "Person", "name": "Person"}]
    assert client.get(f"{ROOT}/extend/propose?type=Person").json()["properties"]
    preview = client.get(f"{ROOT}/preview?id={found[0]['id']}")
    assert "frame-ancestors *" in preview.headers["content-security-policy"]
    assert client.get(f"{ROOT}/preview?id=none").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [("match", b"", 400), ("match", b"[]", 400), ("match", b'{"queries": {}}', 400), ("match", b"[" * 90_000, 400),
     ("match", b'{"queries": [{"conditions": 1}]}', 400), ("match", b'{"queries": [7]}', 400),
     ("match", b" " * 600_000, 413), ("extend", b'{"ids": 1}', 400)],
)  # fmt: skip
def test_what_has_another_form_is_told(client: TestClient, path: str, body: bytes, status: int) -> None:
    assert client.post(f"{ROOT}/{path}", content=body).status_code == status


def test_nobody_who_may_be_living_is_a_candidate(small_client: TestClient) -> None:
    found = small_client.post(f"{ROOT}/match", json={"queries": [_query("Kanariday Ants"), _query("Ants")]}).text
    assert "Vanavalge" in found
    assert "kanari" not in found.lower()
