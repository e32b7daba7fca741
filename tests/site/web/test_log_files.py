from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.served import small_archive

from byname.archive.archive import Archive
from byname.archive.signed_notes import Signer
from byname.archive.transparency_log import faults_of, write_log
from byname.site.app import make_app

KEY = Signer.new("archive.example.org/log")


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A small archive, which only these tests write to."""
    return small_archive(tmp_path_factory.mktemp("logged"))


@pytest.fixture
def client(logged: Archive) -> Iterator[TestClient]:
    with TestClient(make_app(logged)) as made:
        yield made


def test_a_log_is_taken_from_the_site_and_checked_without_the_archive(
    logged: Archive, client: TestClient, tmp_path: Path
) -> None:
    assert client.get("/log/checkpoint").status_code == 404, "none was written yet"
    write_log(list(logged.ledger.all_entries()), logged.log, KEY)
    size = int(client.get("/log/checkpoint").text.split("\n")[1])
    for path in ("checkpoint", "keys", f"tile/0/000.p/{size}", f"tile/entries/000.p/{size}"):
        answer = client.get(f"/log/{path}")
        assert answer.status_code == 200
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(answer.content)
    assert faults_of(tmp_path, [KEY.verifier()]) == []


def test_a_checkpoint_is_new_where_the_log_has_grown(logged: Archive, client: TestClient) -> None:
    write_log(list(logged.ledger.all_entries()), logged.log, KEY)
    before = client.get("/log/checkpoint")
    assert "etag" not in before.headers
    logged.ledger.append("note", {"text": "something"}, by="somebody")
    write_log(list(logged.ledger.all_entries()), logged.log, KEY)
    assert client.get("/log/checkpoint").text != before.text


@pytest.mark.parametrize(
    "path", ["", "../byname.toml", "%2e%2e/byname.toml", "tile/0/%2e%2e/%2e%2e/%2e%2e/byname.toml", "key"]
)
def test_nothing_else_is_given(client: TestClient, path: str) -> None:
    assert client.get(f"/log/{path}").status_code == 404
