from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from byname.errors import BadSource
from byname.sources.reading import first_entries


def _written(path: Path, *entities: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    return path


PERSON = {"id": "a", "schema": "Person", "properties": {"name": ["Uno Vanavalge", "Uno V."], "birthDate": ["1890"]}}
EVENT = {"id": "b", "schema": "Event", "properties": {"name": ["arrest"], "involved": ["a"]}}


def test_people_are_entries_and_other_entities_are_passed_over(tmp_path: Path) -> None:
    path = _written(tmp_path / "people.ftm.json", EVENT, PERSON, EVENT)
    (entry,) = first_entries(path, None, 10)
    assert {name: cell.text for name, cell in entry.cells.items()} == {
        "id": "a",
        "name": "Uno Vanavalge; Uno V.",
        "birthDate": "1890",
    }


def test_a_file_without_people_or_with_another_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="no entity Person"):
        first_entries(_written(tmp_path / "events.json", EVENT, EVENT), None, 10)
    with pytest.raises(BadSource, match="line 2 is no entity"):
        first_entries(_written(tmp_path / "mixed.json", PERSON, PERSON, {"name": "Uno"}), None, 10)


def test_what_events_and_notes_say_of_a_person_stands_in_columns(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    entities = [
        {"id": "e1", "schema": "Event", "properties": {"name": ["arrest"], "involved": ["a", "b"], "date": ["1941"],
                                                        "recordId": ["book:1"]}},
        {"id": "a", "schema": "Person", "properties": {"name": ["Uno"],
                                                       "notes": ["place of arrest: Narva", "so: said"]}},
        {"id": "s1", "schema": "Sanction", "properties": {"program": ["sentence"], "entity": ["a"],
                                                           "authority": ["a court"], "date": ["1942", "1943"]}},
        {"id": "b", "schema": "Person", "properties": {"name": ["Mari"], "notes": "not in a list"}},
        {"id": "d", "schema": "Document", "properties": {"title": ["A book"]}},
    ]  # fmt: skip
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    uno, mari = ({name: cell.text for name, cell in entry.cells.items()} for entry in first_entries(path, None, 9))
    assert uno == {"id": "a", "name": "Uno", "arrest_place": "Narva", "notes": "so: said", "arrest.date": "1941",
                   "sentence.authority": "a court", "sentence.date": "1942; 1943"}  # fmt: skip
    assert mari == {"id": "b", "name": "Mari", "notes": "not in a list", "arrest.date": "1941"}
