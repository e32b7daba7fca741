from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from byname.records.grammar_shape import KEYS, mistakes_of_shape
from byname.values.shipped import shipped

RULE = {"field": "note", "pattern": "x"}


@pytest.mark.parametrize(
    ("data", "mistakes"),
    [
        ({"haed": []}, ["unknown key 'haed'"]),
        ({7: 1}, ["unknown key '7'"]),
        ({"language": 1}, ["`language` must be text"]),
        ({"head": "x"}, ["`head` must be a list of texts"]),
        ({"merge": [1]}, ["`merge` must be a list of texts"]),
        ({"letters": []}, ["`letters` must hold `text: text` lines"]),
        ({"letters": {"U": 1}}, ["`letters` must hold `text: text` lines"]),
        ({"letters": {"U": "x" * 2_001}}, ["`letters` 'U' is too long"]),
        ({"layout": {"": "x"}}, ["`layout` cannot replace nothing"]),
        ({"ditto": {"sama": "nowhere"}}, ["unknown field 'nowhere' in `ditto`"]),
        ({"values": []}, ["`values` must hold a table for each field"]),
        ({"values": {"fate": {}}}, ["unknown field 'fate' in `values`"]),
        ({"values": {"outcome": {"lib.": 1}}}, ["`values` of 'outcome' must hold `text: text` lines"]),
        ({"century": 0}, ["`century` must be a year from 1 to 9999"]),
        ({"century": True}, ["`century` must be a year from 1 to 9999"]),
        ({"century": 10_000}, ["`century` must be a year from 1 to 9999"]),
        ({"rules_in_notes": "yes"}, ["`rules_in_notes` must be true or false"]),
        ({"marks": {}}, ["`marks` must be a list"]),
        ({"marks": ["x"]}, ["`marks` 1 must hold `key: value` lines"]),
        ({"marks": [{"pattern": "x"}, {}]}, ["`marks` 2 has no `pattern`"]),
        ({"marks": [{"pattern": "x", "raeds": []}]}, ["`marks` 1 has an unknown key 'raeds'"]),
        ({"marks": [{"pattern": "x", "reads": "note"}]}, ["`marks` 1: `reads` must be a list of fields"]),
        ({"marks": [{"pattern": "x", "emits": ["no"]}]}, ["unknown field 'no' in `marks`"]),
        ({"tail": [{"pattern": "x"}]}, ["`tail` 1 has no `field`"]),
        ({"within": [RULE]}, ["`within` 1 has no `of`"]),
        ({"unmarked": [{"field": 1, "pattern": "x"}]}, ["`unmarked` 1: `field` must be text"]),
        ({"otherwise": {"field": "note"}}, ["`otherwise` 1 has no `pattern`"]),
        ({"after_semicolon": {"with": ["note"], "field": "note"}}, ["`after_semicolon` 1 has no `otherwise`"]),
        ({"after_semicolon": "note"}, ["`after_semicolon` 1 must hold `key: value` lines"]),
    ],
)
def test_a_wrong_shape_is_told_in_words(data: dict[Any, Any], mistakes: list[str]) -> None:
    assert mistakes_of_shape(data) == mistakes


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"century": 1, "rules_in_notes": True, "letters": {"U": "x" * 2_000}, "layout": {"a": ""}},
        {"not_about_a_person": None, "otherwise": None, "after_semicolon": None, "head": None},
        {"after_semicolon": {"field": "note"}, "within": [{**RULE, "of": "charge"}]},
        {"after_semicolon": {"with": ["sentence"], "field": "camp", "otherwise": "exile_place"}},
    ],
)
def test_a_right_shape_has_no_mistake(data: dict[str, Any]) -> None:
    assert mistakes_of_shape(data) == []


def test_all_mistakes_are_told_at_once() -> None:
    told = mistakes_of_shape({"haed": [], "century": 0, "tail": [{"reads": ["no"]}]})
    assert told == [
        "unknown key 'haed'",
        "`century` must be a year from 1 to 9999",
        "`tail` 1 has no `field`",
        "`tail` 1 has no `pattern`",
        "unknown field 'no' in `tail`",
    ]


def test_the_grammars_of_the_package_have_no_mistakes_and_every_key_stands_in_the_manual() -> None:
    files = [path for path in shipped("records", "grammars").iterdir() if path.name.endswith(".yaml")]
    assert len(files) >= 5
    for path in files:
        assert mistakes_of_shape(yaml.safe_load(path.read_text(encoding="utf-8"))) == [], path.name
    manual = (Path(__file__).resolve().parents[2] / "docs" / "grammars.md").read_text(encoding="utf-8")
    assert sorted(key for key in KEYS if f"`{key}" not in manual) == []
