from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pytest

from byname.errors import BadArchive
from byname.site.report import PAGES, report_pages, write_report
from byname.site.report_data import ReportData
from byname.values.printed import PrintedNumber

_VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """A page taken apart: its elements with attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def pages(report_data: ReportData) -> dict[str, Page]:
    return {name: Page(text) for name, text in report_pages(report_data).items()}


def test_report_writes_its_pages_and_gives_the_front_page(report_data: ReportData, tmp_path: Path) -> None:
    front = write_report(report_data, tmp_path / "new" / "report")
    assert front == tmp_path / "new" / "report" / "index.html"
    assert {path.stem for path in front.parent.iterdir()} == set(PAGES)


def test_same_data_give_the_same_bytes(report_data: ReportData) -> None:
    assert report_pages(report_data) == report_pages(report_data)


def test_elements_close_in_order(pages: dict[str, Page]) -> None:
    assert all(not page.open for page in pages.values())


def test_every_link_leads_to_an_anchor_that_exists(pages: dict[str, Page]) -> None:
    anchors = {name: set(page.values("id")) for name, page in pages.items()}
    for name, page in pages.items():
        for href in page.values("href"):
            target, _, fragment = href.partition("#")
            assert (target or name) in pages, href
            assert not fragment or unquote(fragment) in anchors[target or name], href


def test_every_number_has_one_trace_with_its_command(report_data: ReportData, pages: dict[str, Page]) -> None:
    ids = pages["trace.html"].values("id")
    for number in report_data.numbers.values():
        assert ids.count(number.id) == 1
    assert "byname trace DIR people" in pages["trace.html"].text
    assert "byname trace DIR 'estimate-marshals+trial-1938-Chao'" in pages["trace.html"].text


def test_every_printed_number_links_to_its_trace(report_data: ReportData, pages: dict[str, Page]) -> None:
    linked = {
        unquote(attributes["href"].partition("#")[2])
        for tag, attributes in pages["index.html"].elements
        if tag == "a" and attributes.get("class") == "number"
    }
    assert linked == {*report_data.ids()}


def test_no_id_stands_twice_on_a_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert len(page.values("id")) == len(set(page.values("id")))


def test_headings_go_down_one_level_at_a_time(pages: dict[str, Page]) -> None:
    for page in pages.values():
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pages_ask_for_nothing_over_a_network(report_data: ReportData) -> None:
    for text in report_pages(report_data).values():
        assert "default-src 'none'" in text
        assert not re.search(r"<(script|link|img|iframe|object|embed)\b|@import|url\((?!#)", text)
        assert not re.search(r"""(src|xlink:href)\s*=""", text)
        assert " style=" not in text  # the policy allows the one style sheet and no style of an element's own


def test_markup_in_the_data_is_shown_and_not_obeyed(pages: dict[str, Page]) -> None:
    tags = {tag for page in pages.values() for tag, _ in page.elements}
    assert not tags & {"script", "b", "i", "u"}
    assert "<script>alert('citation')</script>" in pages["index.html"].text
    assert "<script>alert('entry')</script>" in pages["trace.html"].text
    assert "no name <u>" in pages["unread.html"].text


def test_markup_in_a_chart_is_escaped(report_data: ReportData) -> None:
    estimate = report_data.estimates[0]
    row = replace(estimate.rows[0], name="<script>alert('chart')</script>")
    text = report_pages(replace(report_data, estimates=(replace(estimate, rows=(row,)),)))["index.html"]
    assert "<script" not in text


def test_only_web_addresses_become_links(report_data: ReportData) -> None:
    assert "javascript:" not in report_pages(report_data)["index.html"]
    safe = report_data.figures.with_columns(address=pl.lit("https://example.org/report"))
    assert 'href="https://example.org/report"' in report_pages(replace(report_data, figures=safe))["index.html"]


def test_texts_that_the_licence_keeps_back_are_on_no_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert "kept back" not in page.text
    for name in ("trace.html", "unread.html"):
        assert "text not shown: the licence does not allow it" in pages[name].text
    assert "trial-1938:3" in pages["trace.html"].text


def test_empty_cells_of_a_table_row_are_left_out(pages: dict[str, Page]) -> None:
    text = pages["trace.html"].text
    assert "Тухачевский, М. Н." in text
    assert "birth" not in text


def test_estimate_stands_with_interval_warnings_and_verdict(pages: dict[str, Page]) -> None:
    text = pages["index.html"].text
    assert "95% interval from 41; the data set no upper bound" in text
    assert "Cannot tell." in text
    assert "at least 38 (interval 38 to 512)" in " ".join(text.split())
    assert "One person alone is on both lists." in text
    assert text.count("The lists were not drawn up to cover one population.") == 1


def test_estimate_without_any_method_is_told_in_words(report_data: ReportData) -> None:
    bare = replace(report_data.estimates[0], rows=(), sentences=("The lists never overlap.",), spread="")
    text = Page(report_pages(replace(report_data, estimates=(bare,)))["index.html"]).text
    assert "Cannot tell. These lists do not settle how many people are missing." in text
    assert "The lists never overlap." in text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("doubt", "Doubt."), ("cannot tell", "Cannot tell."), ("no doubt visible", "No doubt visible.")],
)
def test_the_estimate_leads_with_its_verdict_and_shows_a_point_only_without_doubt(
    report_data: ReportData, verdict: str, words: str
) -> None:
    one = replace(report_data.estimates[0], verdict=verdict)
    text = " ".join(Page(report_pages(replace(report_data, estimates=(one,)))["index.html"]).text.split())
    assert words in text
    assert ("at least 38" in text) is (verdict != "no doubt visible")
    assert ("People in all102 (95% interval" in text) is (verdict == "no doubt visible")


def test_the_answer_stands_in_the_language_of_the_report(report_data: ReportData) -> None:
    said = (
        "The lists name 4,400 people. If the people on no list are 0.5 to 3 times as many as estimated, there were "
        "between 6,814 and 57,006."
    )
    one = replace(report_data.estimates[0], sentences=(said,), verdict="doubt")
    page = report_pages(replace(report_data, estimates=(one,), language="de"))["index.html"]
    assert "Die Listen nennen 4.400 Menschen." in page
    assert "zwischen 6.814 und 57.006" in page
    assert "<strong>Zweifel.</strong>" in page
    assert "mindestens <a" in page


def test_estimate_in_the_headline_carries_its_interval(report_data: ReportData) -> None:
    number = report_data.numbers[report_data.estimates[0].rows[0].number]
    text = Page(report_pages(replace(report_data, headline=(number.id,)))["index.html"]).text
    assert "102 (95% interval from 41; the data set no upper bound) 2 warnings" in text


def test_part_of_the_unread_entries_is_never_shown_in_silence(report_data: ReportData) -> None:
    many = pl.DataFrame(
        [{"record_id": f"marshals:{i}", "source": "marshals", "text": "?", "reason": "no name"} for i in range(700)]
    )
    text = Page(report_pages(replace(report_data, unread=many))["unread.html"]).text
    assert "Shown are the first 500 of 700. All of them: byname export DIR --what unread" in text


def test_conflicts_stand_largest_first_and_part_is_said(report_data: ReportData) -> None:
    row = report_data.conflicts.row(0, named=True)
    many = pl.DataFrame([{**row, "person_id": f"P-{i}", "size": i} for i in range(600)])
    text = Page(report_pages(replace(report_data, conflicts=many))["conflicts.html"]).text
    assert "Shown are the 500 largest of 600 conflicts." in text
    assert text.index("P-599") < text.index("P-100")
    assert "P-99\n" not in text


def test_names_carry_the_tag_of_their_script(report_data: ReportData) -> None:
    assert '<bdi lang="und-Cyrl">Тухачевский, Михаил &lt;b&gt;</bdi>' in report_pages(report_data)["index.html"]


def test_limits_are_linked_from_the_top(pages: dict[str, Page]) -> None:
    assert pages["index.html"].values("href").count("#limits") == 2
    assert "Both lists name people of high office." in pages["index.html"].text


def test_every_chart_has_a_title_a_description_and_a_table(pages: dict[str, Page]) -> None:
    elements = pages["index.html"].elements
    charts = [attributes for tag, attributes in elements if tag == "svg" and attributes.get("role") == "img"]
    ids = set(pages["index.html"].values("id"))
    assert len(charts) == 2 * 4  # overlap, arrests, deaths, one estimate; each for a desk and for a phone
    assert all(set(chart["aria-labelledby"].split()) <= ids for chart in charts)
    tables = [a["aria-label"] for _, a in elements if a.get("role") == "region"]
    for label in (
        "People by the lists they are on",
        "Arrests: by month",
        "Deaths: by month",
        "Estimates: From both lists",
    ):
        assert label in tables


def test_archive_with_nothing_in_it_yet_has_a_report(report_data: ReportData) -> None:
    frames = ("unread", "flagged", "patterns", "months", "events", "conflicts", "figures")
    empty = {name: getattr(report_data, name).clear() for name in frames}
    bare = replace(report_data, **empty, estimates=(), checks=(), traces={})
    text = Page(report_pages(bare)["index.html"]).text
    for words in (
        "No person stands on any list yet.",
        "date no event to the month",
        "Our sources agree",
        "no published",
    ):
        assert words in text


def test_values_that_are_missing_leave_their_cells_empty(report_data: ReportData) -> None:
    def without(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias(column) for column in columns)

    data = replace(
        report_data,
        unread=without(report_data.unread, "text", "reason"),
        flagged=without(report_data.flagged, "as_written"),
        events=without(report_data.events, "source"),
        figures=without(report_data.figures, "period", "address"),
        conflicts=without(report_data.conflicts, "name"),
    )
    assert all("None" not in Page(text).text for text in report_pages(data).values())


def test_number_that_is_not_there_is_refused(report_data: ReportData) -> None:
    with pytest.raises(BadArchive, match="the number 'none'"):
        replace(report_data, headline=("none",))


def test_rows_of_no_source_are_refused_and_not_dropped(report_data: ReportData) -> None:
    with pytest.raises(BadArchive, match="rows of 'elsewhere', which is no source"):
        replace(report_data, unread=report_data.unread.with_columns(source=pl.lit("elsewhere")))


def test_table_without_a_column_is_refused(report_data: ReportData) -> None:
    with pytest.raises(BadArchive, match="the table months has no column 'kind'"):
        replace(report_data, months=report_data.months.drop("kind"))


def test_id_with_a_space_still_leads_to_its_trace(report_data: ReportData) -> None:
    number = PrintedNumber("two words", "people of two words", 2.0, "counted", "people")
    data = replace(report_data, numbers={**report_data.numbers, number.id: number}, headline=(number.id,))
    made = report_pages(data)
    assert 'href="trace.html#two_words"' in made["index.html"]
    assert 'id="two_words"' in made["trace.html"]
