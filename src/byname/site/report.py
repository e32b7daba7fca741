"""Site stage: writes the static report.

Goes in: a ReportData and a folder. Comes out: `index.html` with `trace.html`, `unread.html` and `conflicts.html` beside
it. The pages open from disk, ask for nothing over a network and run no script; the same data give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from byname.site.charts.style import Picture
from byname.site.front_page import front_page
from byname.site.pages import conflicts_page, trace_page, unread_page
from byname.site.report_data import ReportData
from byname.site.wording import anchor, interval_words, language_of, trace_link

PAGES = ("index", "trace", "unread", "conflicts")


def write_report(data: ReportData, folder: Path) -> Path:
    """Write the report into a folder, which is made where it is missing, and give the path of its front page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in report_pages(data).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder / "index.html"


def report_pages(data: ReportData) -> dict[str, str]:
    """The text of each page by its file name."""
    environment = _environment(data)
    values: Mapping[str, Mapping[str, object]] = {
        "index": front_page(data),
        "trace": trace_page(data),
        "unread": unread_page(data),
        "conflicts": conflicts_page(data),
    }
    return {f"{name}.html": environment.get_template(f"{name}.html").render(values[name]) for name in PAGES}


def _environment(data: ReportData) -> Environment:
    loader = PackageLoader("byname.site", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    style = (loader.get_source(environment, "style.css"))[0]
    environment.globals.update(
        data=data,
        numbers=data.numbers,
        style=Markup(style),
        style_hash=Markup(_content_hash(style)),
        anchor=anchor,
        trace_link=trace_link,
        interval_words=interval_words,
        language_of=language_of,
    )
    environment.filters["drawn"] = _drawn
    environment.tests["webaddress"] = _is_web_address
    return environment


def _content_hash(style: str) -> str:
    """The hash by which a content security policy allows one style sheet and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _is_web_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _drawn(picture: Picture, width: str) -> Markup:
    """The drawing of a chart; its text was escaped when it was drawn."""
    return Markup(picture.wide if width == "wide" else picture.narrow)
