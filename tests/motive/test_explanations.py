from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from byname.errors import BadFigureTable
from byname.motive.evidence import Material
from byname.motive.explanations import FILE, explanations_in, explanations_of, read_explanations, trends_of
from byname.motive.holding import hold
from byname.motive.observations import OBSERVATIONS
from byname.motive.weighing import explained
from byname.sources.facts import FactTable
from byname.values.shipped import collection_files

BROKEN = """
tests:
  jump: {by: largest_jump, table: deaths, column: dead, first: 1, last: 9, year: 5, words: "{jump:.1f}"}
explanations:
  - {id: a, title: t, held_by: h, says: s, assumptions: [], expectations: [
      {id: e, says: s, test: TEST, sign: SIGN, weight: hoop, shared_with: [RIVAL]}]}
"""
JUMP = {"by": "largest_jump", "table": "burials", "column": "dead", "first": 1790, "last": 1795, "year": 1793,
        "words": "Burials rose {jump:.1f} times in 1793, in no other year more than {other:.1f} times."}  # fmt: skip
ROW = {"explanation": "famine", "title": "A famine", "held_by": "a book", "says": "People died of want.",
       "assumes": "Burials are counted; Nobody fled.", "expects": "Burials jump", "id": "jump", "test": "burials-jump",
       "by": json.dumps(JUMP), "sign": "positive", "weight": "hoop", "shared_with": "",
       "source_title": "a book"}  # fmt: skip


def facts_of(*rows: dict[str, str], burials: bool = True) -> dict[str, FactTable]:
    """An archive of another subject, with explanations of its own."""
    own = pl.DataFrame(list(rows))
    counts = pl.DataFrame({"year": [str(year) for year in range(1790, 1796)], "dead": ["90", "99", "100", "500", "510",
                          "400"], "source_title": ["a register"] * 6})  # fmt: skip
    tables = {"explanations": own} | ({"burials": counts} if burials else {})
    return {name: FactTable(name, table, table.clear()) for name, table in tables.items()}


def test_four_explanations_ship_with_tests_assumptions_and_holders() -> None:
    (path,) = collection_files(FILE)
    found = read_explanations(path).explanations
    assert len(found) == 4
    for explanation in found:
        assert explanation.assumptions
        assert explanation.held_by
        assert len(explanation.expectations) >= 3


def test_every_general_test_is_used_by_a_collection_and_every_test_of_it_by_an_explanation() -> None:
    for path in collection_files(FILE):
        used = {expected.test: expected.observation
                for one in read_explanations(path).explanations for expected in one.expectations}  # fmt: skip
        assert {type(observation) for observation in used.values()} == set(OBSERVATIONS.values())
        assert len(used) == 11


def test_an_archive_of_another_subject_holds_its_own_explanations_against_its_facts(people: pl.DataFrame) -> None:
    flight = {**ROW, "explanation": "flight", "title": "A flight", "by": "", "sign": "negative", "shared_with": ""}
    material = Material(people, facts_of(ROW, flight))
    first, second = hold(explanations_of(material.facts), material)
    assert (first.verdict, second.verdict) == ("for", "against")
    assert first.evidence is not None
    assert first.evidence.words == "Burials rose 5.0 times in 1793, in no other year more than 1.1 times."
    assert first.explanation.assumptions == ("Burials are counted", "Nobody fled.")
    whole = list(explained(material))
    assert [one.refused for one in whole] == ["", "", ""]
    assert whole[0].sentences == ("Two explanations stand side by side; none is declared the winner.",)


def test_an_explanation_without_its_table_is_not_computable(people: pl.DataFrame) -> None:
    (held,) = hold(explanations_in(facts_of(ROW)["explanations"]), Material(people, facts_of(ROW, burials=False)))
    assert (held.verdict, held.evidence) == ("not computable", None)
    assert "no table burials" in held.reason


def test_without_explanations_the_analysis_is_refused_with_the_reason(people: pl.DataFrame) -> None:
    (refused,) = explained(Material(people, {}))
    assert "brings no explanations" in refused.refused
    assert not refused.numbers


def test_the_shipped_ones_are_for_archives_that_hold_their_tables(material: Material) -> None:
    assert len(explanations_of(material.facts)) == 4
    other = {name: table for name, table in material.facts.items() if name != "convictions_by_year"}
    assert explanations_of(other) == []


def test_a_trend_is_looked_for_where_its_table_has_the_columns(material: Material) -> None:
    ((trend, table),) = trends_of(material.facts)
    assert trend.groups.table == table.name
    renamed = FactTable(table.name, table.rows.rename({trend.groups.cases: "x"}), table.rows.clear())
    assert trends_of({table.name: renamed}) == trends_of({}) == []


@pytest.mark.parametrize(
    ("test", "sign", "rival", "message"),
    [("nothing", "positive", "a", "no test"), ("jump", "up", "a", "not known"),
     ("jump", "positive", "b", "names no explanation")],
)  # fmt: skip
def test_mistakes_in_the_data_are_told(tmp_path: Path, test: str, sign: str, rival: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(BROKEN.replace("TEST", test).replace("SIGN", sign).replace("RIVAL", rival), encoding="utf-8")
    with pytest.raises(BadFigureTable, match=message):
        read_explanations(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"by": "{by: guess}"}, "no test 'guess'"), ({"by": "{by: [}"}, "no YAML"), ({"weight": "heavy"}, "not known"),
     ({"shared_with": "nobody"}, "names no explanation"), ({"by": ""}, "no test 'burials-jump'")],
)  # fmt: skip
def test_mistakes_in_a_table_are_told(change: dict[str, str], message: str) -> None:
    with pytest.raises(BadFigureTable, match=message):
        explanations_in(facts_of(ROW | change)["explanations"])


def test_a_table_without_a_column_is_refused() -> None:
    table = pl.DataFrame([ROW]).drop("assumes")
    with pytest.raises(BadFigureTable, match="no column 'assumes'"):
        explanations_in(FactTable("explanations", table, table.clear()))
