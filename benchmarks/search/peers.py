"""Other ways to search for a person, on the same people: SQLite FTS5, PostgreSQL pg_trgm, tantivy, and yente's logic.

Each is given names transliterated into Latin letters (anyascii), so that none loses for want of
a common script. `Yente` does what yente documents (docs/: candidates by tokens of names, their fingerprints and
phonetic keys, then a score of names): written here from that description, over tantivy.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import pg8000.native  # type: ignore[import-untyped]
import polars as pl
import tantivy
from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

_FIRST = 10
_WORD = re.compile(r"\w+")


def _latin(text: str) -> str:
    return anyascii(text).lower()


def _tokens(text: str) -> list[str]:
    return [word for word in _WORD.findall(_latin(text)) if word]


class Fts5:
    """SQLite's full text index of trigrams, ranked by BM25; the trigrams of a search are joined by OR."""

    name = "SQLite FTS5 trigram"

    def make(self, people: pl.DataFrame, records: pl.DataFrame, folder: Path) -> None:
        """Fill a table on disk."""
        self._base = sqlite3.connect(folder / "fts.db")
        self._base.execute("create virtual table people using fts5(person unindexed, text, tokenize='trigram')")
        rows = ((person, _latin(text)) for person, text in people.iter_rows())
        self._base.executemany("insert into people values (?, ?)", rows)
        self._base.commit()

    def find(self, words: str) -> list[str]:
        """The first ten by BM25."""
        grams = dict.fromkeys(
            token[place : place + 3] for token in _tokens(words) for place in range(max(len(token) - 2, 0))
        )
        query = " OR ".join(f'"{gram}"' for gram in grams)
        sql = "select person from people where text match ? order by rank limit ?"
        return [person for (person,) in self._base.execute(sql, (query, _FIRST))] if grams else []


