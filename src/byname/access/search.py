"""Search for a person by name, however it is spelled: an index over folded names, and a ranking of what it finds.

Takes the tables of records and people; gives an index on disk and, for some words in any script, the people whose
names, years and places come nearest. Words are folded in several transliteration schemes, so "Тухачевский",
"Tuchatschewski" and "Tukhachevsky" find the same person.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import tantivy
from rapidfuzz import fuzz

from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors
from byname.archive.made_folders import check_whole
from byname.archive.tables import DerivedTables, records_with_people
from byname.errors import BadArchive
from byname.records.fold import fold
from byname.records.names import father_of, given_name_groups
from byname.values.shipped import shipped_yaml

_YEAR = re.compile(r"^(1[5-9]|20)\d\d$")
_PANIC = (
    "PanicException"  # what the index raises where a file of it ends too soon; it is no Exception and has no module
)


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How words of a search are set beside the words of people; search.yaml says what each is for."""

    schemes: tuple[str, ...]
    exact_boost: float
    pool: int
    fuzzy_from: int
    two_edits_from: int
    least_fit: float
    initial_fit: float
    same_name_fit: float
    surname_bonus: float

    @staticmethod
    def default() -> SearchSettings:
        """The settings of search.yaml.

        >>> SearchSettings.default().pool
        400
        """
        return _default()


