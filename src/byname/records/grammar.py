"""Records stage: entry grammars, the data that says how the entries of one kind of book are written.

A grammar is YAML: how an entry begins (head), the marks that open its parts ("s." born, "arr." arrested), what
follows a mark, how unmarked words are told apart, which lines are not about a person. One reader (entry_reading.py)
serves them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from byname.errors import BadMapping
from byname.sources.regular_files import check_regular
from byname.values.fields import fields
from byname.values.shipped import parse_yaml, shipped

_KEYS = {
    "abbreviations",
    "about",
    "after_semicolon",
    "articles",
    "century",
    "cross_reference",
    "ditto",
    "extends",
    "gender_words",
    "grammar",
    "head",
    "household_head",
    "language",
    "layout",
    "letters",
    "marks",
    "merge",
    "more_marks",
    "new_entry",
    "not_about_a_person",
    "note_words",
    "otherwise",
    "repeats",
    "rules_in_notes",
    "tail",
    "term",
    "unmarked",
    "within",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Opens a part of an entry: what the mark itself says (`emits`), and the fields that follow it in order
    (`reads`)."""

    pattern: str
    reads: tuple[str, ...] = ()
    emits: tuple[str, ...] = ()
    leading: bool = False  # counts only before every mark that closes the lead
    closes_lead: bool = True
    date_anywhere: bool = False  # words (a body, a place) may stand between the mark and its date


