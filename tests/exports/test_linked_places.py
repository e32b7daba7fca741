from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from tests.exports.made import MadeArchive, exported
from tests.exports.read_back import given
from tests.exports.test_export import hostile_people

from byname.archive.archive import Archive
from byname.exports.linked_places import place_fields
from byname.exports.people import ExportedArchive

# What LPF 1.3 asks for, after its description: classes or types, a title, names with toponyms.
_LINE = {"type": "string", "pattern": "^(.*)$"}  # of one line, as the schema of the World Historical Gazetteer has it
_NAME = {"type": "object", "required": ["toponym"], "properties": {"toponym": _LINE}}
_FEATURE: dict[str, Any] = {
    "type": "object",
    "required": ["@id", "type", "properties", "geometry", "names"],
    "anyOf": [{"required": ["fclasses"]}, {"required": ["types"]}],
    "properties": {
        "@id": {"type": "string", "pattern": "^[a-z]+:"},
        "type": {"const": "Feature"},
        "properties": {"type": "object", "required": ["title"], "properties": {"title": _LINE}},
        "geometry": {"type": ["object", "null"]},
        "fclasses": {"type": "array", "minItems": 1, "items": {"enum": [*"AHLPRST"]}},
        "types": {"type": "array", "items": {"required": ["identifier", "label"]}},
        "names": {"type": "array", "minItems": 1, "items": _NAME},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["type", "@context", "features"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": _FEATURE}},
}


def _named(data: dict[str, Any]) -> Counter[str]:
    """How often places are named, by field."""
    found: Counter[str] = Counter()
    for feature in data["features"]:
        toponyms = {name["toponym"] for name in feature["names"]}
        for one in feature["properties"]["named"]:
            assert one["toponym"] in toponyms
            found[one["as"]] += one["count"]
    return found


def test_places_are_valid_and_each_is_named_as_often_as_counted(small: Archive, tmp_path: Path) -> None:
    for archive in (ExportedArchive(small), MadeArchive(hostile_people())):
        out, statement = exported(archive, "lpf", tmp_path)
        data = json.loads(out.read_text(encoding="utf-8"))
        assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []
        words = {field: n for (part, field), n in given(statement).items() if part == "words"}
        assert _named(data) == Counter(words) != Counter()
        assert set(words) <= set(place_fields())


def test_a_place_without_class_and_type_would_be_refused() -> None:
    feature = {
        "@id": "a:b",
        "type": "Feature",
        "properties": {"title": "x"},
        "geometry": None,
        "names": [{"toponym": "x"}],
    }
    data = {"type": "FeatureCollection", "@context": "", "features": [feature]}
    assert list(Draft202012Validator(SCHEMA).iter_errors(data))
