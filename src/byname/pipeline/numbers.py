"""The numbers that are printed: each is computed here once, with the table and the conditions its rows stand under.

Takes the derived tables; gives PrintedNumbers and keeps them as JSON. The report and the command line print numbers
from here by their id, so that none is printed that cannot be traced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from byname.archive.tables import DerivedTables, select_rows
from byname.records.outcomes import outcomes, with_cases
from byname.records.unnamed import SEVERAL
from byname.values.events import EVENTS
from byname.values.fields import fields
from byname.values.printed import Condition, PrintedNumber

_COUNTED = "counted from the rows"
OUTCOME_PREFIX = "people-"
OUTCOME_NOT_UNDERSTOOD = "outcomes-not-understood"
SEVERAL_PEOPLE = "cells-of-several-people"
UNNAMED = "records-unnamed"
NAMED = "people-named"
_NAMED = Condition("named", "is", True)
_HAPPENED = {event.plural: event.happened for event in EVENTS.values()}


def count(tables: DerivedTables, number: PrintedNumber) -> int:
    """Count the rows of a number, or the different values of its column `distinct`."""
    frame = select_rows(tables.scan(number.table), number.where)
    counted = pl.col(number.distinct).n_unique() if number.distinct else pl.len()
    return int(frame.select(counted).collect().item())


def count_numbers(tables: DerivedTables, names: Sequence[str]) -> Iterator[PrintedNumber]:
    """Every count that the report prints; what can be counted in one pass over a table is."""
    planned = [*_totals(), *(number for name in names for number in _of_a_list(name))]
    yield from (replace(number, value=float(count(tables, number))) for number in planned)
    yield from _of_outcomes(tables)
    yield from _of_incidents(tables)
    for name in names:
        yield from _fields_read(tables, name)
    yield from _of_months(tables)
    yield from _of_patterns(tables, names)


def _planned(
    id: str, label: str, table: str, *where: Condition, unit: str = "records", distinct: str | None = None
) -> PrintedNumber:
    return PrintedNumber(id, label, 0.0, _COUNTED, table, tuple(where), distinct, unit)


def _totals() -> Iterator[PrintedNumber]:
    yield _planned("entries", "entries read", "entries", unit="entries")
    yield _planned("records", "entries about a person", "records", Condition("kind", "is", "person"))
    yield _planned(
        "unread", "entries that no rule understands", "records", Condition("kind", "is", "unread"), unit="entries"
    )
    yield _planned(
        "cross-references",
        "entries that point to another entry",
        "records",
        Condition("kind", "is", "see"),
        unit="entries",
    )
    yield _planned(
        "notes", "lines that are not about a person", "records", Condition("kind", "is", "note"), unit="entries"
    )
    yield _planned(
        "flagged",
        "values that are doubtful or not understood",
        "statements",
        Condition("flag", "not-null"),
        unit="values",
    )
    yield _planned(
        SEVERAL_PEOPLE,
        "cells that name several people",
        "statements",
        Condition("flag", "prefix", SEVERAL),
        unit="values",
    )
    yield _planned(
        OUTCOME_NOT_UNDERSTOOD,
        "entries whose outcome is stated but not understood",
        "statements",
        Condition("field", "is", "outcome"),
        Condition("flag", "prefix", "no code for"),
        unit="entries",
        distinct="record_id",
    )
    nameless = (Condition("kind", "is", "person"), Condition("surname", "null"), Condition("given", "null"))
    yield _planned(UNNAMED, "entries about a person that give no name", "records", *nameless, unit="entries")
    yield _planned("people", "people in our sources", "people", unit="people")
    yield _planned(NAMED, "people whom the lists name", "person_lists", _NAMED, unit="people")
    yield _planned(
        "people-on-two-lists", "people on two lists or more", "people", Condition("lists", "at-least", 2), unit="people"
    )
    yield _planned(
        "people-with-death", "people whose death is dated", "people", Condition("death", "not-null"), unit="people"
    )
    yield _planned("conflicts", "conflicts between sources", "conflicts", unit="conflicts")
    yield _planned(
        "incident-entries",
        "entries about an incident that name nobody",
        "records",
        Condition("kind", "is", "incident"),
        unit="entries",
    )
    yield _planned("incidents", "incidents", "incidents", unit="incidents")


def _of_outcomes(tables: DerivedTables) -> Iterator[PrintedNumber]:
    """How many people are stated to have had each outcome, narrower ones (shot) counted with the wider (executed)."""
    counted = dict(tables.scan("people").group_by("outcome").len().collect().drop_nulls("outcome").iter_rows())
    for code, outcome in outcomes().items():
        people = sum(counted.get(case, 0) for case in with_cases(code))
        if people:
            where = Condition("outcome", "in", with_cases(code))
            id, label = f"{OUTCOME_PREFIX}{code}", f"people of whom a source says: {outcome.label}"
            yield replace(_planned(id, label, "people", where, unit="people"), value=float(people))


def _of_incidents(tables: DerivedTables) -> Iterator[PrintedNumber]:
    """How many died in the incidents at the least and at the most, as sources say, and how many of them are named."""
    incidents = tables.read("incidents")
    if incidents.is_empty():
        return
    method = "summed over the rows"
    for column, words in (("fewest_dead", "dead at the least"), ("most_dead", "dead at the most"), ("named", "named")):
        where = (Condition(column, "not-null"),)
        total, label = float(incidents[column].sum()), f"people {words} in the incidents"
        yield PrintedNumber(f"incidents-{column}", label, total, method, "incidents", where, unit="people")


def outcome_headline(numbers: Mapping[str, PrintedNumber], most: int = 3) -> tuple[str, ...]:
    """The ids of the outcomes that most people had: of each kind the narrowest that holds all of it, at most `most`."""
    held = {
        code: numbers[f"{OUTCOME_PREFIX}{code}"].value for code in outcomes() if f"{OUTCOME_PREFIX}{code}" in numbers
    }
    roots = sorted((code for code in held if outcomes()[code].parent is None), key=lambda code: -held[code])
    narrowest = (min((case for case in with_cases(root) if held.get(case) == held[root]), key=_depth) for root in roots)
    return tuple(f"{OUTCOME_PREFIX}{code}" for code in list(narrowest)[:most])


def _depth(code: str) -> int:
    """Negative, the deeper the lower."""
    return len(with_cases(code)) - len(outcomes())


def _of_a_list(name: str) -> Iterator[PrintedNumber]:
    here = Condition("source", "is", name)
    yield _planned(f"{name}-entries", f"entries read from {name}", "entries", here, unit="entries")
    yield _planned(
        f"{name}-records", f"entries about a person in {name}", "records", here, Condition("kind", "is", "person")
    )
    yield _planned(
        f"{name}-unread",
        f"entries of {name} that no rule understands",
        "records",
        here,
        Condition("kind", "is", "unread"),
        unit="entries",
    )
    yield _planned(f"{name}-people", f"people on {name}", "records_people", here, unit="people", distinct="person_id")


def _fields_read(tables: DerivedTables, name: str) -> Iterator[PrintedNumber]:
    statements = tables.scan(f"statements/{name}").filter(pl.col("value").is_not_null())
    counted = dict(statements.group_by("field").agg(pl.col("record_id").n_unique()).collect().iter_rows())
    for field in (field for field in fields().values() if field.name in counted):
        where = (
            Condition("record_id", "prefix", f"{name}:"),
            Condition("field", "is", field.name),
            Condition("value", "not-null"),
        )
        id, label = f"{name}-{field.name}", f"entries of {name} with {field.en}"
        planned = _planned(id, label, "statements", *where, unit="entries", distinct="record_id")
        yield replace(planned, value=float(counted[field.name]))


def _of_months(tables: DerivedTables) -> Iterator[PrintedNumber]:
    for kind, month, counted in tables.read("months").iter_rows():
        where = (Condition("kind", "is", kind), Condition("month", "is", month))
        label = f"people {_HAPPENED[kind]} in {month}"
        number = _planned(f"{kind}-{month}", label, "person_months", *where, unit="people")
        yield replace(number, value=float(counted))


def _of_patterns(tables: DerivedTables, names: Sequence[str]) -> Iterator[PrintedNumber]:
    for row in tables.read("captures").iter_rows(named=True):
        on = [name for name in names if row[name]]
        where = (_NAMED, Condition("lists", "is", " ".join(on)))
        id, label = "overlap-" + "+".join(on), f"people on {' and '.join(on)} only"
        number = _planned(id, label, "person_lists", *where, unit="people")
        yield replace(number, value=float(row["count"]))


def estimate_numbers(estimates: Sequence[Mapping[str, Any]]) -> Iterator[PrintedNumber]:
    """The estimates and ranges with their intervals and warnings; they rest on the rows of the capture histories."""
    for row in estimates:
        lists = ", ".join(row["lists"])
        where = (_NAMED, Condition("lists", "any-of", tuple(row["lists"])))
        yield PrintedNumber(f"observed-{row['id']}", f"people on {lists}", float(row["observed"]), _COUNTED,
                            "person_lists", where, unit="people")  # fmt: skip
        if row["range"]:
            yield _range(row, lists, where)
        for method in (method for method in row["methods"] if method["estimate"] is not None):
            yield PrintedNumber(
                id=f"estimate-{row['id']}-{method['name'].replace(' ', '-')}",
                label=f"people estimated in all by {method['name']}, from {lists}",
                value=float(method["estimate"]),
                method=method.get("reference", method["name"]),
                table="person_lists",
                where=where,
                unit="people",
                low=method["low"],
                high=method["high"],
                level=row["level"],
                warnings=tuple(dict.fromkeys([*row["warnings"], *method.get("warnings", [])])),
            )


def _range(row: Mapping[str, Any], lists: str, where: tuple[Condition, ...]) -> PrintedNumber:
    """The fewest people there were, with the range from which that is taken."""
    found = row["range"]
    factors = f"{found['smallest']:g} to {found['largest']:g} times"
    return PrintedNumber(
        id=f"range-{row['id']}",
        label=f"people in all at the least, from {lists}",
        value=float(found["low"]),
        method=f"the interval of the first estimate, if those on no list are {factors} as many as it assumes",
        table="person_lists",
        where=where,
        unit="people",
        low=found["low"],
        high=found["high"],
        warnings=tuple(row["warnings"]),
    )
