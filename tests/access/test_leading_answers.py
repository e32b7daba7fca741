from __future__ import annotations

from typing import Any

import pytest

from byname.access.analyses import PARTS
from byname.access.leading_answers import leading_answers
from byname.values.shipped import shipped_yaml

SHARE = {"people": 66, "people_id": "army", "share": 0.3815, "share_low": 0.312, "share_high": 0.456, "share_id": "of"}


def analysis(id: str, sentence: str = "", *rows: dict[str, Any], refused: str = "", warned: str = "") -> dict[str, Any]:
    """An analysis as a build leaves it."""
    return {
        "id": id,
        "title": "Who?",
        "method": "counted",
        "refused": refused,
        "sentences": [sentence] if sentence else [],
        "warnings": [warned] if warned else [],
        "rows": list(rows),
    }


def test_every_part_has_about_five_questions() -> None:
    told = shipped_yaml("access", "leading-answers.yaml")
    assert set(told) == set(PARTS)
    assert all(5 <= len(rows) <= 6 for rows in told.values())


def test_the_share_is_the_number_before_the_count_and_the_warning_goes_with_it() -> None:
    one = analysis("composition-sphere", "The army makes up 66 (38.1%, 31.2% to 45.6%).", SHARE, warned="Few.")
    (found,) = leading_answers("motive", [one])
    assert (found.question, found.analysis, found.number) == ("Who was targeted?", "composition-sphere", "of")
    assert (found.rests_on, found.caution) == ("counted", "Few.")


@pytest.mark.parametrize(
    ("sentence", "number"),
    [("The army makes up 66.", "army"), ("The army makes up 166.", ""), ("The army makes up 38.1%.", "")],
)
def test_a_number_is_named_only_where_it_stands_with_its_interval(sentence: str, number: str) -> None:
    (found,) = leading_answers("motive", [analysis("composition-party", sentence, SHARE)])
    assert found.number == number


def test_of_equal_shares_the_one_of_the_time_in_the_sentence_is_named() -> None:
    ends = {f"within_{n}{end}": value for n in (5, 10) for end, value in (("", 0.66), ("_low", 0.45), ("_high", 0.8))}
    row = ends | {"within_5_id": "5y", "within_10_id": "10y"}
    one = analysis("after-arrest", "Within ten years of the arrest 66% (45% to 80%) had been executed.", row)
    (found,) = leading_answers("consequences", [one])
    assert found.number == "10y"


def test_the_next_analysis_answers_where_the_first_does_not() -> None:
    refused = analysis("composition-sphere", "Too few.", refused="Too few.")
    (found,) = leading_answers("motive", [refused, analysis("composition-gender", "151 of 155 are men.")])
    assert found.sentence == "151 of 155 are men."


def test_ends_and_explanations_are_told_together() -> None:
    ended = [{"to": "ended", "target": end, "people": 2} for end in ("executed", "executed", "killed", "not stated")]
    (paths,) = leading_answers("consequences", [analysis("paths", "We know the end of 6.", *ended)])
    assert paths.sentence == "We know the end of 6: executed 4, killed 2."
    ratio = {"log10_ratio": 3.0, "log10_ratio_low": 0.5, "log10_ratio_high": 3.5}
    rows = [{"explanation": name, "for": 1, "against": 2, "open": 0, **ratio} for name in ("Fear", "Quota")]
    (why,) = leading_answers("motive", [analysis("explanations-balance", "", *rows)])
    assert why.sentence.startswith(
        "None of 2 explanations is declared the winner. Fear: 1 for, 2 against, 0 open (log10"
    )
    assert "0.5 to 3.5" in why.sentence


def test_an_archive_that_answers_nothing_has_no_first_answers() -> None:
    assert leading_answers("motive", [analysis("waves-arrest", "No.", refused="No.")]) == ()
    assert leading_answers("motive", []) == ()


def test_the_estimate_is_told_with_the_lists_it_rests_on() -> None:
    estimate = {
        "id": "a+b",
        "lists": ["a", "b"],
        "method": "Averaged",
        "sentences": ["Between 1 and 2."],
        "warnings": [],
        "range": {},
    }
    (found,) = leading_answers("motive", [], [estimate])
    assert (found.sentence, found.rests_on, found.number) == ("Between 1 and 2.", "the lists a, b; averaged", "")
