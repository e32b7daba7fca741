"""Every page of the site as somebody sees it: on a phone, a tablet and a desk, light and dark, in each language.

usage: python -m manual.looks [ARCHIVE] [FOLDER] [--only PART] [--tall 1500]       needs Chromium and playwright

ARCHIVE is demo-archive unless named; a copy of it with a keeper and something on every page of the desk is served. Into
FOLDER (looks unless named) go sheets of several pages side by side, `LANGUAGE-WIDTH-SCHEME-N.png`, to be looked at, and
`found.txt`: pages wider than the screen, targets smaller than 24 pixels, texts wider than their box, and words that are
the same in another language though nothing says that they are of the source. `--only` takes addresses with that part.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.conftest import DESK_PAGES, PAGES, SIGN_IN, furnished, serving

from byname.access.desk.accounts import desk_of
from byname.access.desk.imports import drafts_of
from byname.access.desk.sessions import begin
from byname.values.languages import SITE_LANGUAGES

WIDTHS = {360: 4, 768: 2, 1280: 1}  # of a screen, with the number of pages that a sheet has side by side
_PATIENCE = 180_000  # milliseconds for a page of a busy machine
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ONCE_EACH = re.compile(r"^[\W\d]*$|^[A-Z]{2,}$")  # texts that are the same in every language
# What is wrong with a page that a machine can see. Texts of a source carry a language, or stand in a mark of their own.
FAULTS = """() => {
  const wide = document.scrollingElement.scrollWidth - innerWidth, faults = [], texts = [];
  if (wide > 0) faults.push(`wider than the screen by ${wide}`);
  const named = one => `${one.tagName.toLowerCase()}.${one.className} "${one.textContent.trim().slice(0, 40)}"`;
  for (const one of document.querySelectorAll("a, button, input, select, summary, textarea")) {
    const box = one.getBoundingClientRect(), shown = getComputedStyle(one);
    const inText = one.tagName === "A" && shown.display === "inline" && one.closest("p, li, td, dd, dt, h1, h2, h3");
    if (box.width && !inText && (box.height < 23.5 || box.width < 23.5) && one.type !== "hidden" && !one.closest("svg"))
      faults.push(`small target ${Math.round(box.width)} x ${Math.round(box.height)}: ${named(one)}`);
  }
  for (const one of document.querySelectorAll("main *")) {
    const shown = getComputedStyle(one);
    if (one.scrollWidth > one.clientWidth + 1 && shown.overflowX === "hidden" && one.clientWidth > 1)
      faults.push(`cut: ${named(one)}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const of = node.parentElement, words = node.textContent.trim().replace(/\\s+/g, " ");
    const kept = "code, pre, script, style, textarea, option, bdi, .home, .tag, .source-link";
    if (words && of.closest("[lang]") === document.documentElement && !of.closest(kept))
      texts.push(words);
  }
  return {faults, texts};
}"""


def main() -> None:
    """Serve the archive, look at every page, and write the sheets."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        archive = furnished(options.archive, Path(temporary))
        (draft,) = drafts_of(archive)
        word = begin(desk_of(archive), "clara")
        public = [page.format(person="trials:54") for page in (*PAGES, SIGN_IN)]
        of_desk = [page.format(draft=draft.id) for page in DESK_PAGES]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(archive) as address:
            shown = [(page, "") for page in public] + [(page, word) for page in of_desk]
            shown = [(page, who) for page, who in shown if options.only in page]
            found = list(_found(browser, address, shown, options))
        (options.folder / "found.txt").write_text("\n".join([*found, *_same_words()]) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", default=Path("demo-archive"))
    parser.add_argument("folder", type=Path, nargs="?", default=Path("looks"))
    parser.add_argument("--only", default="")
    parser.add_argument("--tall", type=int, default=1500)
    parser.add_argument("--languages", nargs="*", default=SITE_LANGUAGES)
    parser.add_argument("--widths", nargs="*", type=int, default=tuple(WIDTHS))
    return parser.parse_args()


_TEXTS: dict[str, dict[str, set[str]]] = defaultdict(dict)  # of a page, by language


def _found(
    browser: Browser, address: str, shown: Sequence[tuple[str, str]], options: argparse.Namespace
) -> Iterator[str]:
    """Take the pictures of every page; gives what is wrong, a line each."""
    for language, width, scheme in product(options.languages, options.widths, SCHEMES):
        pictures: list[bytes] = []
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language, reduced_motion="reduce"
        )
        for page, word in shown:
            found, picture = _looked_at(context, address, page, word, options.tall)
            pictures.append(picture)
            if scheme == "light":
                yield from (f"{language} {width} {page}: {fault}" for fault in found["faults"])
                _TEXTS[page][language] = set(found["texts"])
        context.close()
        _sheets(browser, pictures, options.folder / f"{language}-{width}-{scheme}", width, options.tall)


def _looked_at(
    context: BrowserContext, address: str, path: str, word: str, tall: int
) -> tuple[dict[str, Any], bytes]:  # fmt: skip
    context.clear_cookies()
    if word:
        context.add_cookies([{"name": "byname-session", "value": word, "url": address}])
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.goto(address + path)
    page.evaluate("document.fonts.ready")
    found = page.evaluate(FAULTS)
    picture = _picture(page, tall)
    page.close()
    return found, picture


def _picture(page: Page, tall: int) -> bytes:
    height = min(page.evaluate("document.documentElement.scrollHeight"), tall)
    size = page.viewport_size or {"width": 0}
    return page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": size["width"], "height": height})


def _sheets(browser: Browser, pictures: Sequence[bytes], name: Path, width: int, tall: int) -> None:
    """Write sheets of several pictures side by side."""
    beside = WIDTHS.get(width, 1)
    page = browser.new_page(viewport={"width": beside * (width + 8), "height": tall})
    for number, first in enumerate(range(0, len(pictures), beside), 1):
        images = "".join(
            f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}" style="margin-right:8px">'
            for one in pictures[first : first + beside]
        )
        style = "margin:0;background:#888;display:flex;align-items:flex-start"
        page.set_content(f'<body style="{style}">{images}', wait_until="load")
        page.screenshot(path=name.with_name(f"{name.name}-{number:02}.png"))
    page.close()


def _same_words() -> Iterator[str]:
    """The texts that a page has in English and in another language alike."""
    for page, texts in _TEXTS.items():
        for language, here in texts.items():
            if language != "en" and "en" in texts:
                same = sorted(text for text in here & texts["en"] if not ONCE_EACH.match(text))
                yield from (f"{language} {page}: as in English: {text[:100]}" for text in same)


if __name__ == "__main__":
    main()
