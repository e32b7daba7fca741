"""What is of one subject only (its years, orders, tables, figures, names) stands in the data of a collection."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "byname"
ROOMS = ("statistics", "casualties", "motive", "consequences", "site/charts", "people/profiles")
SUBJECT = re.compile(
    r"19(17|18|3[5-9]|4[0-5]|5[36])\b|00447|nkvd|gulag|stalin|yezhov|soviet|ussr|rsfsr|russia|moscow|karelia|estonia|"
    r"politburo|troika|marshal|great.terror|great.purge|army_by_rank|national_operation|convictions_by_year|mvd_|"
    r"\b[FE]\d{2,3}\b",
    re.IGNORECASE,
)
CITED = "Garwood 1936"  # a publication of one of these years
DATES = {"date", "datetime"}
FIRST_OF_OUR_TIME = 1970  # days are counted from it; earlier ones belong to a subject


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Strings that stand as statements: they explain, and nothing is done with them."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def named_in(tree: ast.AST) -> Iterator[str]:
    """What the code names of a subject, outside docstrings."""
    told = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            found = SUBJECT.search(node.value.replace(CITED, ""))
            if found:
                yield f"line {node.lineno}: {found[0]!r} in {node.value[:60]!r}"
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in DATES:
            year = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if isinstance(year, int) and year < FIRST_OF_OUR_TIME:
                yield f"line {node.lineno}: a day of {year}"


@pytest.mark.parametrize("room", ROOMS)
def test_no_code_names_a_subject(room: str) -> None:
    paths = sorted((ROOT / room).rglob("*.py"))
    assert len(paths) > 2
    found = [f"{path.relative_to(ROOT)}, {named}" for path in paths
             for named in named_in(ast.parse(path.read_text(encoding="utf-8")))]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["table = facts['army_by_rank']", "day = dt.date(1937, 7, 30)", "words = f'in {n} years from 1936'",
     "figure('F021')", "name = 'NKVD'"],
)  # fmt: skip
def test_what_names_a_subject_is_found(code: str) -> None:
    assert list(named_in(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["'''Order 00447 of 30 July 1937.'''", "EPOCH = date(1970, 1, 1)", "method = 'Garwood 1936'"]
)
def test_what_explains_or_cites_is_left_alone(code: str) -> None:
    assert not list(named_in(ast.parse(code)))
