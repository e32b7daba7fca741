"""Each type of page and the style sheet judged by the validator of the W3C, and weighed."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

MOST_BYTES = 60_000  # of a page without its pictures
_PICTURES = re.compile(r"<svg.*?</svg>", re.DOTALL)


def _text(address: str) -> str:
    try:
        with urllib.request.urlopen(address) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return str(error.read().decode())


def test_every_page_is_valid_and_light(
    addresses: list[str], desk_addresses: list[str], keeper: Callable[..., Page], vnu: list[str], tmp_path: Path
) -> None:
    weights = {}
    of_desk = keeper().request
    for number, address in enumerate([*addresses, *desk_addresses]):
        text = of_desk.get(address).text() if address in desk_addresses else _text(address)
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
        weights[address] = len(_PICTURES.sub("", text).encode())
    assert {address: weight for address, weight in weights.items() if weight > MOST_BYTES} == {}
    assert html_errors(vnu, tmp_path) == []
    assert len(weights) == len(list(tmp_path.iterdir())) > 40


def test_a_wrong_page_is_told(vnu: list[str], tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        "<!doctype html><html lang=en><title>x</title><p><table><li>", encoding="utf-8"
    )
    assert html_errors(vnu, tmp_path) != []


def html_errors(vnu: list[str], folder: Path) -> list[str]:
    """What is wrong with the pages of a folder."""
    files = [str(path) for path in sorted(folder.glob("*.html"))]
    done = subprocess.run(
        [*vnu, "--errors-only", "--format", "json", "--stdout", *files], capture_output=True, check=False
    )
    messages = json.loads(done.stdout)["messages"]
    return [f"{one['url'].rpartition('/')[2]}: {one['message']} {one.get('extract', '')}" for one in messages]
