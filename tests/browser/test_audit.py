"""How somebody checks a text: pasted without scripts, a reading put right, the file taken home; and the page judged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.browser.test_accessibility import violations_of
from tests.browser.test_validity import html_errors

TEXT = (
    "In those years 353,074 of the bearded were put down in the Soviet Union. In 1937 and 1938, 681,692 people were "
    "shot. It was a cold winter."
)


def test_a_reading_is_put_right_without_scripts_and_the_audit_taken_home(
    served: str, reader: Callable[..., Page], tmp_path: Path
) -> None:
    page = reader(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"{served}/audit")
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="Check", exact=True).click()
    claim = page.locator("#c1")
    expect(claim).to_contain_text("not in our sources")
    page.locator(".unjudged summary").first.click()
    claim.get_by_role("button", name="Correct this reading").click()
    expect(page).to_have_url(re.compile("#c1$"))
    page.get_by_label("What is said").select_option("execute")
    page.get_by_label("Of whom").select_option("-")
    page.get_by_label("Where").select_option("ussr")
    page.get_by_label("When").fill("1937")
    page.get_by_label("When").press("Enter")
    expect(claim).to_contain_text("supported")
    expect(page.locator(".put-right")).to_contain_text("353,074")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download as JSON").click()
    told = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))
    assert told["claims"][0]["verdict"] == "supported"
    assert told["corrections"][0]["predicates"] == ["execute"]
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download as a page").click()
    assert taken.value.suggested_filename == "audit.html"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    page.get_by_role("button", name="Undo").click()
    expect(claim).to_contain_text("not in our sources")


def test_the_checked_text_violates_no_rule_and_is_valid(
    served: str, reader: Callable[..., Page], axe: str, vnu: list[str], tmp_path: Path
) -> None:
    for scheme in ("light", "dark"):
        page = reader(color_scheme=scheme)
        page.goto(f"{served}/audit")
        page.locator("#text").fill(TEXT)
        page.get_by_role("button", name="Check", exact=True).click()
        page.locator(".unjudged summary").first.click()
        page.get_by_role("button", name="Correct this reading").first.click()
        expect(page.locator(".reading")).to_be_visible()
        assert violations_of(page, axe, scheme) == []
    given: dict[str, str | float | bool] = {
        "text": TEXT,
        "edit": "c1",
        "corrections": json.dumps([{"words": "cold", "leave_out": True}]),
    }
    (tmp_path / "audit.html").write_text(page.request.post(f"{served}/audit", form=given).text(), encoding="utf-8")
    assert html_errors(vnu, tmp_path) == []
