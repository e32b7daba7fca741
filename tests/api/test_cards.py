from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from byname.api.cards import IntervalRow, bar_picture, card, interval_picture

HOSTILE = '<script>alert("&")</script>'


def test_whatever_a_text_holds_it_stays_a_text() -> None:
    rows = [IntervalRow(HOSTILE, 2.0, 1.0, 3.0)]
    pictures = [interval_picture(rows, HOSTILE), bar_picture([(HOSTILE, 2)], HOSTILE)]
    shown = card(HOSTILE, sentences=[HOSTILE], warnings=[HOSTILE], picture="".join(pictures))
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 9
    ElementTree.fromstring(shown)


def test_a_card_asks_for_nothing_and_runs_nothing() -> None:
    shown = card("T", picture=interval_picture([IntervalRow("a", 2.0, 1.0, 3.0)], "t"), below="<p>x</p>")
    assert not re.search(r"https?:|url\(|<script|\son\w+=", shown)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([IntervalRow("a", 2000.0, 1000.0, 3000.0)], "2,000 (1,000 to 3,000)"),
        ([IntervalRow("a", None, 1000.0, None)], "1,000 to ?"),
        ([IntervalRow("a", 5.0, 5.0, float("inf"))], "5 (5 to ?)"),
        ([IntervalRow("a", 0.0, 0.0, 0.0)], "0 (0 to 0)"),
    ],
)
def test_every_interval_is_told_in_words_beside_its_line(rows: list[IntervalRow], told: str) -> None:
    assert told in interval_picture(rows, "t", mark=1.0)


def test_values_far_apart_stand_on_an_axis_of_factors_within_the_picture() -> None:
    picture = interval_picture([IntervalRow("a", 10.0, 1.0, 1e6), IntervalRow("b", 100.0, 50.0, 200.0)], "t")
    places = [float(place) for place in re.findall(r'c?x\d?="([\d.]+)"', picture)]
    assert len(places) > 6
    assert all(0 <= place <= 680 for place in places)
    first, second = (float(place) for place in re.findall(r'cx="([\d.]+)"', picture))
    assert second - first > 40


def test_nothing_to_draw_is_no_picture() -> None:
    assert interval_picture([], "t") == interval_picture([IntervalRow("a", None, None, None)], "t") == ""
    assert bar_picture([], "t") == bar_picture([("a", 0)], "t") == ""
