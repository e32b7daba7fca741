"""Motive stage: explanations of what happened, as data: what each claims and what it expects to see.

Goes in: the file `explanations.yaml` of a collection, or a table of facts `explanations` of an archive. Comes out: the
explanations that apply to an archive, each with its expectations and the tests that look for them, and the trends to
look for in printed tables. Nothing here knows any one subject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from byname.errors import BadFigureTable
from byname.motive.observations import Observation, check_words, read_groups, read_observation
from byname.motive.trends import Trend
from byname.sources.facts import FactTable
from byname.values.shipped import collection_files, parse_yaml

FILE: Final = "explanations.yaml"
OWN: Final = "explanations"  # the name of the table of facts by which an archive brings its own
_SIGNS = ("positive", "negative")
_WEIGHTS = ("hoop", "smoking gun", "straw")
_COLUMNS = ("explanation", "title", "held_by", "says", "assumes", "expects", "id", "test", "by", "sign", "weight",
            "shared_with")  # fmt: skip
_BETWEEN = ";"  # between the assumptions of a cell, and between rivals


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an explanation expects to see, the test that looks by its name, the sign it expects, its weight, who else
    expects it, and the test itself."""

    id: str
    says: str
    test: str
    sign: str
    weight: str
    shared_with: tuple[str, ...]
    observation: Observation


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation: its claim, who holds it, its assumptions in words, and what it expects."""

    id: str
    title: str
    held_by: str
    says: str
    assumptions: tuple[str, ...]
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class ExplanationFile:
    """What a file of explanations holds: the tables of facts by which an archive shows that they are about it, the
    trends to look for, and the explanations."""

    needs: tuple[str, ...]
    trends: tuple[Trend, ...]
    explanations: tuple[Explanation, ...]


def explanations_of(facts: Mapping[str, FactTable]) -> list[Explanation]:
    """The explanations that apply to an archive: those of its own table `explanations`; else those of the collections
    that ship with the package of whose tables it holds those that they need. None where there are none."""
    if OWN in facts:
        return explanations_in(facts[OWN])
    files = [read_explanations(path) for path in collection_files(FILE)]
    return [one for file in files if set(file.needs) <= set(facts) for one in file.explanations]


def trends_of(facts: Mapping[str, FactTable]) -> list[tuple[Trend, FactTable]]:
    """The trends to look for in the tables of an archive, each with its table."""
    trends = [trend for path in collection_files(FILE) for trend in read_explanations(path).trends]
    return [(trend, facts[trend.groups.table]) for trend in trends if trend.fits(facts.get(trend.groups.table))]


@cache
def read_explanations(path: Path) -> ExplanationFile:
    """Read a file of explanations.

    Raises BadFigureTable where a test, a parameter, a sign, a weight or a rival is not known.

    >>> [len(read_explanations(path).explanations) for path in collection_files(FILE)]
    [4]
    """
    where = str(path)
    data = parse_yaml(path.read_text(encoding="utf-8"))
    tests = {name: read_observation(given, f"{where}, {name}") for name, given in data.get("tests", {}).items()}
    found = tuple(_explanation(row, tests, where) for row in data["explanations"])
    _check_rivals(found, where)
    trends = tuple(_trend(row, where) for row in data.get("trends", ()))
    return ExplanationFile(tuple(data.get("needs", ())), trends, found)


def explanations_in(table: FactTable) -> list[Explanation]:
    """The explanations of a table of facts, one row an expectation, in the order of their first rows.

    Columns: explanation (its id), title, held_by, says, assumes (parted by semicolons), id and expects (the
    expectation), test (a name) and by (the test with its parameters, as YAML; empty in the rows that repeat a name),
    sign, weight, shared_with (ids parted by semicolons). Raises BadFigureTable as `read_explanations` does.
    """
    missing = [column for column in _COLUMNS if column not in table.rows.columns]
    if missing:
        raise BadFigureTable(f"there is no column {missing[0]!r}", where=table.name, fix="add it")
    rows = table.rows.to_dicts()
    tests = {row["test"]: read_observation(_plain(row["by"], table.name), f"{table.name}, {row['test']}")
             for row in rows if row["by"]}  # fmt: skip
    by_id: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_id.setdefault(row["explanation"], []).append(row)
    found = [
        Explanation(id, own[0]["title"], own[0]["held_by"], own[0]["says"], _parts(own[0]["assumes"]),
                    tuple(_expectation(row | {"says": row["expects"], "shared_with": _parts(row["shared_with"])},
                                       tests, table.name) for row in own))
        for id, own in by_id.items()
    ]  # fmt: skip
    _check_rivals(found, table.name)
    return found


def _plain(text: str, where: str) -> Mapping[str, Any]:
    try:
        found = parse_yaml(text)
    except yaml.YAMLError as error:
        raise BadFigureTable(f"the test {text!r} is no YAML", where=where, fix="see docs/motive.md") from error
    return found if isinstance(found, dict) else {"by": text}


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(_BETWEEN) if part.strip())


def _trend(row: Mapping[str, Any], where: str) -> Trend:
    found = Trend(**{**row, "groups": read_groups(row["groups"])})
    check_words(found.steps, ("falls", "steps"), where)
    check_words(found.whole, ("cases", "people", "share"), where)
    return found


def _explanation(row: Mapping[str, Any], tests: Mapping[str, Observation], where: str) -> Explanation:
    expected = tuple(_expectation(one, tests, where) for one in row["expectations"])
    return Explanation(row["id"], row["title"], row["held_by"], row["says"], tuple(row["assumptions"]), expected)


def _expectation(row: Mapping[str, Any], tests: Mapping[str, Observation], where: str) -> Expectation:
    if row["test"] not in tests:
        known = ", ".join(tests) or "none is given"
        raise BadFigureTable(f"there is no test {row['test']!r}", where=where, fix=f"one of {known}")
    if row["sign"] not in _SIGNS or row["weight"] not in _WEIGHTS:
        raise BadFigureTable(f"{row['id']}: sign or weight is not known", where=where,
                             fix=f"signs: {', '.join(_SIGNS)}; weights: {', '.join(_WEIGHTS)}")  # fmt: skip
    return Expectation(row["id"], row["says"], row["test"], row["sign"], row["weight"], tuple(row["shared_with"]),
                       tests[row["test"]])  # fmt: skip


def _check_rivals(explanations: Sequence[Explanation], where: str) -> None:
    known = {explanation.id for explanation in explanations}
    for expected in (one for explanation in explanations for one in explanation.expectations):
        if not set(expected.shared_with) <= known:
            raise BadFigureTable(f"{expected.id}: shared_with names no explanation", where=where,
                                 fix="name one by its id")  # fmt: skip
