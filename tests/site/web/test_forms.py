from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_a_form_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.post("/audit", data={"text": "a" * 800_000}).status_code == 413


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/xml", ""])
def test_a_form_of_another_encoding_is_refused(client: TestClient, kind: str) -> None:
    assert client.post("/audit", content=b"text=a", headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize("body", [b"text=%ff%fe", b"\xff", b"&".join(b"a%d=1" % number for number in range(60))])
def test_a_broken_form_is_refused(client: TestClient, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/audit", content=body, headers=kind).status_code == 400
