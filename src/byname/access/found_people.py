"""People whom a reader looks for, told apart: where and when born, what became of them, on which lists.

Takes an archive, words and filters (a list, a year); gives one page of people. Those who may be living are taken out
before anything is counted. Where nothing fits, names are suggested that begin or sound alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from byname.access.protection import WITHHELD, WITHHELD_TEXT, Protection
from byname.access.search.search import Fit, search_archive
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

MOST_FOUND = 500  # people that a search by words ranks; who comes after them fits worse than all
MOST_SUGGESTED = 6
PAGE = 20
_DATES = ("birth", "death", "arrest", "sentence_date", "release")
_TOLD = ("birth_place", "residence", "occupation", "role")  # what tells namesakes apart, as a source writes it
_LONGEST_WORDS = 90  # characters of such words that are shown
_LEAST_LETTERS = 3
_RANKED = ("person_id", "score", "fit")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for: words in any script, a list, a year of any of a person's dates, and which page."""

    words: str = ""
    source: str = ""
    year: int | None = None
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person in a result: name, dates (EDTF), outcome (a code), lists, and words of the sources by field.

    `score` is how well the words fit (0 to 100) and `fit` how; a person found without words has 0 and `exact`.
    """

    person_id: str
    name: str
    birth: str | None
    death: str | None
    arrest: str | None
    outcome: str | None
    lists: tuple[str, ...]
    told: dict[str, str] = field(default_factory=dict)
    score: float = 0.0
    fit: Fit = "exact"


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """One page of people, and how many there are in all; `open_ended`: there may be more who fit worse."""

    people: tuple[FoundPerson, ...]
    total: int
    open_ended: bool


def find_people(archive: Archive, asked: Asked) -> FoundPeople:
    """One page of those who fit; raises BadArchive where the archive is not built, or its index is damaged."""
    tables = DerivedTables.built(archive)
    ranked = _by_words(archive, asked.words) if asked.words.strip() else _all(archive, tables)
    kept = _filtered(tables, ranked, asked) if asked.source or asked.year is not None else ranked
    page = _joined(tables, kept.slice(asked.offset, asked.limit).select(_RANKED))
    told = _told(archive, tables, page["person_id"])
    people = tuple(_person(row, told) for row in page.iter_rows(named=True))
    return FoundPeople(people, kept.height, bool(asked.words.strip()) and ranked.height >= MOST_FOUND)


def found_person(archive: Archive, person_id: str) -> FoundPerson | None:
    """One person as a result shows them; None for nobody, and for somebody who may be living."""
    tables = DerivedTables.built(archive)
    if len(Protection.of(archive, tables).people([person_id])):
        return None
    rows = _joined(tables, pl.DataFrame({"person_id": [person_id], "score": [0.0], "fit": ["exact"]}))
    told = _told(archive, tables, rows["person_id"])
    return next((_person(row, told) for row in rows.iter_rows(named=True)), None)


def suggested_names(archive: Archive, words: str) -> tuple[str, ...]:
    """Names in the archive that begin like one of the words; none where nothing does.

    Only people whom `find_people` would show are suggested.
    """
    found: dict[str, None] = {}
    for word in re.findall(r"\w+", words):
        for length in range(len(word) - 1, _LEAST_LETTERS - 1, -1):
            hits, _ = search_archive(archive, word[:length], limit=MOST_SUGGESTED)
            found |= dict.fromkeys(hit.name for hit in hits if hit.name)
            if len(found) >= MOST_SUGGESTED:
                break
    return tuple(found)[:MOST_SUGGESTED]


def _by_words(archive: Archive, words: str) -> pl.DataFrame:
    hits, _ = search_archive(archive, words, limit=MOST_FOUND)
    rows = [{"person_id": hit.person_id, "score": hit.score, "fit": hit.fit} for hit in hits]
    return pl.DataFrame(rows, schema={"person_id": pl.String, "score": pl.Float64, "fit": pl.String})


def _all(archive: Archive, tables: DerivedTables) -> pl.DataFrame:
    """Everybody who is shown, by name."""
    hidden = Protection.of(archive, tables).people()
    shown = tables.scan("people").filter(
        ~pl.col("person_id").is_in(hidden.implode()) & pl.col("name").fill_null("").ne("")
    )
    ordered = shown.select("person_id", "name").sort("name", "person_id").select("person_id")
    return ordered.with_columns(pl.lit(0.0).alias("score"), pl.lit("exact").alias("fit")).collect()


def _filtered(tables: DerivedTables, ranked: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The people that pass the filters, in the order in which they were ranked."""
    rows = _joined(tables, ranked)
    if asked.source:
        rows = rows.filter(pl.col("lists").list.contains(asked.source))
    if asked.year is not None:
        years = (pl.col(name).str.extract_all(r"\d{4}").list.contains(f"{asked.year:04d}") for name in _DATES)
        rows = rows.filter(pl.any_horizontal(*(year.fill_null(value=False) for year in years)))
    return rows


def _joined(tables: DerivedTables, ranked: pl.DataFrame) -> pl.DataFrame:
    ids = ranked["person_id"]
    people = tables.scan("people").filter(pl.col("person_id").is_in(ids.implode()))
    owners = tables.scan("assignments").filter(pl.col("person_id").is_in(ids.implode()))
    source = pl.col("record_id").str.split(":").list.first().alias("source")
    lists = (
        owners.select("person_id", source).group_by("person_id").agg(pl.col("source").unique().sort().alias("lists"))
    )
    facts = people.select("person_id", "name", "outcome", *_DATES).join(
        lists.select("person_id", "lists"), on="person_id"
    )
    return ranked.join(facts.collect(), on="person_id", maintain_order="left")


def _told(archive: Archive, tables: DerivedTables, people: pl.Series) -> dict[str, dict[str, str]]:
    """The words of the sources by which people are told apart: of each field the first that may be shown."""
    rows = tables.scan("attestations").filter(
        pl.col("person_id").is_in(people.implode()) & pl.col("field").is_in(list(_TOLD))
    )
    protection = Protection.of(archive, tables)
    none = pl.Series("record_id", [], dtype=pl.String)
    said = protection.values_withheld(rows.collect().sort("person_id", "field", "record_id"), "as_written", none)
    found: dict[str, dict[str, str]] = {}
    for person, name, words in said.select("person_id", "field", "as_written").iter_rows():
        if words not in (WITHHELD, WITHHELD_TEXT) and words.strip():
            found.setdefault(person, {}).setdefault(name, shortened(words))
    return found


def shortened(words: str) -> str:
    """Words of a source on one line, cut where they are long.

    >>> shortened("born  in\\nTartu")
    'born in Tartu'
    """
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_WORDS else line[: _LONGEST_WORDS - 1].rstrip() + "…"


def _person(row: dict[str, object], told: dict[str, dict[str, str]]) -> FoundPerson:
    id = str(row["person_id"])
    fit: Fit = row["fit"]  # type: ignore[assignment]
    return FoundPerson(
        person_id=id,
        name=str(row["name"] or ""),
        birth=_text(row["birth"]),
        death=_text(row["death"]),
        arrest=_text(row["arrest"]),
        outcome=_text(row["outcome"]),
        lists=tuple(_texts(row["lists"])),
        told=told.get(id, {}),
        score=float(str(row["score"])),
        fit=fit,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(values: object) -> Sequence[str]:
    return [str(value) for value in values] if isinstance(values, Iterable) else []
