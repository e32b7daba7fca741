from __future__ import annotations

from byname.motive.crimes import NOT_ADVICE, elements_of, matrix, read_elements
from byname.motive.evidence import Material


def test_elements_never_say_that_a_crime_was_committed(material: Material) -> None:
    cells = matrix(elements_of(material.facts), material)
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


def test_figures_and_events_of_a_collection_count_only_where_an_archive_is_about_it(material: Material) -> None:
    own = {element.id: element for element in elements_of(material.facts)}
    assert own["murder-killed"].figures == ("F003", "F009")
    other = {name: table for name, table in material.facts.items() if name != "convictions_by_year"}
    assert not any(element.figures or element.events for element in elements_of(other))
    assert [element.id for element in read_elements()] == list(own)
