"""Claims stage: tables of published figures, read as what they say: how many of whom, of what, where and when.

Goes in: CSV tables of one row a figure (columns in `COLUMNS`; more may stand beside them). Comes out: figures with an
interval, predicates, population, place and period, taken from the words of the row by the same vocabulary that reads
texts. Rows whose kind is `unverified` are left out of every verdict.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from byname.claims.data_files import load_rows
from byname.claims.gazetteer import kind_of, most_specific
from byname.claims.number_grammar import QuantityReader
from byname.claims.tokens import tokenize
from byname.claims.vocabulary import find_phrases, ids
from byname.errors import BadFigureTable
from byname.values import FuzzyDate

UNVERIFIED = "unverified"
COLUMNS = ("id", "subject", "quantity", "value_low", "value_best", "value_high", "unit", "period_start", "period_end",
           "place", "group", "source_author", "source_title", "source_year", "source_url", "kind")  # fmt: skip
NEEDED = ("id", "subject", "quantity", "unit", "kind")
KINDS = ("archival-statistic", "scholarly-estimate", "official-statement", "popular", UNVERIFIED)
STRENGTH = {
    "archival-statistic": 3,
    "scholarly-estimate": 3,
    "archive-result": 2,
    "official-statement": 2,
    "popular": 1,
}
Bound = Literal["", "least", "most"]

_PLAN = re.compile(r"\b(?:planned|plan|quota|limits?|listed for|target|to be shot|to be sent)\b", re.IGNORECASE)
_OF = re.compile(r"^of (\d[\d,]*)(?!\d*%)")
_PART = re.compile(r"\b(?:of|among) (?:the|those|all) (\w+)", re.IGNORECASE)
_LISTED = re.compile(r"\b(?:names|records|volumes?|name lists|list of|registered)\b", re.IGNORECASE)
_NOT_A_GROUP = frozenset(
    (
        "all total the and of in a an political cases counter revolutionary crimes etc by with persons people contingents "
        "victims anti soviet elements former staff state security lists list names article camps colonies without from to "
        "citizens ussr party"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    `low` and `high` are the interval it states (infinite where it is a minimum or a maximum, which `bound` says);
    `measure` is count or percent; `predicates` what is said of the people, `base` what was said of those of whom a share
    is taken; `groups` and `operations` whom it counts (empty: all), `plan` whether it was planned and not done.
    """

    id: str
    subject: str
    quantity: str
    unit: str
    low: float
    high: float
    bound: Bound
    measure: str
    predicates: frozenset[str]
    base: frozenset[str]
    groups: frozenset[str]
    operations: frozenset[str]
    plan: bool
    place: str
    period: FuzzyDate | None
    kind: str
    author: str
    title: str
    year: str
    address: str
    table: str
    notes: str = ""
    whole: float | None = None

    @property
    def strength(self) -> int:
        """How much the kind of source counts: archival and scholarly 3, official 2, popular 1."""
        return STRENGTH.get(self.kind, 1)

    @property
    def value_text(self) -> str:
        """The value in words of digits.

        >>> _example().value_text
        '681,692'
        """
        unit = "%" if self.measure == "percent" else ""
        if self.bound == "least":
            return f"at least {_digits(self.low)}{unit}"
        if self.bound == "most":
            return f"at most {_digits(self.high)}{unit}"
        return (
            f"{_digits(self.low)}{unit}"
            if self.low == self.high
            else f"{_digits(self.low)} to {_digits(self.high)}{unit}"
        )

    @property
    def source_text(self) -> str:
        """Author, title and year."""
        year = f" ({self.year})" if self.year and self.year != "n.d." else ""
        return ", ".join(part for part in (self.author, self.title) if part) + year


