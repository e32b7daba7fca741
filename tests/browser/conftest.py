"""The site of the demonstration archive in a real Chromium, driven by Playwright; and what judges its pages.

Where the browser, or a tool that is fetched beside it (`npm ci` in this folder), is missing the tests skip, except in
CI.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.lists import ROWS, write_list
from tests.site.conftest import served, small, small_app

from byname.access.desk.accounts import add_account, desk_of
from byname.access.desk.contributions import contribute
from byname.access.desk.imports import begin_draft, drafts_of
from byname.access.desk.reviewing import ReviewDesk, hidden_entries, review_doubts
from byname.access.desk.sessions import begin
from byname.access.takedown import give_back, withhold
from byname.archive.archive import Archive

__all__ = ["served", "small", "small_app"]
TOOLS = Path(__file__).resolve().parent / "node_modules"
# One page of each type; `{person}` and `{record}` stand for those of one person.
PAGES = (
    "/", "/search?q=Tukhachevsky", "/search?q=Xqzw", "/person/{person}", "/person/cc1934:52", "/record/trials:54",
    "/lists", "/list/trials",
    "/number/trials-records", "/casualties", "/motive", "/motive/composition-sphere", "/consequences",
    "/consequences/paths", "/audit", "/memorial", "/memorial/day/06-11", "/memorial/day/06-11/read/1",
    "/memorial/places", "/memorial/place/moskva", "/memorial/list/trials", "/memorial/incidents", "/names", "/policy",
    "/downloads", "/design", "/api", "/tour", "/docs?q=ledger", "/docs/mappings", "/nothing",
)  # fmt: skip
# The pages of the desk as a keeper has them; `{draft}` is a file that waits.
DESK_PAGES = (
    "/desk", "/review", "/review/own", "/review/progress", "/review/settle", "/desk/words-of-readers", "/desk/withheld",
    "/desk/withhold?about=trials:54", "/desk/restricted?about=trials:54", "/desk/import", "/desk/import/{draft}",
    "/desk/build", "/desk/words", "/desk/log", "/desk/account", "/downloads", "/correct?about=trials:54",
    "/record/trials:54",
)  # fmt: skip
SIGN_IN = "/desk/sign-in"
PASSWORD = "seven grey geese"


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it in CI, since something is not installed."""
    message = f"{what} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page for a reader with wishes of their own (`viewport`, `java_script_enabled`, `color_scheme`)."""
    contexts: list[BrowserContext] = []

    def opened(**wishes: Any) -> Page:
        context = chromium.new_context(locale="en-GB", reduced_motion="reduce", **wishes)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def person(served: str) -> str:
    """The id of Tukhachevsky's page."""
    with urllib.request.urlopen(f"{served}/person/trials:54") as answer:
        return str(answer.url).rpartition("/")[2]


@pytest.fixture(scope="session")
def addresses(served: str, person: str) -> list[str]:
    """The address of one page of each type."""
    return [served + page.format(person=person) for page in PAGES]


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that judges how accessible a page is."""
    script = TOOLS / "axe-core" / "axe.min.js"
    if not script.is_file():
        missing("axe-core")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command that judges whether a page is valid HTML."""
    program = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if java is None or not program.is_file():
        missing("vnu")
    return [java, "-Xss1m", "-jar", str(program)]


@contextmanager
def serving(archive: Archive) -> Iterator[str]:
    """The address of an archive that is served by a process of its own."""
    command = [sys.executable, "-m", "byname", "serve", str(archive.folder), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["address"].rstrip("/")
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def desk(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A copy of the demonstration archive with a keeper, a reviewer, and something on every page of its desk."""
    return furnished(demo, tmp_path_factory.mktemp("desk"))


def furnished(demo: Path, folder: Path) -> Archive:
    """A copy of the demonstration archive, in a folder, with a keeper, a reviewer, and something on every page of its
    desk."""
    archive = Archive.open(Path(shutil.copytree(demo, folder / "archive")))
    store = desk_of(archive)
    add_account(archive, store, "clara", "keeper", PASSWORD, "Clara Prima")
    add_account(archive, store, "anna", "reviewer", PASSWORD, "Anna Prima")
    contribute(archive, store, "trials:54", "more", "He was in Smolensk in 1936.", source="a letter")
    ended = withhold(archive, "trials:53", why="the family asks", by="clara")
    give_back(archive, ended.number, why="the family agrees", by="clara")
    withhold(archive, "trials:52", why="the family asks", until="2099-01-01", by="clara")
    doubts = review_doubts(archive)
    hidden = hidden_entries(archive, doubts)
    pairs = [(doubt.record_a, doubt.record_b) for doubt in ReviewDesk(archive, "anna", doubts, hidden).to_judge()[:2]]
    for name, verdict in (("anna", "same"), ("clara", "different")):
        for pair in pairs:
            ReviewDesk(archive, name, doubts, hidden).give(pair, verdict if pair == pairs[0] else "same", "the years")
    table, _ = write_list(folder / "lists", "purged", ROWS)
    begin_draft(archive, "purged.csv", table)
    return archive


@pytest.fixture(scope="session")
def served_desk(desk: Archive) -> Iterator[str]:
    """The address of that archive, served by a process of its own."""
    with serving(desk) as address:
        yield address


@pytest.fixture(scope="session")
def desk_addresses(desk: Archive, served_desk: str) -> list[str]:
    """The address of each page of the desk."""
    (draft,) = drafts_of(desk)
    return [served_desk + page.format(draft=draft.id) for page in DESK_PAGES]


@pytest.fixture
def keeper(desk: Archive, served_desk: str, reader: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page for the keeper of that archive, who is signed in."""

    def opened(**wishes: Any) -> Page:
        page = reader(**wishes)
        word = begin(desk_of(desk), "clara")
        page.context.add_cookies([{"name": "byname-session", "value": word, "url": served_desk}])
        return page

    return opened
