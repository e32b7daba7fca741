"""Site stage: writes the static report.

Goes in: a ReportData and a folder. Comes out: `index.html` with `trace.html`, `unread.html` and `conflicts.html` beside
it. The pages open from disk, ask for nothing over a network and run no script; the same data give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment

from byname.site.front_page import front_page
from byname.site.pages import conflicts_page, trace_page, unread_page
from byname.site.report_data import ReportData
from byname.site.templating import page_environment
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
    environment = page_environment("style.css")
    environment.globals.update(
        data=data,
        numbers=data.numbers,
        anchor=anchor,
        trace_link=trace_link,
        interval_words=interval_words,
        language_of=language_of,
    )
    return environment
