"""Draws the four pictures of the site that the README shows: front, search, a person, the memorial.

usage: python -m manual.screenshots [ARCHIVE]        needs Chromium and playwright; ARCHIVE is demo-archive unless named

Each PNG is written into `docs` as `site-NAME.png`, with few colours, so that it stays small.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs"
SHOWN: dict[str, tuple[str, int, int, Literal["light", "dark"]]] = {
    "front": ("/", 1280, 900, "light"),
    "person": ("/person/trials:54", 1280, 900, "light"),
    "memorial": ("/memorial/day/06-11", 390, 760, "light"),
    "search": ("/search?q=Tuchatschewski", 390, 760, "dark"),
}


def main() -> None:
    """Serve the archive and take the pictures."""
    archive = sys.argv[1] if len(sys.argv) > 1 else "demo-archive"
    command = [sys.executable, "-m", "byname", "serve", archive, "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            taken(json.loads(server.stdout.readline())["address"].rstrip("/"))
        finally:
            server.terminate()


def taken(address: str) -> None:
    """Take the pictures of the site at an address."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (path, width, height, scheme) in SHOWN.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB")
            page.goto(address + path)
            page.evaluate("document.fonts.ready")
            file = FOLDER / f"site-{name}.png"
            page.screenshot(path=file)
            print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")
            page.close()


if __name__ == "__main__":
    main()
