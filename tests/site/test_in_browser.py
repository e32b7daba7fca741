from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from byname.site.report import PAGES

if TYPE_CHECKING:
    from tests.site.conftest import Browser

_OUTSIDE = """[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll, .unseen, .skip, svg') && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [1280, 768, 390, 360])
@pytest.mark.parametrize("page", PAGES)
def test_page_does_not_scroll_sideways(report: Path, browser: Browser, page: str, width: int) -> None:
    browser.open(report / f"{page}.html", width)
    assert browser.evaluate("innerWidth") == width
    assert browser.evaluate("document.scrollingElement.scrollWidth") <= width
    assert browser.evaluate(_OUTSIDE) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_page_draws_something_at_each_width(report: Path, browser: Browser, width: int, tmp_path: Path) -> None:
    browser.open(report / "index.html", width)
    light = browser.screenshot(tmp_path / "light.png", whole=True)
    browser.open(report / "index.html", width, dark=True)
    assert light.startswith(b"\x89PNG")
    assert browser.screenshot(tmp_path / "dark.png", whole=True) != light


def test_opening_every_page_asks_for_its_file_alone(report: Path, browser: Browser) -> None:
    browser.requests.clear()
    for page in PAGES:
        browser.open(report / f"{page}.html", 1280)
    asked = [address for address in browser.requests if address != "about:blank"]
    assert asked == [(report / f"{page}.html").as_uri() for page in PAGES]


def test_policy_lets_the_style_sheet_pass(report: Path, browser: Browser) -> None:
    browser.open(report / "index.html", 1280)
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(252, 250, 246)"
    browser.open(report / "index.html", 1280, dark=True)
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 20)"


def test_phone_gets_the_narrow_charts_and_paper_the_wide_ones(report: Path, browser: Browser) -> None:
    shown = "[...document.querySelectorAll('.picture')].filter(e => e.offsetParent).map(e => e.classList[1])"
    browser.open(report / "index.html", 390)
    assert set(browser.evaluate(shown)) == {"narrow"}
    browser.open(report / "index.html", 390, media="print")
    assert set(browser.evaluate(shown)) == {"wide"}


def test_text_of_charts_stays_readable_on_a_phone(report: Path, browser: Browser) -> None:
    browser.open(report / "index.html", 360)
    scale = "e => e.getBoundingClientRect().width / e.viewBox.baseVal.width"
    scales = browser.evaluate(f"[...document.querySelectorAll('.narrow svg')].map({scale})")
    assert min(scales) > 0.9


def test_link_of_a_number_opens_its_trace(report: Path, browser: Browser) -> None:
    browser.open(report / "index.html", 1280)
    links = "[...document.querySelectorAll('a.number')].map(a => decodeURIComponent(a.hash.slice(1)))"
    ids = browser.evaluate(links)
    for fragment in (ids[0], ids[-1]):
        browser.open(report / "trace.html", 1280, fragment=f"#{fragment}")
        place = browser.evaluate("document.querySelector(':target').getBoundingClientRect().top")
        assert 0 <= place < 900
