from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from tests.site.conftest import Browser

PAGES = (
    "/", "/search?q=Tukhachevsky", "/search?q=Tukha&year=1905", "/person/trials:54", "/record/trials:54", "/lists",
    "/list/trials", "/number/trials-records", "/casualties", "/motive", "/motive/composition-sphere",
    "/consequences/paths", "/audit", "/design", "/api", "/tour", "/docs", "/docs/mappings",
    "/docs/tutorial-archivist", "/nothing",
)  # fmt: skip
_OUTSIDE = """[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll, .unseen, .skip, svg, select') && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))"""
# What is touched with a finger, but links inside a sentence or a cell, which WCAG 2.2 (2.5.8) leaves out.
_SMALL = """[...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter(e => e.offsetParent && !e.closest('p, td, th, dd, .manual li, .skip, .interval'))
  .filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [1280, 768, 360])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_its_window_and_fingers(served: str, browser: Browser, page: str, width: int) -> None:
    browser.visit(_settled(served, page), width)
    assert browser.evaluate("document.scrollingElement.scrollWidth") <= width
    assert browser.evaluate(_OUTSIDE) == []
    assert browser.evaluate(_SMALL) == []


def test_no_page_asks_another_host_for_anything(served: str, browser: Browser) -> None:
    browser.requests.clear()
    for page in PAGES:
        browser.visit(_settled(served, page), 1280)
    asked = [address for address in browser.requests if not address.startswith(("about:", "data:"))]
    assert len(asked) > len(PAGES)
    assert [address for address in asked if not address.startswith(served)] == []


def test_the_style_sheet_passes_the_policy_in_light_and_dark(served: str, browser: Browser, tmp_path: Path) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    browser.visit(f"{served}/", 1280)
    assert browser.evaluate(colour) == "rgb(252, 250, 246)"
    browser.visit(f"{served}/", 1280, dark=True)
    assert browser.evaluate(colour) == "rgb(23, 22, 20)"


def test_a_search_leads_by_its_links_to_the_row_of_the_original(served: str, browser: Browser) -> None:
    browser.visit(f"{served}/search?q={quote('Тухачевский')}", 360)
    person = browser.evaluate("document.querySelector('.results h2 a').href")
    browser.visit(person, 360)
    record = browser.evaluate("document.querySelector('.timeline a').href")
    browser.visit(record, 360)
    assert "1937-05-22" in browser.evaluate("document.body.innerText")


def _settled(served: str, page: str) -> str:
    """The address of a page as the browser shows it in the end, behind an id that leads on."""
    if page != "/person/trials:54":
        return served + page
    with urllib.request.urlopen(served + page) as answer:
        return str(answer.url)
