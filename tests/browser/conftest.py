"""The site of the demonstration archive in a real Chromium, driven by Playwright; and what judges its pages.

Where the browser, or a tool that is fetched beside it (`npm ci` in this folder), is missing the tests skip, except in
CI.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.site.conftest import served, small, small_app

__all__ = ["served", "small", "small_app"]
TOOLS = Path(__file__).resolve().parent / "node_modules"
# One page of each type; `{person}` and `{record}` stand for those of one person.
PAGES = (
    "/", "/search?q=Tukhachevsky", "/search?q=Xqzw", "/person/{person}", "/record/trials:54", "/lists", "/list/trials",
    "/number/trials-records", "/casualties", "/motive", "/motive/composition-sphere", "/consequences",
    "/consequences/paths", "/audit", "/memorial", "/memorial/day/06-11", "/memorial/day/06-11/read/1",
    "/memorial/places", "/memorial/place/moskva", "/memorial/list/trials", "/memorial/incidents", "/names", "/policy",
    "/design", "/api", "/nothing",
)  # fmt: skip


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
    import urllib.request

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
