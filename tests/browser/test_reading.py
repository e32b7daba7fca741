"""How somebody reads the site: from a search to the row of the original, by phone, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

Reader = Callable[..., Page]
PHONE = {"width": 360, "height": 740}


def test_a_search_leads_to_a_person_and_to_the_row_of_the_original_on_a_phone(served: str, reader: Reader) -> None:
    page = reader(viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto(f"{served}/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("Tuchatschewski")
    page.get_by_role("button", name="Search").tap()
    page.locator(".results h2 a").first.tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Тухачевский")
    page.locator(".timeline a").first.tap()
    expect(page.locator("h1 code")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1937-05-22")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_everything_is_reached_by_the_keyboard_alone_and_the_focus_is_seen(served: str, reader: Reader) -> None:
    page = reader()
    page.goto(f"{served}/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip")
    assert page.locator(":focus").bounding_box() is not None
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("id", "q")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("Bukharin")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=Bukharin"))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.results h2 a')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/person/"))


def test_names_are_suggested_while_somebody_types_and_chosen_by_the_arrows(served: str, reader: Reader) -> None:
    page = reader()
    page.goto(f"{served}/")
    box = page.get_by_role("combobox")
    box.press_sequentially("Tuchatsch", delay=10)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Тухачевский")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").first).to_contain_text("Names that fit")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "none")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "Tuchatsch"
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/person/P-"))


def test_a_suggestion_can_be_pressed_and_none_is_said_where_none_fits(served: str, reader: Reader) -> None:
    page = reader()
    page.goto(f"{served}/search")
    box = page.get_by_role("combobox").first
    box.press_sequentially("Xqzwjk", delay=10)
    expect(page.get_by_role("status").first).to_have_text("No name fits so far.")
    box.fill("Бухарин")
    page.locator(".suggested [role=option]").first.click()
    expect(page).to_have_url(re.compile("/person/P-"))


def test_everything_works_without_scripts(served: str, reader: Reader) -> None:
    page = reader(java_script_enabled=False)
    page.goto(f"{served}/")
    page.locator("#q").fill("Тухачевский")
    page.locator("#q").press("Enter")
    page.locator(".results h2 a").first.click()
    page.locator(".source-link").first.click()
    expect(page.locator("h1 code")).to_be_visible()
    page.goto(f"{served}/memorial")
    page.locator(".calendar a").first.click()
    page.get_by_role("link", name="A list to read aloud").click()
    expect(page.locator(".aloud li").first).to_be_visible()


def test_no_request_leaves_and_nothing_fails_on_any_page(addresses: list[str], served: str, reader: Reader) -> None:
    page = reader()
    asked, failed = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    for address in addresses:
        page.goto(address)
    outside = [url for url in asked if not url.startswith((served, "data:"))]
    assert len(asked) > len(addresses)
    assert outside == []
    assert [text for text in failed if "404" not in text] == []
    assert {urlsplit(url).path for url in asked} >= {"/static/site.css", "/static/suggest.js"}


def test_the_fonts_of_the_site_are_used(served: str, reader: Reader) -> None:
    page = reader()
    page.goto(f"{served}/design")
    page.evaluate("document.fonts.ready")
    used = page.evaluate("[...new Set([...document.fonts].filter(f => f.status == 'loaded').map(f => f.family))]")
    assert {name.strip('"') for name in used} == {"Source Serif 4", "Noto Serif Georgian", "Noto Serif SC"}