@dataclass(frozen=True, slots=True)
class DateFact:
    """A dated fact of a table: its words' entities and predicates, and its date."""

    id: str
    words: str
    entities: frozenset[str]
    predicates: frozenset[str]
    date: FuzzyDate
    kind: str
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that texts are checked against: figures and dated facts, by id."""

    figures: tuple[Figure, ...] = ()
    dates: tuple[DateFact, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def joined(self, other: Evidence) -> Evidence:
        """Both together; a row of `other` takes the place of one with the same id."""
        new = {figure.id for figure in other.figures} | {fact.id for fact in other.dates}
        return Evidence(
            tuple(f for f in self.figures if f.id.split("/")[0] not in new) + other.figures,
            tuple(d for d in self.dates if d.id not in new) + other.dates,
            {**self.sources, **other.sources},
        )


def _digits(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def _example() -> Figure:
    row = {"id": "F", "subject": "executions", "quantity": "statistics", "value_best": "681692", "unit": "persons executed",
           "kind": "archival-statistic"}  # fmt: skip
    return next(_figures_of(row, "example"))


def read_figures(path: Path) -> Evidence:
    """Read a table of figures; raises BadFigureTable that lists the mistakes of its rows."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFigureTable("the table is not UTF-8 text", where=str(path), fix="save it as CSV in UTF-8") from error
    except OSError as error:
        raise BadFigureTable(
            f"the table cannot be read: {error.strerror}", where=str(path), fix="check the path"
        ) from error
    rows = list(csv.DictReader(io.StringIO(text)))
    mistakes = list(check_rows(rows))
    if mistakes:
        shown = "; ".join(mistakes[:8]) + (f"; and {len(mistakes) - 8} more" if len(mistakes) > 8 else "")
        raise BadFigureTable(shown, where=str(path), fix="see docs/claims.md for the columns")
    return evidence_of(({key: value or "" for key, value in row.items() if key} for row in rows), path.stem)


def check_rows(rows: list[dict[str, str | None]]) -> Iterator[str]:
    """The mistakes of a table, each with its row."""
    if not rows:
        yield "the table has no rows"
        return
    missing = [name for name in NEEDED if name not in rows[0]]
    if missing:
        yield f"the columns {', '.join(missing)} are missing"
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        yield from (
            f"row {number}: {mistake}" for mistake in _mistakes({k: v or "" for k, v in row.items() if k}, seen)
        )
        seen.add(row["id"] or "")


def _mistakes(row: Mapping[str, str], seen: set[str]) -> Iterator[str]:
    if not row["id"] or row["id"] in seen:
        yield f"the id {row['id']!r} is empty or stands twice"
    if row["kind"] not in KINDS:
        yield f"the kind {row['kind']!r} is none of {', '.join(KINDS)}"
    if row["kind"] == UNVERIFIED:
        return
    if not (row.get("source_title") or row.get("source_author")) or not (
        row.get("source_url") or row.get("source_address")
    ):
        yield "it names no source with its address"
    if not any(row.get(name) for name in ("value_low", "value_best", "value_high")):
        yield "it has no value"
    for name in ("value_low", "value_high"):
        if row.get(name) and _number(row[name]) is None and not row[name][0].isalpha():
            yield f"{name} {row[name]!r} is no number"
    low, high = _number(row.get("value_low", "")), _number(row.get("value_high", ""))
    if low is not None and high is not None and low > high:
        yield f"value_low {low:g} lies above value_high {high:g}"
    if _period(row) is None and (row.get("period_start") or row.get("period_end")):
        yield f"the period {row.get('period_start')!r} to {row.get('period_end')!r} is no date"


