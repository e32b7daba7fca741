"""Claims stage: reads the words of a figure's row: its interval, what is counted, of whom, where and when."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from byname.claims.evidence.figures import (
    Bound,
    Counted,
    DateFact,
    Figure,
    FigurePopulation,
    FigureValue,
    FigureWording,
)
from byname.claims.evidence.sources import address_of, source_of
from byname.claims.lexicon.entities import gazetteer, is_group, kind_of, most_specific
from byname.claims.lexicon.phrases import PhraseMatch, find_phrases, ids, stem
from byname.claims.lexicon.subject import subject
from byname.claims.numbers.number_grammar import QuantityReader
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.numbers.number_words import unit_nouns, unit_set
from byname.claims.numbers.rounding import widened
from byname.claims.text.tokens import Token, tokenize
from byname.claims.thresholds import thresholds
from byname.values import FuzzyDate

_PLAN = re.compile(r"\b(?:planned|plan|quota|limits?|listed for|target|to be shot|to be sent)\b", re.IGNORECASE)
_OF = re.compile(r"^of (\d[\d,]*)(?!\d*%)")
_PART = re.compile(r"\b(?:of|among) (?:the|those|all) (\w+)", re.IGNORECASE)
_LISTED = re.compile(r"\b(?:names|records|volumes?|name lists|list of|registered)\b", re.IGNORECASE)


def number_of(text: str) -> float | None:
    """The number in a cell, or None."""
    try:
        value = float(text.replace(",", "").replace("\u202f", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def period_of(row: Mapping[str, str]) -> FuzzyDate | None:
    """The period of a row, or None where it has none or no date."""
    begin, end = row.get("period_start", "").strip(), row.get("period_end", "").strip()
    try:
        if begin and end and begin != end:
            return FuzzyDate.parse(f"{begin}/{end}")
        return FuzzyDate.parse(begin or end) if begin or end else None
    except ValueError:
        return None


def figures_of(row: Mapping[str, str]) -> Iterator[Figure]:
    """One figure, or several where the best value lists them ("2000 imprisoned; 1500 died")."""
    low, best, high = (number_of(row.get(name, "")) for name in ("value_low", "value_best", "value_high"))
    if low is not None or high is not None or best is not None:
        figure = _figure(row, low, best, high)
        yield figure
        yield from _figures_of_notes(row, figure)
        return
    quantities = row["quantity"].split(" / ")
    parts = [part.strip() for part in row.get("value_best", "").split(";") if part.strip()]
    for number, part in enumerate(parts):
        tokens = tokenize(part)
        node = next((n for n in (QuantityReader(tokens).quantity(at) for at in range(len(tokens))) if n), None)
        if node is None or not any(char.isdigit() for char in part):
            continue
        quantity = quantities[number] if len(quantities) == len(parts) else row["quantity"]
        words = " ".join(token.text for token in tokens[node.last :])
        unit = "percent" if node.measure == "percent" else row["unit"]
        changed = {
            **row,
            "id": f"{row['id']}/{number + 1}" if len(parts) > 1 else row["id"],
            "unit": f"{unit} {words}".strip(),
            "quantity": quantity,
            "counted": row["quantity"],
        }
        least = None if math.isinf(node.high) else node.high
        low, best, high = (None, node.low, None) if node.is_exact else (node.low, None, least)
        yield _figure(changed, low, best, high, whole=node.whole)


def _figure(
    row: Mapping[str, str],
    low: float | None,
    best: float | None,
    high: float | None,
    whole: float | None = None,
) -> Figure:
    bound: Bound = ""
    if low is not None and high is None and best is None:
        bound = "least"
    if high is not None and low is None and best is None:
        bound = "most"
    first = low if low is not None else best if best is not None else -math.inf
    last = high if high is not None else best if best is not None else math.inf
    measure = "percent" if row["unit"].startswith("percent") else "count"
    predicates, base = _predicates(row, measure)
    groups, operations = _population(row)
    of = _OF.match(row.get("notes", "")) or _OF.match(row["unit"])
    part_of = whole if whole is not None else float(of[1].replace(",", "")) if of else None
    return Figure(
        id=row["id"],
        wording=FigureWording(row["subject"], row["quantity"], row["unit"]),
        value=FigureValue(first, last, bound, measure, widened(first, last, percent=measure == "percent"), part_of),
        counted=Counted(predicates, base, bool(_PLAN.search(row["quantity"]))),
        population=FigurePopulation(groups, operations, _place(row)),
        period=period_of(row),
        source=source_of(row),
        noted=_noted(row.get("notes", "")),
    )


def _noted(notes: str) -> frozenset[float]:
    """The numbers of the notes, without years."""
    values = (noted.node.low for noted in _numbers_of(notes) if noted.node.is_exact)
    limits = thresholds().notes
    return frozenset(v for v in values if v >= limits.least and not limits.first_year <= v <= limits.last_year)


@dataclass(frozen=True, slots=True)
class _NotedNumber:
    """A number of a text: the tokens after it up to the next number or mark, that number, and whether it is the least
    or the most of what is counted."""

    node: NumberNode
    following: tuple[Token, ...]
    next_number: float | None
    is_bound: bool


def _numbers_of(notes: str) -> Iterator[_NotedNumber]:
    tokens = tokenize(notes)
    reader, at = QuantityReader(tokens), 0
    while at < len(tokens):
        node = reader.quantity(at) if tokens[at].is_number else None
        if node is None:
            at += 1
            continue
        hedges = (reader.hedge(place) for place in range(max(0, at - 2), at))
        is_bound = any(hedge and hedge[1] == at and hedge[0] in ("least", "most") for hedge in hedges)
        at = node.last
        end = next((i for i in range(at, len(tokens)) if tokens[i].is_number or tokens[i].kind == "mark"), len(tokens))
        after = reader.quantity(end) if end < len(tokens) and tokens[end].is_number else None
        yield _NotedNumber(node, tuple(tokens[at:end]), after.low if after else None, is_bound)


def _figures_of_notes(row: Mapping[str, str], figure: Figure) -> Iterator[Figure]:
    """What the notes count beside the figure itself ("14,372 shot + 14,679 exiled"), in their own measure.

    A number is one only where its measure stands right beside it: the unit of the row is that of the row's value.
    """
    notes = row.get("notes", "")
    for number, noted in enumerate(_numbers_of(notes), start=1):
        measure = _measure_beside(noted)
        if measure and _counts(noted, figure):
            value = noted.node.low
            yield replace(
                figure,
                id=f"{figure.id}/note{number}",
                wording=replace(figure.wording, quantity="noted beside it", unit=_unit_beside(noted, notes, measure)),
                value=FigureValue(value, value, "", "count", widened(value, value, percent=False)),
                counted=Counted(frozenset({measure.id})),
                from_notes=True,
            )


def _measure_beside(noted: _NotedNumber) -> PhraseMatch | None:
    """What is said of those that a number counts ("2,100 arrested", "2,100 persons arrested"); None where it is not
    said, or more than one thing is."""
    found = [match for match in find_phrases(noted.following) if match.kind == "predicate" and match.id != "name"]
    if len({match.id for match in found}) != 1:
        return None
    of_people = bool(noted.following) and unit_nouns().get(noted.following[0].lower) == "persons"
    return found[0] if found[0].first <= int(of_people) else None


def _unit_beside(noted: _NotedNumber, notes: str, measure: PhraseMatch) -> str:
    """The measure as the notes word it, with the persons that a participle leaves out ("persons arrested")."""
    said = notes[noted.following[0].start : measure.end]
    return said if noted.following[0].lower in unit_nouns() else f"persons {said}"


def _counts(noted: _NotedNumber, figure: Figure) -> bool:
    """Whether a number is a count in the row's period: no share, bound or year, and no years of its own after it."""
    limits, value = thresholds().notes, noted.node.low
    if noted.node.measure != "count" or not noted.node.is_exact or noted.is_bound or value < limits.least:
        return False
    years = figure.period
    if years and years.earliest_date.year <= value <= years.latest_date.year:
        return False
    return noted.next_number is None or not limits.first_year <= noted.next_number <= limits.last_year


