"""The desk in a real browser: signing in by its form, judging by keys, taking back, writing as a reader."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from byname.access.desk.accounts import add_account, desk_of
from byname.access.desk.contributions import contributions_of
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore

if TYPE_CHECKING:
    from tests.site.conftest import Browser

PAGES = (
    "/desk", "/review", "/review/progress", "/desk/words-of-readers", "/desk/withheld", "/desk/withhold", "/desk/log",
    "/desk/import", "/desk/account", "/desk/words", "/desk/build", "/correct?about=trials:54",
)  # fmt: skip
PASSWORD = "seven grey geese"
_PRESS = "document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: {key!r}, bubbles: true}}))"
_IN_REASON = """document.getElementById('why').dispatchEvent(
  new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}))"""
_OUTSIDE = """[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll, .unseen, .skip, svg, select') && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))"""
_SMALL = """[...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter(e => e.offsetParent && e.type != 'hidden' && e.type != 'radio')
  .filter(e => !e.closest('p, td, th, dd, .skip, .interval'))
  .filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def archive(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = Path(shutil.copytree(demo, tmp_path_factory.mktemp("browser") / "archive"))
    archive = Archive.open(folder)
    add_account(archive, desk_of(archive), "clara", "keeper", PASSWORD, "Clara Prima")
    return archive


@pytest.fixture(scope="module")
def store(archive: Archive) -> DeskStore:
    return desk_of(archive)


@pytest.fixture(scope="module")
def address(archive: Archive) -> Iterator[str]:
    command = [sys.executable, "-m", "byname", "serve", str(archive.folder), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["address"].rstrip("/")
        finally:
            process.terminate()


def _until(browser: Browser, expression: str) -> None:
    for _ in range(300):
        try:
            if browser.evaluate(f"document.readyState == 'complete' && Boolean({expression})"):
                return
        except AssertionError:  # the page is just being left
            pass
        time.sleep(0.05)
    raise AssertionError(browser.evaluate("document.body.innerText"))


def _sign_in(browser: Browser, address: str, to: str = "/desk") -> None:
    browser.visit(f"{address}/desk/sign-in?to={to}", 1280)
    browser.evaluate(
        f"document.getElementById('name').value = 'clara'; document.getElementById('password').value = '{PASSWORD}'"
    )
    browser.evaluate("document.querySelector('main form').requestSubmit()")
    _until(browser, f"location.pathname == '{to}'")


def test_a_keeper_signs_in_judges_by_keys_and_takes_it_back(browser: Browser, address: str, archive: Archive) -> None:
    _sign_in(browser, address, "/review")
    first = browser.evaluate("document.querySelector('.heads').innerText")
    browser.evaluate(_PRESS.format(key="j"))
    _until(browser, f"document.querySelector('.heads').innerText != {json.dumps(first)}")
    browser.evaluate(_PRESS.format(key="k"))
    _until(browser, f"document.querySelector('.heads').innerText == {json.dumps(first)}")
    browser.evaluate(_PRESS.format(key="n"))
    assert browser.evaluate("document.querySelector('input[value=different]').checked")
    assert browser.evaluate("document.activeElement.id") == "why"
    browser.evaluate("document.getElementById('why').value = 'years differ'")
    browser.evaluate(_IN_REASON)
    _until(browser, "location.search == '?done=1'")
    (entry,) = archive.ledger.entries("judgement")
    assert (entry.by, entry.payload["verdict"], entry.payload["why"]) == ("clara", "different", "years differ")
    browser.visit(f"{address}/review/own", 1280)
    browser.evaluate("document.querySelector('.own-word form').requestSubmit()")
    _until(browser, "location.search == '?done=1'")
    assert len(list(archive.ledger.entries("judgement-undone"))) == 1


def test_a_reader_writes_without_an_account(browser: Browser, address: str, store: DeskStore) -> None:
    browser._call("Network.clearBrowserCookies")
    browser.visit(f"{address}/correct?about=trials:54", 360)
    browser.evaluate("document.getElementById('words').value = 'He was in Smolensk in 1936.'")
    browser.evaluate("document.querySelector('main form').requestSubmit()")
    _until(browser, "document.querySelector('h1').innerText == 'Thank you'")
    assert [one.words for one in contributions_of(store)] == ["He was in Smolensk in 1936."]


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_the_desk_fit_their_window_and_fingers(browser: Browser, address: str, width: int) -> None:
    browser._call("Network.clearBrowserCookies")
    browser.visit(f"{address}/desk/sign-in", width)
    assert browser.evaluate(_OUTSIDE) == []
    _sign_in(browser, address)
    for page in PAGES:
        browser.visit(address + page, width)
        assert browser.evaluate(_OUTSIDE) == [], page
        assert browser.evaluate(_SMALL) == [], page
    asked = [one for one in browser.requests if not one.startswith(("about:", "data:", address))]
    assert [one for one in asked if "127.0.0.1" not in one] == []
    browser._call("Network.clearBrowserCookies")
