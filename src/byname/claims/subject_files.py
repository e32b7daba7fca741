"""Claims stage: the YAML files of a subject, checked by themselves: their keys, their ids, their dates.

Goes in: a folder. Comes out: its files as plain data, and what is wrong with the form of each entry. What a file says
is not judged here, nor are the tables (subject_tables.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from byname.claims.lexicon.subject_pack import FIRST, all_words
from byname.values import FuzzyDate
from byname.values.shipped import parse_yaml, shipped_yaml

KINDS = ("person", "office", "organ", "group", "operation", "event", "place", "concept")
TABLES = ("figures", "facts", "findings.csv")
_ID_LISTS = {
    "background_places": ("place",),
    "regions": ("place",),
    "counted_organs": ("organ",),
    "custody": ("operation",),
    "doers": ("person", "organ", "place", "operation", "group"),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    FIRST: ("name", "collection", "lists", *_ID_LISTS, "ranks", "not_groups", "nouns"),
    "gazetteer.yaml": (*("id", "kind", "words", "within", "place", "dates", "died", "gender", "people", "source"),),
    "offices.yaml": ("office", "organ", "title", "appointed_by", "holders"),
    "periods.yaml": ("name", "dates", "words", "source"),
    "predicates.yaml": ("words", "under", "told"),
    "definitions.yaml": ("concept", "name", "source", "address", "elements", "beyond"),
    "known_sources.yaml": ("sources", "works", "institutions"),
    "derived_figures.yaml": (*("table", "label", "subject", "period", "place", "group", "columns", "sum_place"),),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "gazetteer.yaml": ("id", "kind", "words"),
    "offices.yaml": ("office", "title", "holders"),
    "periods.yaml": ("name", "dates", "words"),
    "definitions.yaml": ("concept", "name", "source", "address", "elements", "beyond"),
    "derived_figures.yaml": ("table", "label", "subject", "period", "place", "group", "columns"),
}
_NAMED_BY = {"gazetteer.yaml": "id", "offices.yaml": "office", "definitions.yaml": "concept"}
_HOLDER = ("person", "from", "to", "source")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a check found: the file, the entry or row of it, and what it is."""

    file: str
    entry: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}, {self.entry}: {self.what}" if self.entry else f"{self.file}: {self.what}"


@dataclass(frozen=True, slots=True)
class SubjectFiles:
    """The YAML files of a folder by name, as plain data, and those that could not be read."""

    yaml: Mapping[str, Any]
    unread: tuple[Found, ...]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The entries of a file that is a list; none where there is no such file, or it is no list."""
        data = self.yaml.get(name)
        return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each entry of the gazetteer."""
        return {str(row.get("id")): str(row.get("kind")) for row in self.rows("gazetteer.yaml")}


