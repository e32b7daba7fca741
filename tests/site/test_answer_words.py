"""The sentences of the analyses in the languages of reports."""

from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimate import estimate
from byname.casualties.histories import CaptureHistories
from byname.site.answer_words import in_language, marked
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
    catalogue = shipped_yaml("site", "locales", "answers.yaml")
    assert len(catalogue["sentences"]) > 40
    for row in (*catalogue["sentences"], *catalogue["words"]):
        assert row[code].count("{}") == row["en"].count("{}"), row["en"]


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
