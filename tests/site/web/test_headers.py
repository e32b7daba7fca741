from __future__ import annotations

from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from byname.errors import BadArchive
from byname.site.web.headers import PREVIEWS, SafeHeaders


async def _plain(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/fails":
        raise ZeroDivisionError("a secret of the code")
    await PlainTextResponse("answer")(scope, receive, send)


def _unforeseen(request: Request, error: Exception) -> Response:
    return PlainTextResponse("told", 500)


def _client(states: list[str]) -> TestClient:
    return TestClient(SafeHeaders(_plain, lambda: states[-1], _unforeseen))


def test_a_tag_changes_with_the_state_and_the_address_of_what_is_read() -> None:
    states = ["one"]
    client = _client(states)
    tag = client.get("/a").headers["etag"]
    assert client.get("/a", headers={"If-None-Match": f'"x", {tag}'}).status_code == 304
    assert client.get("/b").headers["etag"] != tag
    states.append("two")
    assert client.get("/a", headers={"If-None-Match": tag}).status_code == 200


def test_a_failure_of_the_code_is_answered_with_all_headers() -> None:
    answer = _client(["one"]).get("/fails")
    assert (answer.status_code, answer.text) == (500, "told")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "etag" not in answer.headers


def test_only_a_preview_may_stand_in_the_frame_of_another_page() -> None:
    client = _client(["one"])
    assert "frame-ancestors *" in client.get(PREVIEWS[0]).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]


def test_programs_of_any_site_may_ask_the_api_and_nothing_else() -> None:
    client = _client(["one"])
    assert client.get("/api/lists").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/lists").headers


def test_an_archive_without_a_state_is_still_answered() -> None:
    def broken() -> str:
        raise BadArchive("the archive is not built")

    answer = TestClient(SafeHeaders(_plain, broken, _unforeseen)).get("/")
    assert answer.status_code == 200
    assert "etag" not in answer.headers
