"""Draws the pictures of exports.md: people of an archive in Gramps and in OpenRefine.

usage: python -m manual.export_pictures [ARCHIVE]     needs Gramps, Xvfb, ImageMagick, OpenRefine, Chromium, playwright

ARCHIVE is demo-archive unless named. Each picture is written into `docs` as `exports-NAME.png`, with few colours.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from benchmarks.site.openrefine import PORT, refine
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs"
_PATIENCE = 25  # seconds until Gramps has drawn its window
_QUIET = ["--config=behavior.use-tips:0", "--config=behavior.check-for-addon-updates:0",
          "--config=preferences.last-view:personlistview", "--config=preferences.use-last-view:1"]  # fmt: skip


def main() -> None:
    """Draw both."""
    archive = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-archive")
    with tempfile.TemporaryDirectory() as folder:
        for name, out in (("gedcom551", "people.ged"), ("csv", "people")):
            command = [sys.executable, "-m", "byname", "export", str(archive), "--as", name, "--out", f"{folder}/{out}"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        in_gramps(Path(folder))
        in_openrefine(Path(folder))


def in_gramps(folder: Path) -> None:
    """Import the GEDCOM file into a new family tree, and open that on a screen that nobody sees."""
    place = {**os.environ, "GRAMPSHOME": str(folder), "LANG": "C.UTF-8"}
    words = ["gramps", "-C", "Byname", "-i", str(folder / "people.ged"), "--config=database.backend:sqlite", "-y"]
    told = subprocess.run(words, env=place, capture_output=True, text=True, check=True)
    if "No errors detected" not in told.stdout + told.stderr:
        sys.exit("Gramps found errors")
    picture = FOLDER / "exports-gramps.png"
    drawn = (
        f"gramps -O Byname {' '.join(_QUIET)} & sleep {_PATIENCE}; import -window root -trim +repage {picture}; kill $!"
    )
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1100x700x24", "sh", "-c", drawn]
    subprocess.run(screen, env=place, check=True, capture_output=True)
    _told(picture)


def in_openrefine(folder: Path) -> None:
    """Make a project of the table of people, and open it in a browser."""
    with refine() as client:
        table = (folder / "people" / "people.csv").read_bytes()
        options = json.dumps({"encoding": "UTF-8", "separator": ",", "headerLines": 1, "guessCellValueTypes": False})
        asked = {"csrf_token": client.get("get-csrf-token").json()["token"], "options": options,
                 "format": "text/line-based/*sv"}  # fmt: skip
        answer = client.post("create-project-from-upload", params=asked, data={"project-name": "people"},
                             files={"project-file": ("people.csv", table, "text/csv")})  # fmt: skip
        project = parse_qs(urlsplit(answer.headers["location"]).query)["project"][0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1100, "height": 560}, locale="en-GB")
            page.goto(f"http://127.0.0.1:{PORT}/project?project={project}")
            page.locator(".data-table").first.wait_for()
            time.sleep(1)
            picture = FOLDER / "exports-openrefine.png"
            page.screenshot(path=picture)
            browser.close()
    _told(picture)


def _told(picture: Path) -> None:
    subprocess.run(["convert", str(picture), "+dither", "-colors", "64", "-strip", f"png8:{picture}"], check=True)
    print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
