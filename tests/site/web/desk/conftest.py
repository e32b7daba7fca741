"""A desk with an account of each role, and browsers that sign in and send forms as they do."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from byname.access.desk.accounts import add_account, desk_of
from byname.access.desk.passwords import hash_of
from byname.access.desk.sessions import begin
from byname.archive.archive import Archive
from byname.archive.desk_store import ACCOUNTS, DeskStore
from byname.site.app import make_app

PASSWORD = "seven grey geese"
HOST = "http://testserver"
_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


class Visitor:
    """A browser: it keeps cookies, reads the token of a page and sends forms with it."""

    def __init__(self, app: FastAPI, name: str = "", store: DeskStore | None = None) -> None:
        self.client = TestClient(app, base_url=HOST, follow_redirects=False)
        if store is not None:
            self.client.cookies.set("byname-session", begin(store, name), domain="testserver.local")

    def get(self, address: str, **more: Any) -> Response:
        """Ask for a page."""
        return self.client.get(address, **more)

    def token(self, address: str) -> str:
        """The token of the forms on a page."""
        page = self.get(address)
        assert page.status_code == 200, (page.status_code, address)
        return str(_TOKEN.findall(page.text)[-1])

    def send(self, page: str, address: str, *, headers: Any = None, **fields: Any) -> Response:
        """Send a form that stands on a page."""
        given = {"token": self.token(page), **fields}
        return self.client.post(address, data=given, headers={"Origin": HOST, **(headers or {})})

    def text(self, address: str) -> str:
        """What a page says, without marks."""
        return unescape(re.sub(r"<[^>]+>", " ", self.get(address).text))


@pytest.fixture(scope="session")
def desk_archive(small: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small archive with four accounts; one password was hashed for all of them."""
    folder = Path(shutil.copytree(small.folder, tmp_path_factory.mktemp("desk") / "archive"))
    archive = Archive.open(folder)
    store = desk_of(archive)
    add_account(archive, store, "anna", "reviewer", PASSWORD, "Anna Prima")
    kept = hash_of(PASSWORD)
    with store.writing() as connection:
        for name, role in (("boris", "reviewer"), ("clara", "keeper"), ("dora", "contributor")):
            row = {"name": name, "shown": f"{name.title()} Shown", "role": role, "password": kept, "secret": ""}
            connection.execute(ACCOUNTS.insert().values(**row, added="2026-11-26T12:00:00+00:00", removed=""))
    store.close()
    return folder


@pytest.fixture
def desk(desk_archive: Path, tmp_path: Path) -> Archive:
    """An archive with a desk, for a test that changes it."""
    return Archive.open(Path(shutil.copytree(desk_archive, tmp_path / "archive")))


@pytest.fixture
def app(desk: Archive) -> FastAPI:
    """The application of that archive."""
    return make_app(desk)


@pytest.fixture
def store(desk: Archive) -> DeskStore:
    """The store of that desk."""
    return desk_of(desk)


@pytest.fixture
def reader(app: FastAPI) -> Visitor:
    """Somebody without an account."""
    return Visitor(app)


@pytest.fixture
def anna(app: FastAPI, store: DeskStore) -> Visitor:
    """A reviewer who is signed in."""
    return Visitor(app, "anna", store)


@pytest.fixture
def boris(app: FastAPI, store: DeskStore) -> Visitor:
    """Another reviewer."""
    return Visitor(app, "boris", store)


@pytest.fixture
def clara(app: FastAPI, store: DeskStore) -> Visitor:
    """A keeper."""
    return Visitor(app, "clara", store)


@pytest.fixture
def dora(app: FastAPI, store: DeskStore) -> Visitor:
    """A contributor."""
    return Visitor(app, "dora", store)
