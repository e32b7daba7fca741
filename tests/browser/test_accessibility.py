"""Each type of page judged by axe, in light and in dark: no violation, and nothing that axe cannot tell unexplained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import SIGN_IN

# What axe cannot tell by itself, and why it is right here.
EXPLAINED = {
    "color-contrast": "letters of drawings lie over other shapes, whose colours axe does not see through",
}
# Pages of the desk with colours that the others have not: evidence, lists of tasks, forms, tables.
_OWN_COLOURS = ("/review", "/desk/withheld", "/desk/account", "/desk/log", "/desk/words-of-readers")
_RULES = "{type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_violates_a_rule(addresses: list[str], reader: Callable[..., Page], axe: str, scheme: str) -> None:
    assert _violations(reader(color_scheme=scheme), addresses, axe, scheme) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_violates_a_rule(
    desk_addresses: list[str], served_desk: str, keeper: Callable[..., Page], reader: Callable[..., Page], axe: str,
    scheme: str,
) -> None:  # fmt: skip
    some = desk_addresses if scheme == "light" else [one for one in desk_addresses if one.endswith(_OWN_COLOURS)]
    assert len(some) >= len(_OWN_COLOURS)
    assert _violations(keeper(color_scheme=scheme), some, axe, scheme) == {}
    assert _violations(reader(color_scheme=scheme), [served_desk + SIGN_IN], axe, scheme) == {}


def _violations(page: Page, addresses: list[str], axe: str, scheme: str) -> dict[str, Any]:
    """What axe finds wrong, or cannot tell, on each of some pages."""
    found = dict[str, Any]()
    for address in addresses:
        page.goto(address)
        wrong = violations_of(page, axe, scheme)
        if wrong:
            found[address] = wrong
    return found


def violations_of(page: Page, axe: str, scheme: str) -> list[tuple[str, str]]:
    """What axe finds wrong, or cannot tell, on the page that is open; in dark colours it looks at contrast alone."""
    rules = _RULES if scheme == "light" else "['color-contrast']"
    page.evaluate(axe)
    result = page.evaluate(f"axe.run(document, {{runOnly: {rules}, resultTypes: ['violations', 'incomplete']}})")
    assert result["passes"], "axe looked at nothing"
    unsure = [
        (one["id"], node["html"][:160])
        for one in result["incomplete"]
        for node in one["nodes"]
        if one["id"] not in EXPLAINED or not _in_a_drawing(node)
    ]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in result["violations"]] + unsure


def test_the_open_list_of_suggestions_violates_no_rule(served: str, reader: Callable[..., Page], axe: str) -> None:
    page = reader()
    page.goto(f"{served}/")
    page.get_by_role("combobox").press_sequentially("Tuch", delay=10)
    page.get_by_role("option").first.wait_for()
    page.evaluate(axe)
    result = page.evaluate(f"axe.run('main', {{runOnly: {_RULES}}})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == []
    assert "aria-required-children" in {one["id"] for one in result["passes"]}


def _in_a_drawing(node: dict[str, Any]) -> bool:
    return any("svg" in str(part) or "text" in str(part) for part in node["target"]) or node["html"].startswith(
        ("<text", "<tspan")
    )
