"""The sentences of the analyses in the languages of reports."""

from __future__ import annotations

import pytest

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
