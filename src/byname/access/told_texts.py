"""Which entries of a whole archive tell of somebody who may be living, found in one pass over all texts.

Takes the tables and the rule; gives what `Protection.hidden_texts` gives of all entries, but asks it only of those
texts that could be withheld at all: a text without any of the words and marks of births.yaml gives nobody's birth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

import polars as pl

from byname.access.protection import Protection
from byname.archive.tables import DerivedTables, pieces_of
from byname.values.shipped import shipped_yaml

_ODD_LETTERS = "ſKİıᲀᲁᲂᲃᲄᲅᲆᲇᲈ"  # letters that a search without regard to case takes for others
_FIRST = 200  # rows whose columns are looked at; a column that is not seen only makes more texts be looked at
_YEAR = r"\d{3}[\dXx]|\d[./-]\d"


def told_of_all(tables: DerivedTables, protection: Protection, hidden: pl.Series | None = None) -> set[str]:
    """The ids of all entries whose text may speak of somebody who is living, or of whom a keeper has withheld.

    `hidden`: the people who are withheld, where they were found before.
    """
    own = protection.records(hidden)
    if protection.withheld:
        return set().union(*(protection.hidden_texts(piece, own) for piece in _pieces(tables)))
    if not protection.born_from:
        return set()
    others = tables.scan("records").filter(pl.col("kind") != "person").select("record_id").collect()["record_id"]
    found = set[str]()
    for piece in _pieces(tables):
        found |= protection.hidden_texts(_suspect(piece, others), own)
    return found


def _pieces(tables: DerivedTables) -> Iterator[pl.DataFrame]:
    for path in tables.files("entries"):
        for piece in pieces_of(path, ("record_id", "text")):
            yield piece.select("record_id", pl.col("text").fill_null(""))


def _suspect(entries: pl.DataFrame, others: pl.Series) -> pl.DataFrame:
    """The entries whose text could be withheld; `others`: the records in which no person was read."""
    if entries.is_empty():
        return entries
    keys = _keys(entries["text"].head(_FIRST))
    words = pl.col("text").str.replace_many(keys, [""] * len(keys)) if keys else pl.col("text")
    small = words.str.to_lowercase()
    near = small.str.contains_any(_near()) | small.str.contains(_mark()) | words.str.contains_any([*_ODD_LETTERS])
    return entries.filter(words.str.contains(_YEAR) & (near | pl.col("record_id").is_in(others.implode())))


def _keys(texts: pl.Series) -> list[str]:
    """The names of the columns as they stand in the rows of a table, which are kept as JSON objects."""
    found: dict[str, None] = {}
    for text in texts:
        try:
            row = json.loads(text)
        except (ValueError, RecursionError):
            return []
        if not isinstance(row, dict):
            return []
        found.update(dict.fromkeys(row))
    return [f"{json.dumps(key, ensure_ascii=False)}: " for key in found]


@cache
def _near() -> list[str]:
    return sorted({word for words in shipped_yaml("access", "births.yaml")["near"].values() for word in words})


@cache
def _mark() -> str:
    marks = "|".join(re.escape(mark) for mark in shipped_yaml("access", "births.yaml")["mark"])
    return rf"(?:{marks})[\s\x1c-\x1f]*\d"
