"""The sentences of the analyses in the languages of reports."""

from __future__ import annotations

import re

import numpy as np
import pytest

from byname.casualties.estimate import estimate
from byname.casualties.histories import CaptureHistories
from byname.site.answer_words import heading, in_language, marked, phrase
from byname.site.language import language
from byname.values.languages import REPORT_LANGUAGES
from byname.values.shipped import shipped_yaml

OTHERS = [code for code in REPORT_LANGUAGES if code != "en"]
SHARE = (
    "Of 2,333 persecuted people whose gender is stated, the largest group, male, makes up 2,232 (95.7%, 94.8% to "
    "96.4%). This is a make-up of our lists, not a risk: it needs a population to be one."
)


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_in_every_language_with_as_many_gaps(code: str) -> None:
    files = ("answers", "analyses", "labels", "flags", "tables")
    rows = [row for name in files for part in shipped_yaml("site", "locales", f"{name}.yaml").values() for row in part]
    assert len(rows) > 600
    for row in rows:
        gaps, said = len(re.findall(r"\{#?\}", row["en"])), re.findall(r"\{(\d?)\}", row[code])
        numbered = {int(number) for number in said if number}
        assert (numbered or {*range(1, len(said) + 1)}) == {*range(1, gaps + 1)}, row["en"]


def test_words_and_numbers_are_put_into_the_gaps_as_the_language_writes_them() -> None:
    said = in_language(SHARE, language("de"))
    assert said is not None
    assert said.startswith("Von 2.333 Verfolgten")
    assert "die größte Gruppe, Männer, 2.232 aus (95,7\u00a0%, 94,8\u00a0% bis 96,4\u00a0%)" in said
    joined = "Our sources state the time of joining the party of 0 persecuted people only."
    assert (
        in_language(joined, language("de"))
        == "Unsere Quellen geben dies (Zeit des Parteieintritts) nur von 0 Verfolgten an."
    )
    assert in_language("The persecuted by age group", language("es")) == "Las personas perseguidas, por grupo de edad"


def test_sentence_that_is_not_known_stays_english_and_is_marked() -> None:
    assert marked("A sentence <of nobody>.", language("fr")) == '<span lang="en">A sentence &lt;of nobody&gt;.</span>'
    assert marked("A sentence <of nobody>.", language("en")) == "A sentence &lt;of nobody&gt;."


@pytest.mark.parametrize("code", OTHERS)
def test_the_answer_of_an_estimate_is_said_whole_in_every_language(code: str) -> None:
    three = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 400, 300, 90, 350, 100, 80, 30]))
    two, apart = (CaptureHistories.from_masks(("a", "b"), np.array([0.0, 30, 40, both])) for both in (20.0, 0.0))
    sentences = [sentence for table in (three, two, apart) for sentence in estimate(table).sentences]
    assert len(sentences) == 8
    for sentence in sentences:
        said = marked(sentence, language(code))
        assert 'lang="en"' not in said
        assert " people" not in said
        assert " lists" not in said


def test_what_of_an_answer_is_not_known_stays_english_and_is_marked() -> None:
    said = marked("The lists name 1,350 people. Nobody wrote this.", language("de"))
    assert said == 'Die Listen nennen 1.350 Menschen. <span lang="en">Nobody wrote this.</span>'


def test_data_in_a_gap_stand_apart_and_gaps_may_change_their_order() -> None:
    said = marked("people arrested in 1937-06", language("de"))
    assert said == "Menschen, Juni 1937: verhaftet"
    said = marked("entries read from a <b>", language("fr"))
    assert said == "entrées lues de <bdi>a &lt;b&gt;</bdi>"
    rest = marked(
        "People on no list are estimated from a, b: 139 named, between 246 and 14,500 in all.", language("ru")
    )
    assert rest == "Не названные ни в одном списке оценены по <bdi>a и b</bdi>: названо 139, всего от 246 до 14\xa0500."


def test_a_year_is_not_grouped_and_a_heading_may_hold_one() -> None:
    assert phrase("No year has 1000 or more dated arrests.", language("de")).count("1000") == 1
    assert heading("by_1938", language("ru")) == "к 1938"
    assert heading("odds_ratio", language("en")) == "odds ratio"
