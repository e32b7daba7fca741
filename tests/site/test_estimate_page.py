from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.site.test_report import Page

from byname.casualties.estimate import estimate
from byname.casualties.examination import examine
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import EstimationResult
from byname.site.estimate_page import EstimateReport, estimate_page

if TYPE_CHECKING:
    from tests.site.conftest import Browser

THREE = CaptureHistories.from_masks(("tri<als", "camps", "kin"), np.array([0.0, 400, 300, 90, 350, 100, 80, 30]))
TWO = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 40, 20]))
APART = CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 40, 0]))
TABLES = {"three": THREE, "two": TWO, "apart": APART}


@cache
def report(name: str, claim: int | None = None) -> EstimateReport:
    """The report of one of the tables."""
    table = TABLES[name]
    result: EstimationResult = estimate(table)
    examined = examine(result, table, claim)
    command = "byname estimate t.csv"
    return EstimateReport("t.csv", "ab" * 32, command, "2026-11-26", "0.1.0+0", 0, table, result, examined)


@pytest.mark.parametrize("name", TABLES)
def test_the_page_is_well_formed_and_asks_for_nothing(name: str) -> None:
    text = estimate_page(report(name, 2000))
    page = Page(text)
    assert page.open == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {label for labels in page.values("aria-labelledby") for label in labels.split()} <= set(ids)
    regions = page.values("aria-label")
    assert len(regions) == len(set(regions)) > 2
    assert page.values("src") == []
    assert [href for href in page.values("href") if not href.startswith("#")] == []
    assert "<script" not in text
    assert text.startswith("<!doctype html>")


@pytest.mark.parametrize("name", TABLES)
def test_the_page_says_every_sentence_check_warning_and_estimator(name: str) -> None:
    one = report(name, 2000)
    text = " ".join(Page(estimate_page(one)).text.split())
    assert one.examination.claim is not None
    said = [*one.result.sentences, *one.result.warnings, *one.examination.claim.sentences]
    said += [check.finding for check in one.result.checks] + [method.name for method in one.result.methods]
    said += [f"{v.condition}{v.words}" for v in one.examination.variations]
    assert len(said) > 5
    for words in said:
        assert " ".join(words.split()) in text


def test_the_page_says_how_to_make_it_again_and_cites_what_it_rests_on() -> None:
    text = Page(estimate_page(report("three"))).text
    for words in ("ab" * 32, "byname estimate t.csv", "0.1.0+0", "2026-11-26", "Madigan", "Rivest", "ujad028"):
        assert words in text
    cited = re.findall(r"\((?:\w+: )?([A-Z][\w-]+)[^()]*\d{4}\)", text)
    assert len(cited) > 5


def test_the_page_differs_by_the_date_alone() -> None:
    one = report("three")
    first, again = estimate_page(one), estimate_page(one)
    other = estimate_page(replace(one, date="2027-01-01"))
    assert first == again != other
    assert first == other.replace("2027-01-01", "2026-11-26")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_does_not_scroll_sideways(browser: Browser, tmp_path: Path, width: int) -> None:
    path = tmp_path / "estimate.html"
    path.write_text(estimate_page(report("three", 2000)), encoding="utf-8")
    browser.open(path, width)
    assert browser.evaluate("document.scrollingElement.scrollWidth") <= width
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(252, 250, 246)"
