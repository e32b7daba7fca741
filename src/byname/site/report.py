"""Site stage: writes the static report.

Goes in: a ReportData and a folder. Comes out: `index.html` with `trace.html`, `unread.html` and `conflicts.html` beside
it. The pages open from disk, ask for nothing over a network and run no script; the same data give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from jinja2 import Environment

from byname.site.answer_words import marked, phrase
from byname.site.front_page import front_page
from byname.site.language import language
from byname.site.pages import conflicts_page, trace_page, unread_page
from byname.site.report_data import ReportData
from byname.site.selections import selection
from byname.site.templating import page_environment
from byname.site.wording import anchor, language_of, trace_link
from byname.values.fields import fields

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
    spoken = language(data.language)
    environment.install_gettext_callables(spoken.text, spoken.plural, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        report_language=spoken,
        answered=partial(marked, speech=spoken),
        label=partial(phrase, speech=spoken),
        printed=spoken.printed,
        field_label=_field_label,
        data=data,
        numbers=data.numbers,
        anchor=anchor,
        selection=partial(selection, speech=spoken),
        trace_link=trace_link,
        interval_words=spoken.interval,
        language_of=language_of,
    )
    return environment


def _field_label(name: str) -> str:
    """What a field is called; a name that is none stands as it is."""
    return fields()[name].en if name in fields() else name
