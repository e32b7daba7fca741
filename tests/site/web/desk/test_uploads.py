from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from byname.site.web.desk.uploads import upload_of
from byname.site.web.problems import Problem


@pytest.fixture
def client() -> TestClient:
    async def take(request: Request) -> Response:
        try:
            with tempfile.TemporaryDirectory() as folder:
                found = await upload_of(request, 3000, Path(folder))
                return PlainTextResponse(f"{found.fields} {found.name} {len(found.path.read_bytes())}")
        except Problem as problem:
            return PlainTextResponse(str(problem), problem.status)

    app = FastAPI()
    app.router.routes.append(Route("/", take, methods=["POST"]))
    return TestClient(app)


def test_a_file_is_written_down_with_the_fields_beside_it(client: TestClient) -> None:
    answer = client.post("/", data={"token": "x"}, files={"file": ("a.csv", b"abc")})
    assert answer.text == "{'token': 'x'} a.csv 3"


def test_more_than_is_allowed_is_refused(client: TestClient) -> None:
    assert client.post("/", files={"file": ("a.csv", b"a" * 4000)}).status_code == 413
    assert client.post("/", files=[("file", ("a.csv", b"a")), ("file", ("b.csv", b"b"))]).status_code == 400
    assert client.post("/", data={f"f{n}": "x" for n in range(12)}, files={"file": ("a", b"a")}).status_code == 400


def test_a_form_without_a_file_is_refused(client: TestClient) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post("/", data={"token": "x"}).status_code == 400
    assert client.post("/", content=b"--x\r\nbroken", headers=kind).status_code == 400
    assert client.post("/", content=b"", headers={"Content-Type": "multipart/form-data"}).status_code == 400
