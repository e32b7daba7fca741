"""Claims stage: the CSV tables of the active subject, checked row by row: figures, facts, findings.

Goes in: the folder of the active subject. Comes out: what is wrong with each row: an id that stands twice, an entry or
a predicate that does not exist, a date that is none, a source that cannot be found.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from byname.claims.evidence.facts import STATEMENT
from byname.claims.evidence.figure_tables import KINDS, check_rows
from byname.claims.evidence.sources import source_mistakes
from byname.claims.lexicon.entities import gazetteer
from byname.claims.lexicon.predicates import known_predicates
from byname.claims.lexicon.subject import FACTS, FIGURES
from byname.claims.subject_files import Found
from byname.values import FuzzyDate
from byname.values.shipped import shipped_yaml

FACT_COLUMNS = ("id", "date", STATEMENT, "entities", "predicates", "kind")
FINDING_COLUMNS = ("id", "relation", "subject", "object", "stance", STATEMENT, "period", "kind", "figures")
STANCES = ("affirmed", "denied", "disputed", "partial")
_Row = dict[str, str]


def table_mistakes(folder: Path) -> Iterator[Found]:
    """The mistakes of all tables of the active subject, which lies in this folder; an id may stand in one of them."""
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            yield Found(path.name, "", "it is not UTF-8 text: save it as CSV in UTF-8")
            continue
        rows: list[_Row] = [
            {key: value or "" for key, value in row.items() if key} for row in csv.DictReader(io.StringIO(text))
        ]
        mistakes = list(_mistakes(path.name, rows))
        yield from mistakes
        for row in rows:
            id = row.get("id", "")
            if seen.setdefault(id, path.name) != path.name:
                yield Found(path.name, id, f"its id stands in {seen[id]} too")


def _mistakes(name: str, rows: list[_Row]) -> Iterator[Found]:
    if name.startswith(FIGURES):
        for mistake in check_rows([dict(row) for row in rows]) if rows else ():
            where, _, what = mistake.partition(": ") if mistake.startswith("row ") else ("", "", mistake)
            yield Found(name, where, what)
    elif name.startswith(FACTS):
        yield from _checked(name, rows, FACT_COLUMNS, _fact)
    else:
        yield from _checked(name, rows, FINDING_COLUMNS, _finding)


def _checked(
    name: str, rows: list[_Row], columns: tuple[str, ...], check: Callable[[Mapping[str, str]], Iterator[str]]
) -> Iterator[Found]:
    """What is wrong with rows: as with any, and as a check of one row says."""
    missing = [column for column in columns if rows and column not in rows[0]]
    if missing:
        yield Found(name, "", f"the columns {', '.join(missing)} are missing")
        return
    seen = set[str]()
    for number, row in enumerate(rows, start=2):
        found = list(check(row))
        if not row["id"] or row["id"] in seen:
            found.append(f"the id {row['id']!r} is empty or stands twice")
        if row["kind"] not in KINDS:
            found.append(f"the kind {row['kind']!r} is none of {', '.join(KINDS)}")
        if not row[STATEMENT]:
            found.append("it says nothing: fill in statement")
        seen.add(row["id"])
        yield from (Found(name, f"row {number}", what) for what in (*found, *source_mistakes(row)))


def _fact(row: Mapping[str, str]) -> Iterator[str]:
    if FuzzyDate.parse_or_none(row["date"]) is None:
        yield f"the date {row['date']!r} is none: write EDTF, as 1976, 1976-03-24 or 1976/1983"
    if not row["entities"]:
        yield "it speaks of no entry: fill in entities"
    yield from _unknown(row["entities"].split(), gazetteer(), "entry of gazetteer.yaml")
    yield from _unknown(row["predicates"].split(), dict.fromkeys(known_predicates()), "predicate")


def _finding(row: Mapping[str, str]) -> Iterator[str]:
    relations = shipped_yaml("claims", "frames.yaml")["relations"]
    if row["relation"] not in relations and row["relation"] not in known_predicates():
        yield f"the relation {row['relation']!r} is none of {', '.join(relations)}"
    if row["stance"] not in STANCES:
        yield f"the stance {row['stance']!r} is none of {', '.join(STANCES)}"
    if row["period"] and FuzzyDate.parse_or_none(row["period"]) is None:
        yield f"the period {row['period']!r} is no date"
    yield from _unknown((row["subject"], row["object"]), gazetteer(), "entry of gazetteer.yaml")


def _unknown(ids: list[str] | tuple[str, ...], known: Mapping[str, object], what: str) -> Iterator[str]:
    yield from (f"{id!r} is no {what}" for id in ids if id not in known)
