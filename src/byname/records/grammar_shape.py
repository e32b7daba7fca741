"""Records stage: checks that each key of an entry grammar holds what it should, before anything is made of it.

Takes the plain data of a grammar's YAML; gives its mistakes in words, an empty list where there are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from byname.values.fields import fields

_TEXTS = (
    "about",
    "articles",
    "cross_reference",
    "extends",
    "grammar",
    "household_head",
    "language",
    "new_entry",
    "term",
)
_TEXT_LISTS = ("abbreviations", "head", "joining", "merge", "not_about_a_person", "note_words", "repeats")
_TEXT_TABLES = ("ditto", "gender_words", "layout", "letters")
_RULE_LISTS: Mapping[str, tuple[str, ...]] = {
    "marks": ("pattern",),
    "more_marks": ("pattern",),
    "tail": ("field", "pattern"),
    "unmarked": ("field", "pattern"),
    "within": ("of", "field", "pattern"),
}
_RULE_TEXTS, _RULE_FIELDS = ("field", "of", "otherwise", "pattern"), ("emits", "reads", "unless", "with")
_SWITCHES = ("closes_lead", "date_anywhere", "leading")
_OTHERS = ("after_semicolon", "century", "otherwise", "rules_in_notes", "values")
KEYS = {*_TEXTS, *_TEXT_LISTS, *_TEXT_TABLES, *_RULE_LISTS, *_OTHERS}
_LONGEST_LETTERS = 2_000


def mistakes_of_shape(data: Mapping[Any, Any]) -> list[str]:
    """What is wrong with the keys of a grammar and the kinds of their values.

    >>> mistakes_of_shape({"century": "late", "marks": [{"reads": ["birth_date"]}]})
    ['`century` must be a year from 1 to 9999', '`marks` 1 has no `pattern`']
    """
    return list(_mistakes(data))


def _mistakes(data: Mapping[Any, Any]) -> Iterator[str]:
    yield from (f"unknown key {str(key)[:80]!r}" for key in data if key not in KEYS)
    yield from (f"`{key}` must be text" for key in _TEXTS if not _is_text(data.get(key, "")))
    yield from (f"`{key}` must be a list of texts" for key in _TEXT_LISTS if not _are_texts(data.get(key) or []))
    yield from (f"`{key}` must hold `text: text` lines" for key in _TEXT_TABLES if not _is_table(data.get(key, {})))
    century = data.get("century", 1900)
    if type(century) is not int or not 1 <= century <= 9999:
        yield "`century` must be a year from 1 to 9999"
    if not isinstance(data.get("rules_in_notes", False), bool):
        yield "`rules_in_notes` must be true or false"
    for key, needed in _RULE_LISTS.items():
        yield from _mistakes_of_rules(key, data.get(key, []), needed)
    if data.get("otherwise"):
        yield from _mistakes_of_rules("otherwise", [data["otherwise"]], ("field", "pattern"))
    if data.get("after_semicolon"):
        rule = data["after_semicolon"]
        conditional = isinstance(rule, dict) and "with" in rule
        yield from _mistakes_of_rules("after_semicolon", [rule], ("field", "otherwise") if conditional else ("field",))
    yield from _mistakes_of_tables(data)


def _mistakes_of_tables(data: Mapping[Any, Any]) -> Iterator[str]:
    """What is wrong inside the tables of texts, where they are that."""
    letters, layout, ditto = (data.get(key, {}) for key in ("letters", "layout", "ditto"))
    if _is_table(letters):
        yield from (f"`letters` {name!r} is too long" for name, text in letters.items() if len(text) > _LONGEST_LETTERS)
    if _is_table(layout) and "" in layout:
        yield "`layout` cannot replace nothing"
    if _is_table(ditto):
        yield from _unknown_fields("ditto", list(ditto.values()))
    values = data.get("values", {})
    if not isinstance(values, dict) or not all(map(_is_text, values)):
        yield "`values` must hold a table for each field"
        return
    yield from _unknown_fields("values", list(values))
    yield from (
        f"`values` of {name[:80]!r} must hold `text: text` lines" for name in values if not _is_table(values[name])
    )


def _mistakes_of_rules(key: str, rules: Any, needed: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(rules, list):
        yield f"`{key}` must be a list"
        return
    for number, rule in enumerate(rules, 1):
        if not isinstance(rule, dict):
            yield f"`{key}` {number} must hold `key: value` lines"
            continue
        yield from (f"`{key}` {number} has no `{name}`" for name in needed if name not in rule)
        known = (*_RULE_TEXTS, *_RULE_FIELDS, *_SWITCHES)
        yield from (f"`{key}` {number} has an unknown key {str(name)[:80]!r}" for name in rule if name not in known)
        for name in _RULE_TEXTS:
            if not _is_text(rule.get(name, "")):
                yield f"`{key}` {number}: `{name}` must be text"
            elif name != "pattern" and name in rule:
                yield from _unknown_fields(key, [rule[name]])
        for name in _RULE_FIELDS:
            if not _are_texts(rule.get(name, [])):
                yield f"`{key}` {number}: `{name}` must be a list of fields"
            else:
                yield from _unknown_fields(key, rule.get(name, []))


def _unknown_fields(key: str, names: list[str]) -> Iterator[str]:
    yield from (f"unknown field {name[:80]!r} in `{key}`" for name in names if name not in fields())


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, [*value, *value.values()]))
