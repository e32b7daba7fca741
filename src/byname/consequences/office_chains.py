"""Consequences stage: the chain of one office from the role data of an archive's lists.

Goes in: the subjects with the codes of their offices, the names of people, a table of terms of office where there is
one. Comes out: the holders in the order in which they were lost, with what became of them, the days from arrest to
death, and the terms that others publish for a person of that name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from byname.consequences.offices import FEWEST_HOLDERS, Succession, chains, holding
from byname.records.codes import offices as known_offices
from byname.records.fold import fold
from byname.records.names import read_name
from byname.records.vocabulary import load
from byname.sources.facts import FactTable
from byname.statistics.series import EPOCH
from byname.values.analysis import Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

_EVENTS = ("arrest", "sentence", "death")
_SCHEMES = ("en", "de")
_SAME = 3  # letters of two given names that must agree
Row = dict[str, object]


def chain_of(subjects: pl.DataFrame, names: Mapping[str, str], office: str, terms: FactTable | None = None) -> Analysis:
    """The holders of an office in the order in which they were lost: by the first dated of arrest, sentence and death.

    `names`: the name of each person by `person_id`. Holders of whom nothing is dated come last.
    """
    id, title = f"office-{office}", f"The chain of an office: {load('offices')[office]['en']}"
    own = _in_order(holding(subjects, office))
    if not len(own):
        return refusal(id, title, "Our lists name nobody with this office.")
    published = joined_terms(names, terms) if terms else {}
    rows = [_row(one, names, office, published) for one in own.iter_rows(named=True)]
    lost = sum(row["lost"] != "not dated" for row in rows)
    sentences = (
        f"{len(rows):,} people of our lists are named with this office; {lost:,} of them have a dated arrest, sentence "
        f"or death and stand in that order.",
    )
    warnings = (
        "The lists name an office, not its term: people can have held it at the same time, and earlier or later than "
        "they were lost.",
        "A published term is joined where its holder's name fits one person of the archive and no other.",
    )
    numbers = tuple(number for one in own.iter_rows(named=True) for number in _numbers(one, office))
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, "first dated of arrest, sentence and death", table, sentences, warnings, numbers)


def chain_numbers(subjects: pl.DataFrame) -> Iterator[PrintedNumber]:
    """The numbers of the chains of leading offices with five or more holders, kept so that each can be traced."""
    for code, office in known_offices().items():
        own = holding(subjects, code)
        if office.standing == "leading" and len(own) >= FEWEST_HOLDERS:
            for one in own.iter_rows(named=True):
                yield from _numbers(one, code)


def _in_order(own: pl.DataFrame) -> pl.DataFrame:
    first = pl.min_horizontal(f"{event}_low" for event in _EVENTS).alias("first")
    return own.with_columns(first).sort("first", "person_id", nulls_last=True)


def _row(one: Row, names: Mapping[str, str], office: str, published: Mapping[str, list[Succession]]) -> Row:
    person = str(one["person_id"])
    event = next((name for name in _EVENTS if one["first"] is not None and one[f"{name}_low"] == one["first"]), "")
    days = _days_left(one)
    key = _key(office, person)
    return {
        "holder": names.get(person) or person, "holder_id": key, "person": person,
        "lost": _date(one, event) if event else "not dated", "by": event, "end": one["ending"] or "not stated",
        "died": _date(one, "death") if one["death_low"] is not None else "",
        "days_from_arrest_to_death": days[0] if days else None,
        "days_from_arrest_to_death_low": days[0] if days else None,
        "days_from_arrest_to_death_high": days[1] if days else None,
        "days_from_arrest_to_death_id": f"{key}-days" if days else None,
        "published_terms": "; ".join(f"{step.office}: {step.term}" for step in published.get(person, ())),
    }  # fmt: skip


def _key(office: str, person: str) -> str:
    return f"office-{office}-{person}"


def _numbers(one: Row, office: str) -> Iterator[PrintedNumber]:
    person = str(one["person_id"])
    where = (Condition("person_id", "is", person),)
    words = load("offices")[office]["en"]
    yield counted(_key(office, person), f"person named as {words}", 1, "subjects", *where)
    days = _days_left(one)
    if days:
        found = Estimate(float(days[0]), float(days[0]), float(days[1]), 1, 1.0)
        label = f"least days from arrest to death of a person named as {words}"
        number = estimated(f"{_key(office, person)}-days", label, found, "dates of the sources", "subjects", where,
                           "days", 0)  # fmt: skip
        yield replace(number, warnings=("The interval is that of the dates.",)) if days[0] != days[1] else number


def _days_left(one: Row) -> tuple[int, int] | None:
    """The least and the most days from arrest to death, where both are dated."""
    arrest, death = ((one[f"{name}_low"], one[f"{name}_high"]) for name in ("arrest", "death"))
    if not all(isinstance(day, int) for day in (*arrest, *death)):
        return None
    least, most = int(str(death[0])) - int(str(arrest[1])), int(str(death[1])) - int(str(arrest[0]))
    return (max(0, least), most) if most >= 0 else None


def _date(one: Row, event: str) -> str:
    """A date as it is known: the day, or the first and last possible day."""
    low, high = (EPOCH + dt.timedelta(days=int(str(one[f"{event}_{side}"]))) for side in ("low", "high"))
    if low == high:
        return low.isoformat()
    if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31) and low.year == high.year:
        return str(low.year)
    return f"{low} to {high}"


def joined_terms(names: Mapping[str, str], terms: FactTable) -> dict[str, list[Succession]]:
    """The published terms of each person whose name fits one holder and no other, as that holder's fits nobody else's.

    Surnames are compared folded, in any script; given names by their first letters, where both are stated.
    """
    steps: dict[str, list[Succession]] = {}
    for chain in chains(terms).values():
        for step in chain:
            steps.setdefault(step.holder, []).append(step)
    people = {person: _forms(name) for person, name in names.items() if name}
    by_surname: dict[str, set[str]] = {}
    for person, (surnames, _) in people.items():
        for surname in surnames:
            by_surname.setdefault(surname, set()).add(person)
    fitting = {holder: _fitting(holder, people, by_surname) for holder in steps}
    claimed = [person for found in fitting.values() for person in found]
    return {
        next(iter(found)): steps[holder]
        for holder, found in fitting.items()
        if len(found) == 1 and claimed.count(next(iter(found))) == 1
    }


Forms = tuple[frozenset[str], frozenset[str]]


def _forms(text: str) -> Forms:
    """The folded surnames and given names that a name may stand for, in each transliteration scheme."""
    name = read_name(text)
    surnames, givens = (
        frozenset(fold(part, scheme) for scheme in _SCHEMES if part) - {""} for part in (name.surname, name.given)
    )
    return surnames, givens


def _fitting(holder: str, people: Mapping[str, Forms], by_surname: Mapping[str, set[str]]) -> set[str]:
    given, _, surname = holder.rpartition(" ")
    first = frozenset(fold(given, scheme) for scheme in _SCHEMES) - {""}
    candidates = {person for scheme in _SCHEMES for person in by_surname.get(fold(surname, scheme), ())}
    return {person for person in candidates if _agree(first, people[person][1])}


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return True
    return any(a[: min(len(a), len(b), _SAME)] == b[: min(len(a), len(b), _SAME)] for a in one for b in other)
