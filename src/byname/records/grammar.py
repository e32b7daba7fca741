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
from byname.records.beginnings import first_characters
from byname.records.grammar_shape import mistakes_of_shape
from byname.sources.patterns import LONGEST, compile_pattern
from byname.sources.yaml_marks import read_yaml_text, refuse_bomb
from byname.values.fields import fields
from byname.values.shipped import parse_yaml, shipped

_LONGEST_SCANNER = 2_000_000


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
    joining: frozenset[str]  # small words that may stand before a date or a place, beside those of every grammar
    values: Mapping[str, Mapping[str, str]]  # what a text of a field stands for, in small letters
    term: re.Pattern[str] | None
    articles: re.Pattern[str] | None
    gender_words: Mapping[str, re.Pattern[str]]


@cache
def packaged_grammar(name: str) -> Grammar:
    """A grammar that ships with the package, by name.

    Raises BadMapping where there is none of that name.
    """
    return _build(_load(_packaged_text(name), name), name)


def _packaged_text(name: str) -> str:
    known = {file.stem: file for file in shipped("records", "grammars").iterdir() if file.suffix == ".yaml"}
    if name not in known:
        raise BadMapping(
            f"there is no entry grammar {name[:80]!r}",
            fix=f"the package has {', '.join(sorted(known))}; or name a file beside the mapping",
        )
    return known[name].read_text(encoding="utf-8")


def read_grammar(path: Path) -> Grammar:
    """A grammar from a file; raises BadMapping with every mistake where it breaks the schema."""
    return _build(_load(read_yaml_text(path, "grammar"), str(path)), str(path))


def find_grammar(name: str, folder: Path | None = None) -> Grammar:
    """The grammar a mapping names: a file beside the mapping where the name ends in .yaml, else one of the package."""
    return read_grammar((folder or Path()) / name) if name.endswith(".yaml") else packaged_grammar(name)


def _load(text: str, where: str, below: tuple[str, ...] = ()) -> dict[str, Any]:
    """The data of a grammar with that of the grammars it extends; `below` are those that lead here."""
    data = _plain_data(text, where)
    if (base := data.get("extends")) is None:
        return data
    if not isinstance(base, str) or base in below:
        what = f"`extends` goes round in a circle: {', '.join(below)}" if base in below else "`extends` must be a name"
        raise BadMapping(what, where=where, fix="see docs/grammars.md")
    try:
        parent = _load(_packaged_text(base), base, (*below, base))
    except BadMapping as error:
        raise BadMapping(f"`extends`: {error.what}", where=where, fix=error.fix) from error
    return parent | data | {"marks": [*_list(data, "more_marks"), *_list(parent, "marks")]}


def bare(text: str) -> str:
    """A text as the table `values` of a grammar is asked for it.

    >>> bare("Fus. ")
    'fus'
    """
    return text.strip(" .").lower()


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    return value if isinstance(value, list) else [value]


def _plain_data(text: str, where: str) -> dict[str, Any]:
    refuse_bomb(text, where)
    try:
        data = parse_yaml(text)
    except yaml.YAMLError as error:
        raise BadMapping(f"the grammar is not YAML: {error}", where=where) from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:  # a value that its tag does not fit
        raise BadMapping(f"the grammar holds a value that cannot be read: {error}", where=where) from error
    if not isinstance(data, dict):
        raise BadMapping("the grammar is not a table of keys", where=where, fix="see docs/grammars.md")
    return data