@cache
def _default() -> SearchSettings:
    data = shipped_yaml("access", "search.yaml")
    return SearchSettings(**{**data, "schemes": tuple(data["schemes"])})


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A person that a search found: id, name, years, the lists, and how well the words fit (0 to 100)."""

    person_id: str
    name: str
    birth: str | None
    death: str | None
    lists: str
    score: float


def make_index(tables: Path, folder: Path) -> None:
    """Write the index for the people of `tables` into an empty folder."""
    documents = _documents(DerivedTables(tables))
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    for row in documents.iter_rows(named=True):
        document = tantivy.Document()
        for name in _STORED:
            document.add_text(name, row[name] or "")
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


_STORED = ("person_id", "words", "keys", "display", "birth", "death", "lists")


def read_documents(folder: Path) -> pl.DataFrame:
    """Every document of an index as it is stored, sorted by person.

    Raises BadArchive where the index cannot be read.
    """
    with _searcher(folder) as searcher:
        hits = searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1)).hits
        rows = [[searcher.doc(address).get_first(name) or "" for name in _STORED] for _, address in hits]
    schema = dict.fromkeys(_STORED, pl.String())
    return pl.DataFrame(rows, schema=schema, orient="row").sort("person_id")


@contextmanager
def _searcher(folder: Path) -> Iterator[tantivy.Searcher]:
    """A searcher of an index; raises BadArchive where the index is damaged.

    A reader wants to write a lock beside the index; where nothing can be written, a copy is read.
    """
    with ExitStack() as stack:
        if not os.access(folder, os.W_OK):
            folder = _copied(folder, Path(stack.enter_context(TemporaryDirectory())) / "search")
        try:
            yield tantivy.Index.open(str(folder)).searcher()
        except BaseException as error:
            if not isinstance(error, ValueError | OSError) and type(error).__name__ != _PANIC:
                raise
            raise BadArchive("the search index cannot be read", where=str(folder), fix="run `byname build`") from error


def _copied(folder: Path, target: Path) -> Path:
    """A copy of the files of a folder that can be written."""
    with clear_file_errors(target):
        target.mkdir()
        for path in folder.iterdir():
            if path.is_file():
                shutil.copyfile(path, target / path.name)
    return target


def same_documents(documents: pl.DataFrame, tables: Path) -> bool:
    """Whether an index holds what the tables hold."""
    return documents.equals(_documents(DerivedTables(tables)).select(_STORED).fill_null("").sort("person_id"))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=True, tokenizer_name="whitespace")
    for name in ("person_id", "keys", "display", "birth", "death", "lists"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _documents(tables: DerivedTables) -> pl.DataFrame:
    """One row a person: folded words of all its names, years and places, and what is shown."""
    joined = records_with_people(tables)
    text = pl.concat_str(
        [pl.col(c).fill_null("") for c in ("surname", "given", "patronymic")]
        + [pl.col(c).list.join(" ").fill_null("") for c in ("alias_surnames", "alias_givens")],
        separator=" ",
    )
    places = pl.concat_str([pl.col("birth_place").fill_null(""), pl.col("residence").fill_null("")], separator=" ")
    years = pl.concat_str(
        [pl.col("birth_year").cast(pl.String).fill_null(""), pl.col("death_year").cast(pl.String).fill_null("")],
        separator=" ",
    )
    words = (
        joined.sort("record_id")
        .group_by("person_id", maintain_order=True)
        .agg(
            keys=text.str.join(" "),
            words=pl.concat_str([text, places, years], separator=" ").str.join(" "),
            lists=pl.col("source").unique().sort().str.join(", "),
        )
    )
    people = tables.read("people", ["person_id", "name", "birth", "death"])
    return words.join(people, on="person_id").rename({"name": "display"}).sort("person_id")


def search(folder: Path, text: str, *, limit: int = 20) -> list[SearchHit]:
    """The people that fit the words best, best first.

    Each word may be a part of a name in any script, a year, or a place. Raises BadArchive where there is no index.
    """
    if not (folder / "meta.json").exists():
        raise BadArchive("the archive has no search index", where=str(folder), fix="run `byname build`")
    words = [word for word in re.split(r"[\s,;]+", text) if word.strip(".")]
    if not words:
        return []
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, _word_query(word)) for word in words])
    with _searcher(folder) as searcher:
        hits = searcher.search(query, SearchSettings.default().pool).hits
        found = [_found(searcher.doc(address), words) for _, address in hits]
    return sorted(found, key=lambda f: (-f.score, f.person_id))[:limit]


def search_archive(
    archive: Archive, text: str, *, limit: int = 20, protected: bool = True
) -> tuple[list[SearchHit], int]:
    """The people of an archive that fit the words best, and how many of the best are withheld as they may be living.

    Raises BadArchive where the archive is not built, or its index is not the one that was built.
    """
    if (archive.folder / "search").exists():
        check_whole(archive.folder / "search")
    found = search(archive.folder / "search", text, limit=limit)
    if not protected:
        return found, 0
    hidden = set(Protection.of(archive).people([hit.person_id for hit in found]))
    return [hit for hit in found if hit.person_id not in hidden], len(hidden)


def forms_of(word: str) -> list[str]:
    """The folded forms a word may have in the index, by transliteration scheme and as a patronymic."""
    forms = [
        form
        for scheme in SearchSettings.default().schemes
        for form in (fold(word, scheme), father_of(word, scheme))
        if form
    ]
    return list(dict.fromkeys(part for form in forms for part in form.split()))


def _word_query(word: str) -> tantivy.Query:
    schema = _schema()
    if _YEAR.match(word):
        return tantivy.Query.term_query(schema, "words", word)
    settings, parts = SearchSettings.default(), []
    for form in forms_of(word):
        parts.append(
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(schema, "words", form), settings.exact_boost),
            )
        )
        if len(form) >= settings.fuzzy_from:
            distance = 1 if len(form) < settings.two_edits_from else 2
            parts.append(
                (tantivy.Occur.Should, tantivy.Query.fuzzy_term_query(schema, "words", form, distance, prefix=False))
            )
        elif len(form) == 1:
            parts.append((tantivy.Occur.Should, tantivy.Query.regex_query(schema, "words", f"{form}.*")))
    return tantivy.Query.boolean_query(parts or [(tantivy.Occur.Should, tantivy.Query.empty_query())])


def _found(document: tantivy.Document, words: list[str]) -> SearchHit:
    indexed = (document.get_first("words") or "").split()
    score = sum(
        max((_fit(form, indexed) for form in [*forms_of(word), word] if form), default=0.0) for word in words
    ) / len(words)
    first = (document.get_first("keys") or "").split()[:1]
    if first and any(form == first[0] for form in forms_of(words[0])):
        score += SearchSettings.default().surname_bonus  # a surname counts before a place or a father of the same name
    return SearchHit(
        person_id=document.get_first("person_id") or "",
        name=document.get_first("display") or "",
        birth=document.get_first("birth") or None,
        death=document.get_first("death") or None,
        lists=document.get_first("lists") or "",
        score=round(score, 1),
    )


def _fit(form: str, indexed: list[str]) -> float:
    """How well one folded word fits the best of a person's words."""
    best, settings = 0.0, SearchSettings.default()
    groups = given_name_groups(form)
    for word in indexed:
        if word == form:
            return 100.0
        if len(form) == 1 or len(word) == 1:
            fit = settings.initial_fit if word[0] == form[0] else 0.0
        elif groups and groups & given_name_groups(word):
            fit = settings.same_name_fit
        else:
            fit = fuzz.ratio(form, word)
        best = max(best, fit)
    return best if best >= settings.least_fit else 0.0