def evidence_of(rows: Iterable[Mapping[str, str]], table: str) -> Evidence:
    """The figures and dated facts of rows; rows marked unverified are left out."""
    figures: list[Figure] = []
    dates: list[DateFact] = []
    sources: dict[str, str] = {}
    for row in rows:
        if row["kind"] == UNVERIFIED:
            continue
        sources[row["id"]] = ", ".join(p for p in (row.get("source_author", ""), row.get("source_title", "")) if p)
        if row["unit"].startswith("date"):
            dates += _date_facts(row)
        else:
            figures += _figures_of(row, table)
    return Evidence(tuple(figures), tuple(dates), sources)


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "").replace("\u202f", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _period(row: Mapping[str, str]) -> FuzzyDate | None:
    begin, end = row.get("period_start", "").strip(), row.get("period_end", "").strip()
    try:
        if begin and end and begin != end:
            return FuzzyDate.parse(f"{begin}/{end}")
        return FuzzyDate.parse(begin or end) if begin or end else None
    except ValueError:
        return None


def _figures_of(row: Mapping[str, str], table: str) -> Iterator[Figure]:
    """One figure, or several where the best value lists them ("2000 imprisoned; 1500 died")."""
    low, best, high = (_number(row.get(name, "")) for name in ("value_low", "value_best", "value_high"))
    if low is not None or high is not None or best is not None:
        yield _figure(row, table, low, best, high)
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
        }
        least = None if math.isinf(node.high) else node.high
        yield _figure(changed, table, node.low if node.low != node.high else None, node.low if node.low == node.high else None,
                      least if node.low != node.high else None, whole=node.whole)  # fmt: skip


def _figure(
    row: Mapping[str, str],
    table: str,
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
    return Figure(
        row["id"], row["subject"], row["quantity"], row["unit"], first, last, bound, measure, predicates, base, groups, operations,
        bool(_PLAN.search(row["quantity"])), _place(row), _period(row), row["kind"], row.get("source_author", ""),
        row.get("source_title", ""), row.get("source_year", ""), row.get("source_url") or row.get("source_address", ""), table,
        row.get("notes", ""), whole if whole is not None else float(of[1].replace(",", "")) if of else None,
    )  # fmt: skip


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
    operations = most_specific(id for id in named | around if kind_of(id) == "operation")
    groups = frozenset(id for id in named if kind_of(id) == "group" or id == "red-army")
    groups |= frozenset(id for id in ids(find_phrases(tokenize(row["quantity"])), "entity") if kind_of(id) == "group")
    return most_specific(groups) | _free_words(row.get("group", "")), operations


def _free_words(group: str) -> frozenset[str]:
    """Words of a group that the gazetteer does not know, marked with "~"."""
    tokens = tokenize(group)
    known = {
        at for phrase in find_phrases(tokens) if phrase.kind == "entity" for at in range(phrase.first, phrase.last)
    }
    known |= {
        at for phrase in find_phrases(tokens) if phrase.kind == "predicate" for at in range(phrase.first, phrase.last)
    }
    words = [token.lower for at, token in enumerate(tokens) if at not in known and token.kind == "word"]
    return frozenset(f"~{stem(word)}" for word in words if word not in _NOT_A_GROUP)


def stem(word: str) -> str:
    """A word without its plural ending.

    >>> stem("teachers")
    'teacher'
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _place(row: Mapping[str, str]) -> str:
    named = ids(find_phrases(tokenize(row.get("place", ""))), "entity")
    places = most_specific(id for id in named if kind_of(id) == "place")
    return min(places) if places else row.get("place", "").strip().lower()


def _date_facts(row: Mapping[str, str]) -> Iterator[DateFact]:
    try:
        date = FuzzyDate.parse(row.get("value_best", "").strip() or row.get("period_start", ""))
    except ValueError:
        return
    words = f"{row['subject']} {row['quantity']}"
    found = find_phrases(tokenize(words))
    source = ", ".join(part for part in (row.get("source_author", ""), row.get("source_title", "")) if part)
    yield DateFact(
        row["id"],
        words,
        ids(found, "entity"),
        ids(found, "predicate"),
        date,
        row["kind"],
        source,
        row.get("source_url", ""),
    )


def event_facts(rows: Iterable[Mapping[str, str]]) -> Iterator[DateFact]:
    """The dated facts of a table of events (id, date, title, source_title, source_address)."""
    for row in rows:
        try:
            date = FuzzyDate.parse(row["date"])
        except ValueError:
            continue
        found = find_phrases(tokenize(row["title"]))
        yield DateFact(row["id"], row["title"], ids(found, "entity"), ids(found, "predicate"), date, "scholarly-estimate",
                       row["source_title"], row["source_address"])  # fmt: skip


def shipped_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table that ships with this stage."""
    return load_rows(name)