class _Patterns:
    """Compiles the patterns of one grammar and notes what is wrong with them."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self._letters = letters
        self.mistakes: list[str] = []

    def one(self, pattern: str | None, what: str, group: str | None = None) -> re.Pattern[str] | None:
        """The compiled pattern of key `what`, which must have the group; None where there is none."""
        if not pattern:
            return None
        try:
            compiled = compile_pattern(_expand(pattern, self._letters))
        except ValueError as error:
            self.mistakes.append(f"{what}: {pattern[:200]!r} is not a regular expression ({error})")
            return None
        if group is not None and group not in compiled.groupindex:
            self.mistakes.append(f"{what}: {pattern[:200]!r} must have a group (?P<{group}>...)")
        return compiled

    def heads(self, patterns: list[str]) -> tuple[re.Pattern[str], ...]:
        """The patterns of the beginning of an entry, whose groups are fields."""
        compiled = tuple(filter(None, (self.one(pattern, "head") for pattern in patterns)))
        unknown = sorted({name for pattern in compiled for name in pattern.groupindex if name not in fields()})
        self.mistakes += [f"head: unknown field {name!r}" for name in unknown]
        return compiled

    def unmarked(self, rows: list[dict[str, Any]], what: str, group: str | None = None) -> tuple[Unmarked, ...]:
        """The rules for words that no mark opens."""
        found = ((row, self.one(row["pattern"], what, group)) for row in rows)
        return tuple(
            Unmarked(row["field"], pattern, frozenset(row.get("unless", []))) for row, pattern in found if pattern
        )

    def within(self, rows: list[dict[str, Any]]) -> tuple[Within, ...]:
        """The rules for values inside other values."""
        found = ((row, self.one(row["pattern"], "within", "value")) for row in rows)
        return tuple(Within(row["of"], row["field"], pattern) for row, pattern in found if pattern)

    def scanner(self, marks: tuple[Mark, ...]) -> re.Pattern[str]:
        """All marks as one alternation; group `kN` tells which one matched. A mark never begins inside a word.

        Each mark is tried only where a character stands that it can begin with.
        """
        inside = r"(?<!\w)"
        firsts = [first_characters(mark.pattern) if self.one(mark.pattern, "marks") else None for mark in marks]
        branches = "|".join(
            f"{_before(first)}(?P<k{i}>{mark.pattern.removeprefix(inside)})"
            for i, (mark, first) in enumerate(zip(marks, firsts, strict=True))
        )
        any_first = None if None in firsts else "".join(filter(None, firsts))
        try:
            return compile_pattern(
                f"{inside}{_before(any_first)}(?:{branches})" if branches else r"(?!)", longest=_LONGEST_SCANNER
            )
        except ValueError as error:
            self.mistakes.append(f"marks: together they are not a regular expression ({error})")
            return re.compile(r"(?!)")


def _before(characters: str | None) -> str:
    """A test that one of some characters comes next."""
    return f"(?=[{characters}])" if characters else ""


def _build(data: dict[str, Any], where: str) -> Grammar:
    mistakes = mistakes_of_shape(data)
    if not all(mistake.startswith("unknown ") for mistake in mistakes):
        _raise_all(mistakes, where)  # with values of another kind nothing can be made
    letters: Mapping[str, str] = data.get("letters", {})
    patterns = _Patterns(letters)
    marks = tuple(_mark(row, letters) for row in data.get("marks", []))
    gender_words = {gender: patterns.one(p, "gender_words") for gender, p in data.get("gender_words", {}).items()}
    grammar = Grammar(
        name=str(data.get("grammar", where)),
        language=str(data.get("language", "ru")),
        century=int(data.get("century", 1900)),
        layout=tuple((old, new.ljust(len(old))[: len(old)]) for old, new in data.get("layout", {}).items()),
        not_about_a_person=patterns.one(_either(data.get("not_about_a_person") or []), "not_about_a_person"),
        cross_reference=patterns.one(data.get("cross_reference"), "cross_reference", "value"),
        new_entry=patterns.one(data.get("new_entry"), "new_entry"),
        tail=patterns.unmarked(data.get("tail", []), "tail", "value"),
        head=patterns.heads(data.get("head") or []),
        household_head=patterns.one(data.get("household_head"), "household_head"),
        marks=marks,
        scanner=patterns.scanner(marks),
        unmarked=patterns.unmarked(data.get("unmarked", []), "unmarked"),
        otherwise=next(iter(patterns.unmarked([data["otherwise"]], "otherwise")), None)
        if data.get("otherwise")
        else None,
        after_semicolon=data.get("after_semicolon") or {},
        ditto=data.get("ditto", {}),
        within=patterns.within(data.get("within", [])),
        merge=frozenset(data.get("merge", ["note"])),
        repeats=frozenset(data.get("repeats", [])),
        note_words=frozenset(data.get("note_words", [])),
        rules_in_notes=bool(data.get("rules_in_notes", False)),
        abbreviations=frozenset(data.get("abbreviations", [])),
        joining=frozenset(data.get("joining", [])),
        values={
            name: {bare(text): meant for text, meant in told.items()} for name, told in data.get("values", {}).items()
        },
        term=patterns.one(data.get("term"), "term", "value"),
        articles=patterns.one(data.get("articles"), "articles", "value"),
        gender_words={gender: pattern for gender, pattern in gender_words.items() if pattern},
    )
    _raise_all([*mistakes, *patterns.mistakes], where)
    return grammar


def _raise_all(mistakes: list[str], where: str) -> None:
    if mistakes:
        raise BadMapping(
            "the grammar has mistakes: " + "; ".join(dict.fromkeys(mistakes)), where=where, fix="see docs/grammars.md"
        )


def _either(patterns: list[str]) -> str | None:
    return "|".join(f"(?:{pattern})" for pattern in patterns) or None


def _mark(row: Mapping[str, Any], letters: Mapping[str, str]) -> Mark:
    return Mark(
        pattern=_expand(row["pattern"], letters),
        reads=tuple(row.get("reads", [])),
        emits=tuple(row.get("emits", [])),
        leading=bool(row.get("leading", False)),
        closes_lead=bool(row.get("closes_lead", True)),
        date_anywhere=bool(row.get("date_anywhere", False)),
    )


def _expand(pattern: str, letters: Mapping[str, str]) -> str:
    """Replace `{U}` and the like by the grammar's letter classes and word patterns (which may use each other)."""
    for _ in range(4):
        expanded = re.sub(r"\{([A-Z][A-Za-z]*)\}", lambda m: letters.get(m[1], m[0]), pattern)
        if expanded == pattern or len(pattern) > LONGEST:
            break
        pattern = expanded
    return pattern
