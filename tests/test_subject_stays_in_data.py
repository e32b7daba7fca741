"""No code names a subject: dates, orders, tables and words of the Great Terror are data of its collection."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "src" / "byname"
WORDS = re.compile(
    r"great[_ -]terror|gulag|00447|army_by_rank|national_operations|convictions_by_year|red-army|baltic|ussr|soviet"
    r"|stalin|nkvd|нквд|yezhov|\b193[78]\b",
    re.IGNORECASE,
)
HELP = ROOT / "cli" / "app.py"  # its examples and the one line of `byname demo` may name the bundled collection


def strings_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstrings and no keys of one, with their lines."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value


def test_no_code_names_the_subject() -> None:
    found, seen = [], 0
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, text in strings_of(tree):
            seen += 1
            if WORDS.search(text) and path != HELP:
                found.append(f"{path.relative_to(ROOT)}:{line}: {text[:60]}")
    assert seen > 5000
    assert found == []


def test_a_name_in_code_would_be_found() -> None:
    tree = ast.parse('"""Of 1937."""\ndef f():\n    """As in 1937."""\n    return facts["army_by_rank"]\n')
    assert [text for _, text in strings_of(tree) if WORDS.search(text)] == ["army_by_rank"]