def _predicates(row: Mapping[str, str], measure: str) -> tuple[frozenset[str], frozenset[str]]:
    """What is counted, and of whom where it is a part: the first of unit, quantity and subject that says it."""
    quantity = ids(find_phrases(tokenize(row["quantity"])), "predicate")
    part = _PART.search(row["quantity"])
    base = ids(find_phrases(tokenize(part[1])), "predicate") if part else frozenset()
    if measure == "percent":
        base |= ids(find_phrases(tokenize(row.get("group", ""))), "predicate")
        found = quantity or ids(find_phrases(tokenize(row["subject"])), "predicate")
        return found - base, base
    counted = ids(find_phrases(tokenize(row["unit"])), "predicate")
    listed = frozenset({"name"}) if _LISTED.search(row["quantity"]) else frozenset()
    if counted:
        return counted | listed, base
    found = quantity - {"name"} or ids(find_phrases(tokenize(row["subject"])), "predicate") - {"name"}
    return (found - base or found) | listed, base


def _population(row: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    named = ids(find_phrases(tokenize(row.get("group", ""))), "entity")
    around = ids(find_phrases(tokenize(f"{row['quantity']} . {row['unit']} . {row['subject']}")), "entity")
    is_sum = "+" in row.get("group", "")
    operations = most_specific(id for id in named | around if kind_of(id) == "operation" and not is_sum)
    groups = frozenset(id for id in named if is_group(id))
    groups |= _groups_in(row["quantity"]) or _groups_in(row.get("counted", ""))
    if not groups:
        groups = frozenset(
            id
            for event in around
            if kind_of(event) == "event"
            for id in gazetteer()[event].people.split()
            if kind_of(id) == "group"
        )
    return most_specific(groups) | _free_words(row.get("group", "")), operations


def _groups_in(words: str) -> frozenset[str]:
    return frozenset(id for id in ids(find_phrases(tokenize(words)), "entity") if kind_of(id) == "group")


def _free_words(group: str) -> frozenset[str]:
    """Words of a group that the gazetteer does not know, marked with "~"."""
    if "+" in group:
        return frozenset({f"~{' '.join(group.lower().split())}"})  # a sum over several populations is none of them
    tokens = tokenize(group.partition(" without ")[0])
    known = {
        at for phrase in find_phrases(tokens) if phrase.kind == "entity" for at in range(phrase.first, phrase.last)
    }
    known |= {
        at for phrase in find_phrases(tokens) if phrase.kind == "predicate" for at in range(phrase.first, phrase.last)
    }
    words = [token.lower for at, token in enumerate(tokens) if at not in known and token.kind == "word"]
    return frozenset(f"~{stem(word)}" for word in words if word not in subject().not_groups | unit_set("not_groups"))


def _place(row: Mapping[str, str]) -> str:
    named = ids(find_phrases(tokenize(row.get("place", ""))), "entity")
    places = most_specific(id for id in named if kind_of(id) == "place")
    return min(places) if places else row.get("place", "").strip().lower()


def date_facts(row: Mapping[str, str]) -> Iterator[DateFact]:
    """The dated fact of a row whose unit is a date."""
    try:
        date = FuzzyDate.parse(row.get("value_best", "").strip() or row.get("period_start", ""))
    except ValueError:
        return
    words = f"{row['subject']} {row['quantity']}"
    found = find_phrases(tokenize(words))
    yield DateFact(
        row["id"],
        words,
        ids(found, "entity"),
        ids(found, "predicate"),
        date,
        row["kind"],
        source_of(row).text,
        address_of(row),
    )
