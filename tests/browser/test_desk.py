"""How somebody works at the desk: a spreadsheet becomes a list, a pair is judged and taken back, a person is withheld.

Each in a way of its own: without scripts, by the keyboard alone, on a phone.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect
from tests.browser.conftest import PASSWORD, SIGN_IN, serving

from byname.access.desk.accounts import add_account, desk_of
from byname.archive.archive import Archive

Opened = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
PEOPLE = (
    ("name", "born", "died", "fate"),
    ("Tukhachevsky Mikhail Nikolayevich", "1893", "12.06.1937", "shot"),
    ("Egorov Aleksandr Ilyich", "1883", "23.02.1939", "gone in the night"),
)


@pytest.fixture
def served_small(small: Archive, tmp_path: Path) -> Iterator[str]:
    """The small archive with a keeper, served by a process of its own; it is quick to build anew."""
    archive = Archive.open(Path(shutil.copytree(small.folder, tmp_path / "archive")))
    add_account(archive, desk_of(archive), "clara", "keeper", PASSWORD, "Clara Prima")
    with serving(archive) as address:
        yield address


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    """A workbook as an archivist has it."""
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    for row in PEOPLE:
        book.active.append(row)
    book.save(tmp_path / "purged.xlsx")
    return tmp_path / "purged.xlsx"


def test_a_spreadsheet_becomes_a_list_without_scripts(served_small: str, reader: Opened, spreadsheet: Path) -> None:
    page = reader(java_script_enabled=False)
    page.goto(f"{served_small}/desk/import")
    page.get_by_label("Name").fill("clara")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.locator("#file").set_input_files(spreadsheet)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("purged.xlsx")
    page.locator("#source").fill("purged")
    page.locator("#standing").select_option("dead")
    page.get_by_label("died", exact=True).select_option("death_date")
    page.get_by_label("fate", exact=True).select_option("outcome")
    page.get_by_role("button", name="Read it so").first.click()
    rows = page.locator(".rows-read")
    expect(rows).to_contain_text("1937-06-12")
    expect(rows.get_by_role("row").filter(has_text="gone in the night")).to_contain_text("not understood")
    page.get_by_role("button", name="Add it and build").click()
    expect(page.get_by_text("The archive is built.", exact=True)).to_be_visible(timeout=120_000)
    page.get_by_role("link", name="Words that were not understood").click()
    word = page.locator(".own-word").filter(has_text="gone in the night")
    word.locator("select").select_option("disappeared")
    word.get_by_role("button", name="Say so").click()
    expect(page.get_by_role("status")).to_contain_text("read so by the next build")
    page.goto(f"{served_small}/search?q=Tuchatschewski")
    expect(page.locator(".results h2").first).to_contain_text("Tukhachevsky")


def test_a_pair_is_judged_and_taken_back_by_the_keyboard_alone(served_desk: str, desk: Archive, keeper: Opened) -> None:
    page = keeper()
    page.goto(f"{served_desk}/review")
    first = page.locator(".heads").inner_text()
    page.keyboard.press("j")
    expect(page.locator(".heads")).not_to_have_text(first, use_inner_text=True)
    page.wait_for_load_state()  # its script listens to keys from then on
    page.keyboard.press("k")
    expect(page.locator(".heads")).to_have_text(first, use_inner_text=True)
    judged = len(list(desk.ledger.entries("judgement")))
    page.keyboard.press("n")
    expect(page.locator("#why")).to_be_focused()
    page.keyboard.press("Enter")  # a reason is asked first
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#why")).to_be_focused()
    page.keyboard.type("years of birth differ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your word is written")
    assert [entry.payload["why"] for entry in desk.ledger.entries("judgement")][judged:] == ["years of birth differ"]
    _by_tab(page, "What you judged")
    expect(page).to_have_url(re.compile("/review/own"))
    mine = page.locator(".own-word").filter(has_text="years of birth differ")
    expect(mine).to_have_count(1)
    before = len(list(desk.ledger.entries("judgement-undone")))
    mine.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(mine).to_have_count(0)
    assert len(list(desk.ledger.entries("judgement-undone"))) == before + 1
    page.goto(f"{served_desk}/review")
    expect(page.locator(".heads")).to_have_text(first, use_inner_text=True)


def test_who_is_withheld_on_a_phone_is_gone_everywhere_at_once_until_given_back(
    served_desk: str, keeper: Opened, reader: Opened
) -> None:
    visitor = reader(java_script_enabled=False)
    visitor.goto(f"{served_desk}/person/trials:51")
    address, name = visitor.url, visitor.locator("h1").inner_text()
    words = quote(name)
    id = address.rpartition("/")[2]
    asked = (f"/search?q={words}", f"/api/search?q={words}", f"/search/suggest?q={words}", f"/person/{id}",
             f"/api/people/{id}", "/record/trials:51", "/names", "/memorial/list/trials")  # fmt: skip

    def seen() -> dict[str, bool]:
        answers = {path: visitor.request.get(served_desk + path) for path in asked}
        return {path: answer.ok and (id in (text := answer.text()) or (words not in path and name in text))
                for path, answer in answers.items()}  # fmt: skip

    shown = seen()
    assert all(shown.values()), shown
    page = keeper(viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto(f"{served_desk}/desk/withhold?about={id}")
    page.get_by_label("Why?").fill("the family asks")
    page.get_by_role("button", name="Withhold").tap()
    expect(page.get_by_role("status")).to_have_text("It is written down.")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert {path for path, is_there in seen().items() if is_there} == set()
    assert visitor.goto(address).status == 404  # type: ignore[union-attr]
    entry = page.locator(".task-list > li").filter(has_text=id).first
    entry.locator("summary").tap()
    entry.get_by_label("Why?").fill("the family agrees")
    entry.get_by_role("button", name="Give back").tap()
    expect(page.get_by_role("status")).to_have_text("It is written down.")
    assert seen() == shown
    page.goto(f"{served_desk}/desk/log")
    expect(page.get_by_role("row").filter(has_text=id)).to_have_count(2)


def test_what_a_reader_writes_stands_on_the_page_once_a_reviewer_accepts_it_without_scripts(
    served_desk: str, keeper: Opened, reader: Opened
) -> None:
    words = "She kept his letters from <b>Voronezh</b>."
    visitor = reader(java_script_enabled=False)
    visitor.goto(f"{served_desk}/person/trials:50")
    address = visitor.url
    visitor.get_by_role("main").get_by_role("link", name="Something is wrong").click()
    visitor.get_by_label("A testimony").check()
    visitor.locator("#words").fill(words)
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Thank you")
    visitor.goto(address)
    assert "Voronezh" not in visitor.locator("main").inner_text()
    page = keeper(java_script_enabled=False)
    page.goto(f"{served_desk}/desk/words-of-readers")
    page.locator(".waiting").filter(has_text="Voronezh").get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status")).to_have_text("It is written down.")
    visitor.goto(address)
    expect(visitor.locator(".notes")).to_contain_text(words)


def test_no_page_of_the_desk_asks_another_host_or_fails_or_is_wider_than_a_phone(
    desk_addresses: list[str], served_desk: str, keeper: Opened
) -> None:
    page = keeper(viewport=PHONE)
    asked, failed = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    wide = []
    for address in [*desk_addresses, served_desk + SIGN_IN]:
        page.goto(address)
        if page.evaluate("document.scrollingElement.scrollWidth") > PHONE["width"]:
            wide.append(address)
    assert wide == []
    assert failed == []
    assert len(asked) > len(desk_addresses)
    assert [url for url in asked if not url.startswith((served_desk, "data:"))] == []


def _by_tab(page: Page, words: str) -> None:
    """Go to a link by the tab key and follow it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.innerText === {json.dumps(words)}"):
            break
    else:
        pytest.fail(f"no tab leads to {words}")
    page.keyboard.press("Enter")