def read_files(folder: Path) -> SubjectFiles:
    """Read the YAML files of a folder; a file of no known name is a mistake, for nothing would read it."""
    data, unread = dict[str, Any](), list[Found]()
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml"), *folder.glob("*.csv")]):
        if path.suffix == ".csv":
            if not path.name.startswith(TABLES):
                unread.append(
                    Found(path.name, "", "no table of a subject has this name: figures*.csv, facts*.csv, findings.csv")
                )
            continue
        if path.name not in _KEYS:
            unread.append(Found(path.name, "", f"no file of a subject has this name: {', '.join(sorted(_KEYS))}"))
            continue
        try:
            data[path.name] = parse_yaml(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            unread.append(Found(path.name, "", "it is not UTF-8 text"))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f"line {mark.line + 1}" if mark else ""
            unread.append(Found(path.name, where, f"it is no YAML: {getattr(error, 'problem', None) or error}"))
    if "gazetteer.yaml" not in data and not any(found.file == "gazetteer.yaml" for found in unread):
        unread.append(Found("gazetteer.yaml", "", "the file is missing: without entries no text speaks of the subject"))
    return SubjectFiles(data, tuple(unread))


def form_mistakes(files: SubjectFiles) -> Iterator[Found]:
    """What is wrong with the form of the files."""
    for name, data in files.yaml.items():
        if name in (FIRST, "predicates.yaml", "known_sources.yaml"):
            if not isinstance(data, dict):
                yield Found(name, "", "it holds no keys")
        elif data is not None:
            yield from _rows_formed(name, data)
    if isinstance(files.yaml.get(FIRST), dict):
        yield from _subject(files)
    yield from _gazetteer(files)
    yield from _offices(files)
    for row in files.rows("periods.yaml"):
        yield from _dates("periods.yaml", str(row.get("name")), row, ("dates",))
    yield from _predicates(files)
    yield from _definitions(files)
    sources = files.yaml.get("known_sources.yaml")
    if isinstance(sources, dict):
        yield from _unknown_keys("known_sources.yaml", "", sources)


def _rows_formed(name: str, data: Any) -> Iterator[Found]:
    """What any list of entries must be: each with its keys and with words, and no id twice."""
    if not isinstance(data, list):
        yield Found(name, "", "it holds no list of entries")
        return
    seen = set[str]()
    for number, row in enumerate(data, start=1):
        if not isinstance(row, dict):
            yield Found(name, f"entry {number}", "it has no keys")
            continue
        id = str(row.get(_NAMED_BY.get(name, "name"), ""))
        entry = id or f"entry {number}"
        yield from _unknown_keys(name, entry, row)
        for key in _NEEDED[name]:
            if row.get(key) in (None, [], {}) or (row[key] == "" and key != "group"):
                yield Found(name, entry, f"it has no {key!r}")
        if "words" in row:
            yield from _words_formed(name, entry, row["words"])
        if id and name in _NAMED_BY and id in seen:
            yield Found(name, entry, "its id stands twice")
        seen.add(id)


def _unknown_keys(name: str, entry: str, row: Mapping[Any, Any]) -> Iterator[Found]:
    for key in row:
        if key not in _KEYS[name]:
            yield Found(name, entry, f"it has an unknown key {key!r}: known are {', '.join(_KEYS[name])}")


def _words_formed(name: str, entry: str, words: Any) -> Iterator[Found]:
    lists = list(words.values()) if isinstance(words, dict) else [words]
    if not all(
        isinstance(some, list) and all(isinstance(word, str) and word.strip() for word in some) for some in lists
    ):
        yield Found(name, entry, "its words are no list of words, nor such a list for each language (en, ru, es)")
    elif not all_words(words):
        yield Found(name, entry, "it has no words")


def _subject(files: SubjectFiles) -> Iterator[Found]:
    data, kinds = files.yaml[FIRST], files.kinds
    yield from _unknown_keys(FIRST, "", data)
    for key in (*_ID_LISTS, "ranks", "lists"):
        if not isinstance(data.get(key, []), list):
            yield Found(FIRST, key, "it is no list")
    for key, wanted in _ID_LISTS.items():
        given = data.get(key, [])
        for id in given if isinstance(given, list) else ():
            yield from _known(FIRST, key, str(id), kinds, wanted)
    if not isinstance(data.get("nouns", {}), dict):
        yield Found(FIRST, "nouns", "it does not give the words of each unit")


def _gazetteer(files: SubjectFiles) -> Iterator[Found]:
    kinds = files.kinds
    above = {str(row.get("id")): str(row.get("within", "")) for row in files.rows("gazetteer.yaml")}
    for row in files.rows("gazetteer.yaml"):
        name, id = "gazetteer.yaml", str(row.get("id"))
        if row.get("kind") and row["kind"] not in KINDS:
            yield Found(name, id, f"the kind {row['kind']!r} is none of {', '.join(KINDS)}")
        yield from _dates(name, id, row, ("dates", "died"))
        if row.get("within"):
            yield from _known(name, id, str(row["within"]), kinds)
        if row.get("place"):
            yield from _known(name, id, str(row["place"]), kinds, ("place",))
        for person in str(row.get("people", "")).split():
            yield from _known(name, id, person, kinds)
        if _goes_round(id, above):
            yield Found(name, id, "it lies within itself")


def _goes_round(id: str, above: Mapping[str, str]) -> bool:
    seen, at = {id}, above.get(id, "")
    while at and at not in seen:
        seen.add(at)
        at = above.get(at, "")
    return at == id


def _offices(files: SubjectFiles) -> Iterator[Found]:
    name, kinds = "offices.yaml", files.kinds
    for row in files.rows(name):
        id = str(row.get("office"))
        yield from _known(name, id, id, kinds, ("office",))
        for key in ("organ", "appointed_by"):
            if row.get(key):
                yield from _known(name, id, str(row[key]), kinds)
        holders = row.get("holders")
        for holder in holders if isinstance(holders, list) else ():
            yield from _holder(name, id, holder, kinds)


def _holder(name: str, office: str, holder: Any, kinds: Mapping[str, str]) -> Iterator[Found]:
    if not isinstance(holder, dict) or not {"person", "from", "to"} <= set(holder):
        yield Found(name, office, "a holder has a person, from and to ('' where no source says)")
        return
    for key in holder:
        if key not in _HOLDER:
            yield Found(name, office, f"a holder has an unknown key {key!r}: known are {', '.join(_HOLDER)}")
    yield from _known(name, office, str(holder["person"]), kinds, ("person",))
    yield from _dates(name, office, holder, ("from", "to"))


def _predicates(files: SubjectFiles) -> Iterator[Found]:
    name, data = "predicates.yaml", files.yaml.get("predicates.yaml")
    shared: dict[str, Any] = shipped_yaml("claims", name)
    own: dict[str, Any] = data if isinstance(data, dict) else {}
    for id, row in own.items():
        if not isinstance(row, dict):
            yield Found(name, str(id), "it has no keys")
            continue
        yield from _unknown_keys(name, str(id), row)
        yield from _words_formed(name, str(id), row.get("words", ["-"]))
        if row.get("under") and row["under"] not in {*shared, *own}:
            yield Found(name, str(id), f"it lies under {row['under']!r}, which is no predicate")
        if id not in shared and not row.get("words"):
            yield Found(name, str(id), "it has no 'words'")
        if not isinstance(row.get("told", {}), dict):
            yield Found(name, str(id), "told gives no words for each language")
    rows = {**shared, **{id: {**shared.get(id, {}), **row} for id, row in own.items() if isinstance(row, dict)}}
    above = {str(id): str(row.get("under", "")) for id, row in rows.items()}
    yield from (Found(name, id, "it lies under itself") for id in above if _goes_round(id, above))


def _definitions(files: SubjectFiles) -> Iterator[Found]:
    name = "definitions.yaml"
    for row in files.rows(name):
        id = str(row.get("concept"))
        yield from _known(name, id, id, files.kinds, ("concept",))
        elements = row.get("elements")
        parts: list[Any] = [*elements] if isinstance(elements, list) else []
        parts.append(row.get("beyond"))
        if not all(isinstance(part, dict) and isinstance(part.get("words"), list) for part in parts):
            yield Found(name, id, "each element, and what lies beyond it, has words")


def _known(name: str, entry: str, id: str, kinds: Mapping[str, str], wanted: tuple[str, ...] = ()) -> Iterator[Found]:
    if id not in kinds:
        yield Found(name, entry, f"{id!r} is no entry of gazetteer.yaml")
    elif wanted and kinds[id] not in wanted:
        yield Found(name, entry, f"{id!r} is of the kind {kinds[id]!r}, and not {' or '.join(wanted)}")


def _dates(name: str, entry: str, row: Mapping[str, Any], keys: Iterable[str]) -> Iterator[Found]:
    for key in keys:
        text = str(row.get(key) or "")
        if text and FuzzyDate.parse_or_none(text) is None:
            yield Found(name, entry, f"{key} {text!r} is no date: write EDTF, as 1976, 1976-03-24 or 1976/1983")