@dataclass(frozen=True, slots=True)
class Within:
    """A value inside the value of another field (articles in a charge); group `value` of the pattern is it."""

    of: str
    field: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Words between commas that no mark opens: the field they are if the pattern matches from their beginning."""

    field: str
    pattern: re.Pattern[str]
    unless: frozenset[str] = frozenset()  # does not count once one of these fields has been read


@dataclass(frozen=True, slots=True)
class Grammar:
    """One entry grammar, ready to read with; see docs/grammars.md for each part."""

    name: str
    language: str
    century: int
    layout: tuple[tuple[str, str], ...]
    not_about_a_person: re.Pattern[str] | None
    cross_reference: re.Pattern[str] | None
    new_entry: re.Pattern[str] | None
    tail: tuple[Unmarked, ...]
    head: tuple[re.Pattern[str], ...]
    household_head: re.Pattern[str] | None
    marks: tuple[Mark, ...]
    scanner: re.Pattern[str]
    unmarked: tuple[Unmarked, ...]
    otherwise: Unmarked | None  # what unmarked words are where nothing else fits; else they are notes
    after_semicolon: Mapping[str, Any]
    ditto: Mapping[str, str]
    within: tuple[Within, ...]
    merge: frozenset[str]
    rules_in_notes: bool
    repeats: frozenset[str]
    note_words: frozenset[str]
    abbreviations: frozenset[str]
    term: re.Pattern[str] | None
    articles: re.Pattern[str] | None
    gender_words: Mapping[str, re.Pattern[str]]


@cache
def packaged_grammar(name: str) -> Grammar:
    """A grammar that ships with the package, by name.

    Raises BadMapping where there is none of that name.
    """
    file = shipped("records", "grammars", f"{name}.yaml")
    if not file.is_file():
        known = sorted(f.name[:-5] for f in shipped("records", "grammars").iterdir() if f.name.endswith(".yaml"))
        raise BadMapping(
            f"there is no entry grammar {name!r}",
            fix=f"the package has {', '.join(known)}; or name a file beside the mapping",
        )
    return _build(_load(file.read_text(encoding="utf-8"), name), name)


def read_grammar(path: Path) -> Grammar:
    """A grammar from a file; raises BadMapping with every mistake where it breaks the schema."""
    check_regular(path, BadMapping)
    return _build(_load(path.read_text(encoding="utf-8"), str(path)), str(path))


def find_grammar(name: str, folder: Path | None = None) -> Grammar:
    """The grammar a mapping names: a file beside the mapping where the name ends in .yaml, else one of the package."""
    if not name.endswith(".yaml"):
        return packaged_grammar(name)
    path = (folder or Path()) / name
    if not path.is_file():
        raise BadMapping("there is no such grammar file", where=str(path), fix="put it beside the mapping")
    return read_grammar(path)


def _load(text: str, where: str) -> dict[str, Any]:
    try:
        data = parse_yaml(text)
    except yaml.YAMLError as error:
        raise BadMapping(f"the grammar is not YAML: {error}", where=where) from error
    if not isinstance(data, dict):
        raise BadMapping("the grammar is not a table of keys", where=where, fix="see docs/grammars.md")
    if base := data.get("extends"):
        parent = _load(
            shipped("records", "grammars", f"{base}.yaml").read_text(encoding="utf-8"),
            str(base),
        )
        data = parent | data | {"marks": [*data.get("more_marks", []), *parent.get("marks", [])]}
    return data


def _build(data: dict[str, Any], where: str) -> Grammar:
    mistakes = [f"unknown key {key!r}" for key in data if key not in _KEYS]
    letters = data.get("letters", {})

    def compiled(pattern: str | None, what: str, flags: int = 0) -> re.Pattern[str] | None:
        if pattern is None:
            return None
        try:
            return re.compile(_expand(pattern, letters), flags)
        except re.error as error:
            mistakes.append(f"{what}: {pattern!r} is not a regular expression ({error})")
            return None

    def compiled_all(patterns: list[str], what: str) -> tuple[re.Pattern[str], ...]:
        return tuple(filter(None, (compiled(p, what) for p in patterns)))

    def unmarked(rows: list[dict[str, Any]], what: str) -> tuple[Unmarked, ...]:
        found = ((row, compiled(row["pattern"], what)) for row in rows)
        return tuple(
            Unmarked(row["field"], pattern, frozenset(row.get("unless", []))) for row, pattern in found if pattern
        )

    def within(rows: list[dict[str, Any]]) -> tuple[Within, ...]:
        found = ((row, compiled(row["pattern"], "within")) for row in rows)
        return tuple(Within(row["of"], row["field"], pattern) for row, pattern in found if pattern)

    marks = tuple(_mark(row, letters) for row in data.get("marks", []))
    named = [f for mark in marks for f in (*mark.reads, *mark.emits)] + [
        r["field"] for k in ("unmarked", "tail") for r in data.get(k, [])
    ]
    mistakes += sorted({f"unknown field {name!r}" for name in named if name not in fields()})
    joined = list(data.get("not_about_a_person") or [])
    grammar = Grammar(
        name=str(data.get("grammar", where)),
        language=str(data.get("language", "ru")),
        century=int(data.get("century", 1900)),
        layout=tuple((old, new.ljust(len(old))[: len(old)]) for old, new in data.get("layout", {}).items()),
        not_about_a_person=compiled("|".join(f"(?:{p})" for p in joined) or None, "not_about_a_person"),
        cross_reference=compiled(data.get("cross_reference"), "cross_reference"),
        new_entry=compiled(data.get("new_entry"), "new_entry"),
        tail=unmarked(data.get("tail", []), "tail"),
        head=compiled_all(data.get("head", []), "head"),
        household_head=compiled(data.get("household_head"), "household_head"),
        marks=marks,
        scanner=_scanner(marks, mistakes),
        unmarked=unmarked(data.get("unmarked", []), "unmarked"),
        otherwise=next(iter(unmarked([data["otherwise"]], "otherwise")), None) if data.get("otherwise") else None,
        after_semicolon=data.get("after_semicolon", {}),
        ditto=data.get("ditto", {}),
        within=within(data.get("within", [])),
        merge=frozenset(data.get("merge", ["note"])),
        repeats=frozenset(data.get("repeats", [])),
        note_words=frozenset(data.get("note_words", [])),
        rules_in_notes=bool(data.get("rules_in_notes", False)),
        abbreviations=frozenset(data.get("abbreviations", [])),
        term=compiled(data.get("term"), "term"),
        articles=compiled(data.get("articles"), "articles"),
        gender_words={gender: re.compile(_expand(p, letters)) for gender, p in data.get("gender_words", {}).items()},
    )
    if mistakes:
        raise BadMapping("the grammar has mistakes: " + "; ".join(mistakes), where=where, fix="see docs/grammars.md")
    return grammar


def _mark(row: dict[str, Any], letters: dict[str, str]) -> Mark:
    return Mark(
        pattern=_expand(row["pattern"], letters),
        reads=tuple(row.get("reads", [])),
        emits=tuple(row.get("emits", [])),
        leading=bool(row.get("leading", False)),
        closes_lead=bool(row.get("closes_lead", True)),
        date_anywhere=bool(row.get("date_anywhere", False)),
    )


def _scanner(marks: tuple[Mark, ...], mistakes: list[str]) -> re.Pattern[str]:
    """All marks as one alternation; group `kN` tells which one matched. A mark never begins inside a word."""
    inside = r"(?<!\w)"
    branches = "|".join(f"(?P<k{i}>{mark.pattern.removeprefix(inside)})" for i, mark in enumerate(marks))
    try:
        return re.compile(f"{inside}(?:{branches})" if branches else r"(?!)")
    except re.error as error:
        mistakes.append(f"marks: not a regular expression ({error})")
        return re.compile(r"(?!)")


def _expand(pattern: str, letters: dict[str, str]) -> str:
    """Replace `{U}` and the like by the grammar's letter classes and word patterns (which may use each other)."""
    for _ in range(4):
        expanded = re.sub(r"\{([A-Z][A-Za-z]*)\}", lambda m: letters.get(m[1], m[0]), pattern)
        if expanded == pattern:
            break
        pattern = expanded
    return pattern
