"""The test sets of the search: people to index, words to search for, and the people who should be found.

Each set is halved by a hash of the person sought: `dev` may be looked at, `held` is opened once. The spelling that is
sought is not in the index: it is taken from another list, another script, or the treated fixture.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.people.estonia import COLLECTION, read_collection
from benchmarks.people.victims_run import read
from byname.records.fold import fold
from byname.records.habits import Habits
from byname.records.names import father_of, read_name
from byname.records.normal_forms import normal_form
from byname.records.schema import RECORDS

PARTS = ("dev", "held")
_BUNDLED = {
    "cc1934": "ru", "high-command": "ru", "nkvd-leaders": "ru", "trials": "de", "writers-artists": "en",
}  # fmt: skip
_QUERIES = 2000  # of a set, at most


@dataclass(frozen=True, slots=True)
class Query:
    """Words that somebody searches for, and the person meant."""

    words: str
    person_id: str


@dataclass(frozen=True, slots=True)
class CaseSet:
    """People of an index, as a records table with `person_id`, and the searches by kind."""

    name: str
    records: pl.DataFrame
    queries: dict[str, list[Query]]


def part_of(person: str) -> str:
    """The half in which a person is sought."""
    return PARTS[zlib.crc32(f"search {person}".encode()) & 1]


def records_of(rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    """A records table of rows that give `person_id`, `name`, `language` and perhaps birth and place."""
    made = [_record(number, row) for number, row in enumerate(rows)]
    return pl.DataFrame(made, schema=RECORDS | {"person_id": pl.String()}, orient="row")


def _record(number: int, row: dict[str, object]) -> dict[str, object]:
    language = str(row.get("language") or "en")
    name = read_name(str(row["name"]), language=language)
    aliases = [read_name(alias, language=language) for alias in name.aliases]
    year = row.get("birth_year")
    place = row.get("birth_place")
    return dict.fromkeys(RECORDS) | {
        "record_id": f"{row.get('source', 'list')}:{number}",
        "source": row.get("source", "list"),
        "kind": "person",
        "name": row["name"],
        "language": language,
        "surname": fold(name.surname, language) if name.surname else None,
        "given": fold(name.given, language) if name.given else None,
        "patronymic": father_of(name.patronymic, language) if name.patronymic else None,
        "alias_surnames": [fold(alias.surname, language) for alias in aliases if alias.surname],
        "alias_givens": [fold(alias.given, language) for alias in aliases if alias.given],
        "birth": str(year) if year else None,
        "birth_year": year,
        "birth_place": normal_form("birth_place", str(place), Habits(language))[0] if place else None,
        "person_id": row["person_id"],
    }


def estonia(part: str, shared: Path, _: Path) -> CaseSet:
    """The five Estonian books: one entry of a person who stands in several is sought among all other entries."""
    folder = shared / "collections" / COLLECTION
    records = read_collection(folder).filter(pl.col("kind") == "person")
    labels = pl.read_csv(folder / "gold-dev.csv", infer_schema=False).select("record_id", "entity")
    records = records.join(labels, on="record_id", how="left")
    records = records.with_columns(person_id=pl.coalesce("entity", "record_id"))
    books = pl.col("source").n_unique().over("person_id") > 1
    labelled = records.filter(pl.col("entity").is_not_null() & books)
    sought = (
        labelled.with_columns(order=pl.col("record_id").hash(3))
        .sort("order")
        .unique("person_id", keep="first", maintain_order=True)
    )
    here = pl.col("person_id").map_elements(part_of, return_dtype=pl.String) == part
    queries: dict[str, list[Query]] = {"name": [], "name and year": []}
    for row in sought.filter(here).head(_QUERIES).iter_rows(named=True):
        queries["name"].append(Query(row["name"], row["person_id"]))
        if row["birth_year"]:
            queries["name and year"].append(Query(f"{row['name']} {row['birth_year']}", row["person_id"]))
    index = records.join(sought.select("record_id"), on="record_id", how="anti").drop("entity")
    return CaseSet("estonia", index, queries)


def bundled(part: str, shared: Path, _: Path) -> CaseSet:
    """Persons of the Great Purge on lists in several scripts, each sought by the spelling of one list among the others.

    The 11,789 people shot in Moscow stand beside them, each once; those of notable.csv are sought by bundled spellings.
    """
    people = shared / "reference" / "people"
    gold: dict[tuple[str, int], str] = {}
    for path in (people / "people-gold.csv", shared / "collections/moscow-shot/notable-gold.csv"):
        for row in csv.DictReader(path.open(encoding="utf-8")):
            gold[row["list"], int(row["row_number"])] = row["person_id"]
    rows = []
    sources = {name: people / f"{name}.csv" for name in _BUNDLED}
    sources["moscow-shot"] = shared / "collections/moscow-shot/notable.csv"
    for source, path in sources.items():
        for number, row in enumerate(csv.DictReader(path.open(encoding="utf-8")), start=1):
            rows.append(_bundled_row(source, row, gold[source, number]))
    lists_of: dict[str, set[str]] = {}
    for row in rows:
        lists_of.setdefault(str(row["person_id"]), set()).add(str(row["source"]))
    queries: dict[str, list[Query]] = {"same script": [], "across scripts": []}
    kept: list[dict[str, object]] = []
    for row in rows:
        person = str(row["person_id"])
        others = [other for other in rows if other["person_id"] == person and other["source"] != row["source"]]
        first = not any(other is row for other in kept) and row["source"] == min(lists_of[person])
        if len(lists_of[person]) > 1 and first:
            if part_of(person) == part:
                scripts = {read_name(str(other["name"])).script for other in others}
                kind = "same script" if read_name(str(row["name"])).script in scripts else "across scripts"
                queries[kind].append(Query(str(row["name"]), person))
            continue
        kept.append(row)
    notable = {(row["name"], row["birth_year"]) for row in rows if row["source"] == "moscow-shot"}
    others = [row for row in _shot_in_moscow(shared) if (row["name"], row["birth_year"]) not in notable]
    return CaseSet("bundled", records_of([*kept, *others]), queries)


def _bundled_row(source: str, row: dict[str, str], person: str) -> dict[str, object]:
    birth = row["birth"][:4]
    language = _BUNDLED.get(source, "ru")
    return {
        "source": source,
        "person_id": person,
        "name": row["name_as_in_source"],
        "language": language,
        "birth_year": int(birth) if birth.isdigit() else None,
        "birth_place": row["birthplace"],
    }


def _shot_in_moscow(shared: Path) -> Iterator[dict[str, object]]:
    with gzip.open(shared / "collections/moscow-shot/persons.csv.gz", "rt", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            year = row["birth_year"]
            yield {
                "source": "shot",
                "person_id": f"shot-{number}",
                "name": row["name"],
                "language": "ru",
                "birth_year": int(year) if year.isdigit() else None,
            }


def united_nations(part: str, _: Path, data: Path) -> CaseSet:
    """The Security Council's names of yente's fixtures among 100,000 others; sought as the treated fixture has them."""
    plain, treated = (_fixture(data, f"positives_un_{kind}") for kind in ("untreated", "treated"))
    others = [*_fixture(data, "negatives_global"), *_fixture(data, "negatives_us")]
    rows = [_yente_row(row, f"un-{number}") for number, row in enumerate(plain)]
    rows += [_yente_row(row, f"other-{number}") for number, row in enumerate(others)]
    queries: dict[str, list[Query]] = {"name": [], "name changed": []}
    for number, (row, before) in enumerate(zip(treated, plain, strict=True)):
        person = f"un-{number}"
        if part_of(person) == part:
            kind = "name" if row["full_name"] == before["full_name"] else "name changed"
            queries[kind].append(Query(row["full_name"], person))
    return CaseSet("united nations", records_of(rows), queries)


def congress(part: str, _: Path, data: Path) -> CaseSet:
    """Members of Congress among 100,000 others; sought with a letter changed, reversed, or by initials (made here)."""
    plain = _fixture(data, "positives_us_congress_untreated")
    others = [*_fixture(data, "negatives_global"), *_fixture(data, "negatives_us")]
    rows = [_yente_row(row, f"congress-{number}") for number, row in enumerate(plain)]
    rows += [_yente_row(row, f"other-{number}") for number, row in enumerate(others)]
    random = np.random.default_rng(5)
    queries: dict[str, list[Query]] = {"one letter wrong": [], "surname first": [], "initials": []}
    for number, row in enumerate(plain):
        words = row["full_name"].split()
        if part_of(f"congress-{number}") != part or len(words) < 2:
            continue
        queries["one letter wrong"].append(Query(_one_letter_wrong(row["full_name"], random), f"congress-{number}"))
        queries["surname first"].append(Query(" ".join([words[-1] + ",", *words[:-1]]), f"congress-{number}"))
        initials = [f"{word[0]}." for word in words[:-1]]
        queries["initials"].append(Query(" ".join([*initials, words[-1]]), f"congress-{number}"))
    return CaseSet("congress", records_of(rows), queries)


def _one_letter_wrong(name: str, random: np.random.Generator) -> str:
    place = int(random.integers(1, len(name) - 1))
    letter = "abcdefghiklmnoprstuvwyz"[int(random.integers(23))]
    kind = random.integers(4)
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + letter + name[place:]
    if kind == 2:
        return name[:place] + letter + name[place + 1 :]
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


def _fixture(data: Path, name: str) -> list[dict[str, str]]:
    with (data / "yente" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _yente_row(row: dict[str, str], person: str) -> dict[str, object]:
    year = row["date_of_birth"][:4]
    return {
        "person_id": person,
        "name": row["full_name"],
        "birth_year": int(year) if year.isdigit() else None,
        "birth_place": row["place_of_birth"],
    }


def variants(part: str, _: Path, data: Path) -> CaseSet:
    """Invented people (synthetic) whose surname has a variant that readers of tfmorris/Names judged to be one.

    Sought by the variant with the given name and the year of birth, among 100,000 invented others.
    """
    random = np.random.default_rng(6)
    surnames = (data / "names" / "surname_common.txt").read_text(encoding="utf-8").split()
    givens = (data / "names" / "givenname_common.txt").read_text(encoding="utf-8").split()[:2000]
    pairs = []
    with (data / "names" / "AncestrySurnamePairs.csv").open(encoding="utf-8", newline="") as file:
        pairs += [row[1:3] for row in csv.reader(file) if row[0] == ""]
    with (data / "names" / "BorderSurnamePairs.csv").open(encoding="utf-8", newline="") as file:
        pairs += [row[1:3] for row in csv.reader(file) if row[0] == ""]
    chosen = [pairs[i] for i in random.choice(len(pairs), 2 * _QUERIES, replace=False)]
    falling = 1 / np.arange(1, len(surnames) + 1)
    others = random.choice(len(surnames), 100_000, p=falling / falling.sum())
    rows: list[dict[str, object]] = []
    queries: dict[str, list[Query]] = {"variant of the surname": [], "variant, with year": []}
    for number, surname in enumerate([*(pair[0] for pair in chosen), *(surnames[i] for i in others)]):
        given = givens[min(int(random.pareto(0.7) * 20), len(givens) - 1)]
        year = int(np.clip(random.normal(1899, 11), 1850, 1925))
        person = f"invented-{number}"
        rows.append({"person_id": person, "name": f"{given} {surname}", "birth_year": year})
        if number < len(chosen) and part_of(person) == part:
            variant = chosen[number][1]
            queries["variant of the surname"].append(Query(f"{given} {variant}", person))
            queries["variant, with year"].append(Query(f"{variant} {given} {year}", person))
    return CaseSet("variants", records_of(rows), queries)


def victims(part: str, _: Path, data: Path) -> CaseSet:
    """Synthetic victims (../shared/bench/victims/generate.py): lists 0 to 2 are indexed, lists 3 to 5 are searched by.

    `dev` has a hundred thousand records (seed 11), `held` two million four hundred thousand (seed 7).
    """
    path = data / f"victims-{part}.parquet"
    records, truth = read(path)
    raw = pl.read_parquet(path)
    records = records.with_columns(
        name=pl.concat_str(raw["surname"], raw["first_name"], raw["patronymic"], separator=" ", ignore_nulls=True),
        person_id=pl.Series(truth).cast(pl.String),
    )
    for column, dtype in RECORDS.items():
        if column not in records.columns:
            records = records.with_columns(pl.lit(None, dtype=dtype).alias(column))
    listed = records["source"].str.slice(1).cast(pl.Int32)
    index = records.filter(listed < 3)
    there = set(index["person_id"])
    queries: dict[str, list[Query]] = {}
    for place, kind in ((3, "Russian spelling"), (4, "Ukrainian spelling"), (5, "Polish spelling")):
        found = records.filter((listed == place) & pl.col("name").str.contains(" ")).head(_QUERIES)
        rows = [row for row in found.iter_rows(named=True) if row["person_id"] in there]
        queries[f"{kind}, name"] = [Query(row["name"], row["person_id"]) for row in rows]
        queries[f"{kind}, name and year"] = [
            Query(f"{row['name']} {row['birth_year']}", row["person_id"]) for row in rows if row["birth_year"]
        ]
    return CaseSet("victims", index.select(*RECORDS, "person_id"), queries)


SETS: dict[str, Callable[[str, Path, Path], CaseSet]] = {
    "bundled": bundled,
    "estonia": estonia,
    "united nations": united_nations,
    "congress": congress,
    "variants": variants,
    "victims": victims,
}
