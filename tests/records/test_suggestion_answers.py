"""Answers written into suggested mappings."""

from __future__ import annotations

from pathlib import Path

from byname.records.suggestion import suggest_mapping
from byname.records.suggestion_answers import QUESTIONS, with_answers
from byname.sources.mapping_reading import parse_mapping


def test_every_question_has_a_line_in_a_suggested_mapping(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name;born\nAna Sosa;1950\nLuis Paz;1948\n", encoding="utf-8")
    text = suggest_mapping(path)
    answers = dict.fromkeys(QUESTIONS, "x") | {"person_twice": "Yes", "standing": "Dead", "country": "AR"}
    mapping = parse_mapping(with_answers(text, answers), "m.yaml")
    assert (mapping.title["und"], mapping.universe, mapping.citation, mapping.licence) == ("x", "x", "x", "x")
    assert (mapping.person_twice, mapping.standing, mapping.country) == (True, "dead", "AR")
    assert mapping.unstated == ()


def test_blank_and_unknown_answers_change_nothing() -> None:
    text = "universe: unknown  # whom?\n# standing: unknown  # what?\n"
    assert with_answers(text, {"universe": " ", "standing": "Unknown"}) == text


def test_answer_is_text_whatever_signs_it_has() -> None:
    said = 'a "list": #1 \\1 {x}\nfields: {}'
    text = with_answers("title: a\nuniverse: unknown\n", {"universe": said})
    assert text.count("\n") == 2
    assert with_answers("title: a\n", {"country": "AR"}) == 'title: a\ncountry: "AR"\n'
    assert "\\nfields" in text
