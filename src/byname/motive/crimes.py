"""Motive stage: the elements of crimes beside the evidence that an archive holds on each. It is not legal advice.

Goes in: elements as data (Genocide Convention, Article II; Rome Statute, Article 7), subjects and facts. Comes out: a
matrix: how many persons, which documents and figures there are; whether the archive holds evidence, holds some that is
contested, or lacks it. It never says that a crime was committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from byname.errors import BadFigureTable
from byname.motive.evidence import Material, meets
from byname.sources.facts import FactTable
from byname.values.printed import Condition
from byname.values.shipped import collection_files, parse_yaml, shipped

FILE: Final = "elements-of-crimes.yaml"
NOT_ADVICE = (
    "This matrix lists what an archive holds on each element. It is not legal advice and decides nothing: whether an "
    "element is met is for a court, and several are disputed among scholars."
)
# What the data may ask of people: the conditions on the rows of the subjects.
_ASKED: dict[str, tuple[Condition, ...]] = {
    "arrested": (Condition("arrest_low", "not-null"),),
    "deported": (Condition("deportation_low", "not-null"),),
    "fate_unknown": (Condition("fate_unknown", "is", True),),
}


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its words, the conditions its persons meet, the figures and events by id, what is contested or
    missing in words."""

    crime: str
    law: str
    id: str
    says: str
    where: tuple[Condition, ...]
    figures: tuple[str, ...]
    events: tuple[str, ...]
    contested: str
    missing: str


@dataclass(frozen=True, slots=True)
class ElementEvidence:
    """The evidence on an element: persons, the documents and figures found, and the state: evidence, contested or
    missing."""

    element: Element
    persons: int
    documents: tuple[str, ...]
    figures: tuple[str, ...]
    state: str


def read_elements(path: Path | None = None) -> list[Element]:
    """Read the elements of crimes, without figures and events, which belong to a collection."""
    if path is None:
        path = shipped("motive", FILE)
    crimes = parse_yaml(path.read_text(encoding="utf-8"))["crimes"]
    return [_element(crime, row) for crime in crimes for row in crime["elements"]]


def elements_of(facts: Mapping[str, FactTable]) -> list[Element]:
    """The elements with the figures and events of the collections that an archive holds the tables of."""
    files = [parse_yaml(path.read_text(encoding="utf-8")) for path in collection_files(FILE)]
    held = [file["evidence"] for file in files if set(file["needs"]) <= set(facts)]
    return [_with_evidence(element, [one[element.id] for one in held if element.id in one])
            for element in read_elements()]  # fmt: skip


def _with_evidence(element: Element, evidence: Sequence[Mapping[str, Any]]) -> Element:
    figures, events = (tuple(id for one in evidence for id in one.get(name, ())) for name in ("figures", "events"))
    contested = " ".join(filter(None, (element.contested, *(one.get("contested", "") for one in evidence))))
    return replace(element, figures=figures, events=events, contested=contested)


def matrix(elements: list[Element], material: Material) -> list[ElementEvidence]:
    """Set the evidence of an archive beside each element; raises BadFigureTable where one asks for a column that
    subjects do not have."""
    subjects = material.subjects
    for element in elements:
        unknown = [c.column for c in element.where if c.column not in subjects.columns]
        if unknown:
            raise BadFigureTable(f"subjects have no column {unknown[0]!r}", where=element.id, fix="see subjects.py")
    return [_cell(element, material) for element in elements]


def _cell(element: Element, material: Material) -> ElementEvidence:
    persons = material.subjects.filter(meets(element.where)).height if element.where else 0
    documents = _named(material, "events", element.events, ("date", "title"))
    figures = _named(material, "figures", element.figures, ("quantity", "value_best", "source_author"))
    found = bool(persons or documents or figures)
    state = "missing" if not found else "contested" if element.contested else "evidence"
    return ElementEvidence(element, persons, documents, figures, state)


def _named(material: Material, table: str, ids: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    if table not in material.facts or not ids:
        return ()
    rows = material.facts[table].rows.filter(pl.col("id").is_in(list(ids))).sort("id")
    return tuple(f"{row['id']}: " + ", ".join(row[c] for c in columns if row[c]) for row in rows.iter_rows(named=True))


def _element(crime: Mapping[str, Any], row: Mapping[str, Any]) -> Element:
    where = tuple(c for name, value in row["people"].items() for c in _conditions(name, value))
    return Element(
        crime["title"],
        crime["law"],
        f"{crime['id']}-{row['id']}",
        row["says"],
        where,
        (),
        (),
        row.get("contested", ""),
        row.get("missing", ""),
    )


def _conditions(name: str, value: Any) -> tuple[Condition, ...]:
    if name in _ASKED:
        return _ASKED[name]
    persecuted = () if name == "persecuted" else (Condition("persecuted", "is", True),)
    own = Condition(name, "not-null") if value == "any" else Condition(name, "is", value)
    return (*persecuted, own)
