"""Claims stage: a reader's corrections of how claims were read; the verdict follows the corrected reading.

Goes in: a YAML or JSON file with a list of corrections. Each names the words of a claim as they stand in the text (its
number or its date is enough) and what they mean: `number` (one, or two ends), `predicates`, `groups`, `operations`,
`place`, `period` (EDTF), or `leave_out: true` for words that claim nothing. `at`, the first character of that number or
date in the text, tells it from others like it. What a correction does not name stays as it was read.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from byname.claims.frames.frames import Binding, ClaimFrame, Period
from byname.claims.lexicon.entities import gazetteer, is_group, kind_of
from byname.claims.lexicon.predicates import known_predicates
from byname.claims.numbers.mentions import NumberMention
from byname.claims.numbers.number_tree import Measure, NumberNode
from byname.claims.numbers.rounding import grain_of
from byname.errors import BadText
from byname.sources.regular_files import check_regular
from byname.values import FuzzyDate
from byname.values.shipped import parse_yaml

KEYS = ("words", "at", "number", "predicates", "groups", "operations", "place", "period", "leave_out")
_FIX = f"each correction is a mapping of {', '.join(KEYS)}; see docs/claims.md"


@dataclass(frozen=True, slots=True)
class Correction:
    """How a claim is to be read: the words by which it is known, and what is put right (None: as it was read)."""

    words: str
    at: int | None = None
    number: tuple[float, float] | None = None
    predicates: frozenset[str] | None = None
    groups: frozenset[str] | None = None
    operations: frozenset[str] | None = None
    place: str | None = None
    period: FuzzyDate | None = None
    leave_out: bool = False


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections; raises BadText that names the first mistake and its place."""
    check_regular(path, BadText)
    try:
        data = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadText(f"the corrections cannot be read: {error}", where=str(path), fix=_FIX) from error
    rows = data.get("corrections") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise BadText("the file holds no list of corrections", where=str(path), fix=_FIX)
    return corrections_of(rows, str(path))


def corrections_of(rows: Sequence[Any], where: str) -> tuple[Correction, ...]:
    """Corrections of rows as a file has them; raises BadText that names the first mistake and its place."""
    return tuple(_correction(row, f"{where}, correction {number}") for number, row in enumerate(rows, start=1))


def anchor_of(frame: ClaimFrame) -> int:
    """The first character of the number or the date of a claim, by which a correction knows it."""
    if frame.number:
        return frame.number.start
    return frame.time.date.start if frame.time.date else frame.start


def _correction(row: Any, where: str) -> Correction:
    if not isinstance(row, dict) or not isinstance(row.get("words"), str) or not row["words"].strip():
        raise BadText("a correction has no words by which its claim is known", where=where, fix=_FIX)
    unknown = sorted(str(key) for key in row if key not in KEYS)
    if unknown:
        raise BadText(f"a correction has no {unknown[0]!r}", where=where, fix=_FIX)
    return Correction(
        row["words"].strip(),
        _first_character(row, where),
        _number(row, where),
        _known(row, "predicates", where, known_predicates()),
        _known(row, "groups", where, frozenset(id for id in gazetteer() if is_group(id))),
        _known(row, "operations", where, frozenset(id for id in gazetteer() if kind_of(id) == "operation")),
        _place(row, where),
        _period(row, where),
        bool(row.get("leave_out", False)),
    )


def _known(row: Mapping[str, Any], key: str, where: str, known: frozenset[str]) -> frozenset[str] | None:
    """The ids of a list, all of which must be known; None where the correction does not name them."""
    if key not in row:
        return None
    given = [row[key]] if isinstance(row[key], str) else row[key]
    if not isinstance(given, list) or not all(isinstance(id, str) for id in given):
        raise BadText(f"{key} is no list of names", where=where, fix=_FIX)
    for id in given:
        if id not in known:
            raise BadText(f"{key} has {id!r}, which is none of ours", where=where, fix=f"one of {_some(known)}")
    return frozenset(given)


