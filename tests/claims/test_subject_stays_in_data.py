"""No word of the shipped subject stands in the code of the claims: another subject needs other data only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from byname.claims.lexicon.entities import gazetteer
from byname.claims.lexicon.subject import subject

CLAIMS = Path(__file__).resolve().parents[2] / "src" / "byname" / "claims"
# Predicates of texts bear the name of an idea of the gazetteer ("genocide" is a relation and a concept).
SHARED = {"genocide"}
WORDS = re.compile(
    r"ussr|soviet|stalin|nkvd|\bmvd\b|\bkgb\b|gulag|red.army|baltic|great.(?:terror|purge)|kosovo|figures-estonia|"
    r"\b0\d{4}\b|politburo|bolshev|komandarm|komkor|komdiv|kulak|yezhov|trotsky|нквд|мвд|ссср|сталин|советск|"
    r"\b(?:oth|est)-\d+|\b[FE]\d{2,3}\b",
    re.IGNORECASE,
)


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the nodes that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            found.add(id(first.value))
    return found


def strings_of(source: str) -> Iterator[tuple[int, str]]:
    """The string constants of a module with their lines, docstrings left out."""
    tree = ast.parse(source)
    left_out = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


def told_of_the_subject(source: str, ids: frozenset[str]) -> list[tuple[int, str]]:
    """The strings of a module that hold a word of the subject or are an entry of its gazetteer."""
    return [(line, text) for line, text in strings_of(source) if WORDS.search(text) or text in ids]


def subject_ids() -> frozenset[str]:
    """The ids of people, organs, operations, events and places of the gazetteer, and the names of tables and lists."""
    kinds = ("person", "organ", "office", "operation", "event", "place", "concept")
    entries = {entity.id for entity in gazetteer().values() if entity.kind in kinds}
    return frozenset(entries | {*subject().tables, *subject().lists, subject().collection}) - SHARED


def test_no_module_names_the_subject() -> None:
    ids = subject_ids()
    found, strings = [], 0
    for path in sorted(CLAIMS.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        strings += sum(1 for _ in strings_of(source))
        found += [f"{path.relative_to(CLAIMS)}:{line}: {text!r}" for line, text in told_of_the_subject(source, ids)]
    assert strings > 1000
    assert not found, found


def test_a_word_of_the_subject_is_found_in_code_and_passed_over_in_a_docstring() -> None:
    source = '"""About the NKVD."""\n\nPLACE = "ussr"\nDAY = rf"\\bприказ {PLACE} НКВД\\b"\nVERB = "shot"\n'
    assert [line for line, _ in told_of_the_subject(source, frozenset())] == [3, 4]
    assert [text for _, text in told_of_the_subject('A, B = "kirov", "kirovets"\n', frozenset({"kirov"}))] == ["kirov"]


def test_every_entry_that_the_subject_names_is_one_of_its_kind() -> None:
    kinds = {
        "place": subject().background_places | subject().regions,
        "organ": subject().counted_organs,
        "operation": subject().custody,
    }
    for kind, entries in kinds.items():
        assert entries
        assert {gazetteer()[id].kind for id in entries} == {kind}
