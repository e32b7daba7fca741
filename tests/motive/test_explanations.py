from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from byname.errors import BadFigureTable
from byname.motive.analyses import limits
from byname.motive.crimes import NOT_ADVICE, matrix, read_elements
from byname.motive.directives import directives_of, limits_of
from byname.motive.evidence import TESTS, Material, ObservedEffect
from byname.motive.explanations import MOST, Held, balance, hold, likelihood_ratio, read_explanations
from byname.motive.rivals import against_each_other
from byname.values.analysis import Estimate

BROKEN = """
explanations:
  - {id: a, title: t, held_by: h, says: s, assumptions: [], expectations: [
      {id: e, says: s, test: TEST, sign: SIGN, weight: hoop, shared_with: [RIVAL]}]}
"""


def test_four_explanations_ship_with_tests_assumptions_and_holders() -> None:
    found = read_explanations()
    assert len(found) == 4
    for explanation in found:
        assert explanation.assumptions
        assert explanation.held_by
        assert len(explanation.expectations) >= 3


def test_every_explanation_has_evidence_against_or_open(material: Material) -> None:
    """None of the four explains everything, and the table says so."""
    verdicts: dict[str, set[str]] = {}
    for one in hold(read_explanations(), material):
        verdicts.setdefault(one.explanation.id, set()).add(one.verdict)
    assert "against" in verdicts["fear-of-opposition"]
    assert "against" in verdicts["fifth-column"]
    assert all("for" in found or "open" in found or "not computable" in found for found in verdicts.values())


def test_published_severity_of_the_national_operations(material: Material) -> None:
    found = TESTS["national-severity"](material)
    assert "76.1%" in found.words
    assert found.ratio.low > 1.5


def test_likelihood_ratio_points_where_the_effect_points() -> None:
    effect = ObservedEffect("", Estimate(2.0, 1.4, 2.9), 0.69, 0.18, ())
    with_it, against = likelihood_ratio(effect, "positive"), likelihood_ratio(effect, "negative")
    assert with_it is not None
    assert against is not None
    assert with_it.low <= with_it.value <= with_it.high
    assert with_it.value > 3
    assert against.value < 1 / 3


def test_likelihood_ratio_is_cut_and_totals_have_none() -> None:
    huge = likelihood_ratio(ObservedEffect("", Estimate(5.0, 4.9, 5.1), 1.6, 0.01, ()), "positive")
    assert huge is not None
    assert huge.value == pytest.approx(MOST)
    assert likelihood_ratio(ObservedEffect("", Estimate(5.0, 5.0, 5.0), 1.6, 0.0, ()), "positive") is None


def test_no_effect_gives_a_ratio_below_one() -> None:
    none = likelihood_ratio(ObservedEffect("", Estimate(1.0, 0.9, 1.11), 0.0, 0.05, ()), "positive")
    assert none is not None
    assert none.value < 1


def test_balance_shows_what_any_one_expectation_carries(material: Material) -> None:
    for one in balance(hold(read_explanations(), material)):
        assert one.least <= one.all_ratios <= one.most
        assert sum(one.verdicts.values()) == len(one.explanation.expectations)


def test_rivals_that_expect_the_same_are_not_told_apart(material: Material) -> None:
    held = hold(read_explanations(), material)
    pairs = {(one.first.id, one.second.id): one for one in against_each_other(held)}
    assert len(pairs) == 6
    both = pairs["fear-of-opposition", "elimination-of-rivals"]
    assert "rank-gradient" not in both.observations  # both expect it
    for one in pairs.values():
        assert one.least <= one.log_ratio <= one.most
        if not one.observations:
            assert (one.least, one.log_ratio, one.most) == (0, 0, 0)


def test_opposite_expectations_are_told_apart_as_far_as_the_effect_reaches() -> None:
    first, second = read_explanations()[:2]
    expected = first.expectations[0]
    effect = ObservedEffect("", Estimate(2.0, 1.4, 2.9), 0.69, 0.18, ())
    held = [
        Held(first, replace(expected, sign="positive"), effect, "for", None),
        Held(second, replace(expected, sign="negative"), effect, "against", None),
    ]
    (pair,) = against_each_other(held)
    assert pair.log_ratio > 2
    assert pair.least == 0  # with the one observation left out nothing speaks
    assert pair.open
    (turned,) = against_each_other(held[::-1])
    assert turned.log_ratio == pytest.approx(-pair.log_ratio)


@pytest.mark.parametrize(
    ("test", "sign", "rival", "message"),
    [("nothing", "positive", "a", "no test"), ("rank-gradient", "up", "a", "not known"),
     ("rank-gradient", "positive", "b", "names no explanation")],
)  # fmt: skip
def test_mistakes_in_the_data_are_told(tmp_path: Path, test: str, sign: str, rival: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(BROKEN.replace("TEST", test).replace("SIGN", sign).replace("RIVAL", rival), encoding="utf-8")
    with pytest.raises(BadFigureTable, match=message):
        read_explanations(path)


def test_first_limits_of_order_00447_were_passed_five_times(material: Material) -> None:
    shot = next(limit for limit in limits_of(list(material.facts.values())) if limit.group == "to be shot")
    assert shot.allowed == 75_950
    assert shot.ratio.value == pytest.approx(387_000 / 75_950)
    assert shot.outcome.warnings


def test_with_what_was_added_later_the_limits_were_passed_twice(material: Material) -> None:
    shot, both = limits_of(list(material.facts.values()))
    assert shot.ratio_with_raised.value == pytest.approx(387_000 / (75_950 + 82_250))
    assert both.ratio_with_raised.value < both.ratio.value
    said = limits(material.facts)
    assert "At least 82,250 more were allowed later" in said.sentences[0]
    assert "not all of them" in said.warnings[-1]


def test_without_a_table_of_raises_the_ratio_is_against_the_first_limits(material: Material) -> None:
    facts = {name: table for name, table in material.facts.items() if not name.endswith("_raised")}
    assert "not in our sources" in limits(facts).warnings[-1]
    assert limits_of(list(facts.values()))[0].raised == 0


def test_directives_are_dated_to_the_day(material: Material) -> None:
    found = {directive.id: directive.day.isoformat() for directive in directives_of(material.facts["events"])}
    assert found["E14"] == "1937-07-30"
    assert found["E23"] == "1938-11-17"
    assert "E09" not in found  # dated to two months only


def test_elements_never_say_that_a_crime_was_committed(material: Material) -> None:
    cells = matrix(read_elements(), material)
    assert {cell.state for cell in cells} <= {"evidence", "contested", "missing"}
    intent = next(cell for cell in cells if cell.element.id == "genocide-intent")
    assert intent.state == "contested"
    assert intent.element.missing
    knowledge = next(cell for cell in cells if cell.element.id == "murder-knowledge")
    assert knowledge.state == "missing"
    assert "not legal advice" in NOT_ADVICE


def test_elements_of_article_ii_and_of_five_crimes_of_article_7_are_there() -> None:
    elements = read_elements()
    assert {element.crime for element in elements if "Article 7" in element.law} >= {"Persecution"}
    assert sum("Rome Statute" in law for law in {element.law for element in elements}) == 5
    assert sum(element.id.startswith("genocide-") for element in elements) == 7