def _first_character(row: Mapping[str, Any], where: str) -> int | None:
    at = row.get("at")
    if at is not None and (type(at) is not int or at < 0):
        raise BadText(f"at has {at!r}, which is no place of a character", where=where, fix=_FIX)
    return at


def _number(row: Mapping[str, Any], where: str) -> tuple[float, float] | None:
    """The ends of a number; None where the correction does not name it."""
    if "number" not in row:
        return None
    given = row["number"] if isinstance(row["number"], list) else [row["number"]] * 2
    if len(given) != 2 or not all(type(end) in (int, float) and math.isfinite(end) and end >= 0 for end in given):
        raise BadText(f"number has {row['number']!r}, which is no number", where=where, fix="write one, or two ends")
    low, high = (float(end) for end in given)
    if low > high:
        raise BadText(f"number has {row['number']!r}, whose first end is the larger", where=where, fix=_FIX)
    return low, high


def _some(known: frozenset[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")


def _place(row: Mapping[str, Any], where: str) -> str | None:
    place = row.get("place")
    if place is not None and kind_of(str(place)) != "place":
        known = frozenset(id for id in gazetteer() if kind_of(id) == "place")
        raise BadText(f"place has {place!r}, which is none of ours", where=where, fix=f"one of {_some(known)}")
    return None if place is None else str(place)


def _period(row: Mapping[str, Any], where: str) -> FuzzyDate | None:
    if "period" not in row:
        return None
    try:
        return FuzzyDate.parse(str(row["period"]))
    except ValueError as error:
        raise BadText(
            f"the period {row['period']!r} is no date", where=where, fix="write EDTF, as 1994 or 1994-04/1994-07"
        ) from error


def corrected(frame: ClaimFrame, corrections: Sequence[Correction]) -> ClaimFrame | None:
    """The claim as a reader reads it: as it was, put right, or None where it claims nothing. What a reader has put
    right is firm: no other reading is weighed, and the words around it narrow it no more."""
    correction = next((c for c in corrections if _is_meant(frame, c)), None)
    if correction is None:
        return frame
    if correction.leave_out:
        return None
    said = frame.said if correction.predicates is None else replace(frame.said, predicates=correction.predicates)
    people = frame.population
    number = frame.number
    if correction.number is not None and number is not None:
        number = _with_value(number, *correction.number)
    if correction.groups is not None or correction.operations is not None:
        number = replace(number, unit="persons") if number and not number.is_share else number
        people = replace(
            people, groups=correction.groups or frozenset(), operations=correction.operations or frozenset()
        )
    if correction.place is not None:
        people = replace(people, place=correction.place)
    time = frame.time
    if correction.period is not None:
        time = replace(time, date=None, period=Period(correction.period, "stated"))
    dates = {time.date.start: "own"} if time.date else {}
    firm = Binding(said.predicates, dates, entities=people.named | frame.entities.own, nearby=said.predicates)
    return replace(
        frame,
        number=number,
        said=said,
        population=replace(people, of_some=False, has_unknown_names=False),
        time=time,
        binding=firm,
        readings=(),
    )


def _with_value(number: NumberMention, low: float, high: float) -> NumberMention:
    """The number of a text with another value; a share is one in percent then."""
    measure: Measure = "percent" if number.is_share else "count"
    tree = NumberNode("numeral", number.tree.first, number.tree.last, low, high, measure, grain=grain_of(low))
    unit = "percent" if number.is_share else number.unit
    return replace(number, low=low, high=high, unit=unit, tree=tree)


def _is_meant(frame: ClaimFrame, correction: Correction) -> bool:
    """Whether a correction speaks of a claim: its words stand in the claim and hold its number or its date."""
    if correction.at is not None and correction.at != anchor_of(frame):
        return False
    words = " ".join(correction.words.split()).lower()
    if words not in " ".join(frame.text.split()).lower():
        return False
    anchor = frame.number.text if frame.number else frame.time.date.text if frame.time.date else ""
    return not anchor or " ".join(anchor.split()).lower() in words