class Trigrams:
    """PostgreSQL with pg_trgm: nearest by similarity of trigrams, from a GiST index."""

    name = "PostgreSQL pg_trgm"

    def make(self, people: pl.DataFrame, records: pl.DataFrame, folder: Path) -> None:
        """Start a server of its own in the folder and fill a table."""
        home, sockets = folder / "data", folder / "sockets"
        sockets.mkdir()
        shutil.chown(folder, "postgres")
        shutil.chown(sockets, "postgres")
        folder.chmod(0o755)
        programs = max(Path("/usr/lib/postgresql").iterdir()) / "bin"
        options = f"-c listen_addresses='' -k {sockets} -c fsync=off -c work_mem=256MB -c maintenance_work_mem=1GB"
        self._run(programs / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", home)
        self._run(programs / "pg_ctl", "-w", "-D", home, "-o", options, "-l", folder / "log", "start")
        self._stop = (programs / "pg_ctl", "-D", home, "-m", "immediate", "stop")
        self._base = pg8000.native.Connection("postgres", unix_sock=str(sockets / ".s.PGSQL.5432"))
        self._base.run("create extension pg_trgm")
        self._base.run("create table people (person text, text text)")
        rows = [(person, _latin(text)) for person, text in people.iter_rows()]
        for start in range(0, len(rows), 5000):
            part = rows[start : start + 5000]
            self._base.run(
                "insert into people select * from unnest(:a::text[], :b::text[])",
                a=[row[0] for row in part],
                b=[row[1] for row in part],
            )
        self._base.run("create index on people using gist (text gist_trgm_ops(siglen=64))")
        self._base.run("analyze people")

    def _run(self, *words: str | Path) -> None:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", env={**os.environ, "HOME": "/"})

    def find(self, words: str) -> list[str]:
        """The first ten by distance."""
        sql = "select person from people order by text <-> :words limit 10"
        return [person for (person,) in self._base.run(sql, words=_latin(words))]

    def close(self) -> None:
        """Stop the server."""
        self._base.close()
        self._run(*self._stop)


def _searcher(schema: tantivy.Schema, place: Path, documents: Iterable[dict[str, str]]) -> tantivy.Searcher:
    """Fill an index on disk and open it."""
    place.mkdir()
    index = tantivy.Index(schema, path=str(place))
    writer = index.writer(heap_size=128_000_000, num_threads=2)
    for fields in documents:
        document = tantivy.Document()
        for name, text in fields.items():
            document.add_text(name, text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()


class Tantivy:
    """tantivy with fuzzy terms: each word of a search exactly (weighted) or with one or two letters changed."""

    name = "tantivy fuzzy"

    def make(self, people: pl.DataFrame, records: pl.DataFrame, folder: Path) -> None:
        """Fill an index on disk."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace")
        builder.add_text_field("person", stored=True, tokenizer_name="raw")
        self._schema = builder.build()
        documents = ({"words": " ".join(_tokens(text)), "person": person} for person, text in people.iter_rows())
        self._searcher = _searcher(self._schema, folder / "tantivy", documents)

    def find(self, words: str) -> list[str]:
        """The first ten by BM25 over the terms."""
        parts = []
        for token in _tokens(words):
            exact = tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, "words", token), 4.0)
            parts.append((tantivy.Occur.Should, exact))
            if len(token) >= 4:
                distance = 1 if len(token) < 8 else 2
                near = tantivy.Query.fuzzy_term_query(self._schema, "words", token, distance, prefix=False)
                parts.append((tantivy.Occur.Should, near))
        if not parts:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), _FIRST).hits
        return [str(self._searcher.doc(address).get_first("person")) for _, address in hits]


class Yente:
    """yente's way: candidates by name tokens and phonetic keys, rescored by how the tokens of two names pair up."""

    name = "yente's logic"
    pool = 50

    def make(self, people: pl.DataFrame, records: pl.DataFrame, folder: Path) -> None:
        """Fill an index on disk."""
        builder = tantivy.SchemaBuilder()
        for field in ("tokens", "sounds"):
            builder.add_text_field(field, tokenizer_name="whitespace")
        builder.add_text_field("name", stored=True, tokenizer_name="raw")
        builder.add_text_field("person", stored=True, tokenizer_name="raw")
        self._schema = builder.build()
        self._searcher = _searcher(self._schema, folder / "yente", map(self._document, people.iter_rows()))

    def _document(self, row: tuple[str, str]) -> dict[str, str]:
        person, text = row
        tokens = _tokens(text)
        sounds = " ".join(filter(None, map(_metaphone, tokens)))
        return {"tokens": " ".join(tokens), "sounds": sounds, "name": " ".join(tokens), "person": person}

    def find(self, words: str) -> list[str]:
        """The first ten of the candidates by the score of names."""
        tokens = _tokens(words)
        parts = []
        for token in tokens:
            parts.append((tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "tokens", token)))
            if key := _metaphone(token):
                parts.append((tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "sounds", key)))
        if not parts:
            return []
        found = []
        for order, (_, address) in enumerate(self._searcher.search(tantivy.Query.boolean_query(parts), self.pool).hits):
            document = self._searcher.doc(address)
            score = _paired(tokens, str(document.get_first("name")).split())
            found.append((-score, order, str(document.get_first("person"))))
        return [person for _, _, person in sorted(found)[:_FIRST]]


def _paired(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How well the tokens of a search find partners, letters weighing the tokens."""
    total = sum(map(len, ours)) or 1
    best = (max((Levenshtein.normalized_similarity(one, other) for other in theirs), default=0.0) for one in ours)
    return (
        sum(len(one) * score for one, score in zip(ours, best, strict=True)) / total
        + fuzz.ratio(" ".join(ours), " ".join(theirs)) / 1000
    )


_SOUNDS = (
    (re.compile(r"[^a-z]"), ""), (re.compile(r"sch|sh|ch|tch|cz|sz"), "x"), (re.compile(r"ph"), "f"),
    (re.compile(r"[wv]"), "f"), (re.compile(r"[ckq]"), "k"), (re.compile(r"[zs]"), "s"), (re.compile(r"[dt]"), "t"),
    (re.compile(r"[bp]"), "p"), (re.compile(r"g"), "k"), (re.compile(r"[jy]"), "i"), (re.compile(r"h"), ""),
)  # fmt: skip


def _metaphone(token: str) -> str:
    """A phonetic key in the manner of Metaphone (Philips 1990): consonants by their sound, vowels only at the start."""
    if len(token) < 3 or token.isdigit():
        return ""
    for pattern, sound in _SOUNDS:
        token = pattern.sub(sound, token)
    return token[:1] + re.sub(r"[aeiou]", "", token[1:])


def peers() -> list[Fts5 | Trigrams | Tantivy | Yente]:
    """All of them."""
    return [Fts5(), Trigrams(), Tantivy(), Yente()]
