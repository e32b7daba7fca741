"""Where a judged entry stands now: judgements follow their rows when a file comes again in another order.

Takes judgements with the hash of each entry's text and name as they were judged, and the tables of entries; gives the
id under which each entry stands now, or none where it is gone. An entry that kept its id and its text, or its id and
its name, is the same; else the one entry of its source with the same text, or with the same name where only one has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from byname.archive.tables import DerivedTables

Hashes = tuple[str, str]  # of an entry's text, of its name


@dataclass(frozen=True, slots=True)
class FollowedRecords:
    """The present id of judged entries; `lost` are ids whose entry is gone."""

    moved: Mapping[str, str]
    lost: frozenset[str]

    def now(self, record_id: str) -> str:
        """The present id of an entry that was judged under this one."""
        return self.moved.get(record_id, record_id)


def hashes_of(tables: DerivedTables, record_ids: Collection[str]) -> dict[str, Hashes]:
    """The hashes by which entries are known again, of those that stand in the tables."""
    return _hashes(_texts(tables).filter(pl.col("record_id").is_in(list(record_ids))))


def follow(tables: DerivedTables, judged: Mapping[str, Hashes]) -> FollowedRecords:
    """Where each judged entry stands now; `judged` has the hashes as they were when it was judged, by its id."""
    present = hashes_of(tables, judged)
    gone = {id: kept for id, kept in judged.items() if not _is_same(kept, present.get(id))}
    if not gone:
        return FollowedRecords({}, frozenset())
    sources = sorted({id.partition(":")[0] for id in gone})
    others = _hashes(_texts(tables).filter(pl.col("record_id").str.split(":").list.first().is_in(sources)))
    by_text, by_name = (_by_part(others, part) for part in (0, 1))
    moved = {}
    for id, (text, name) in gone.items():
        source = id.partition(":")[0]
        candidates = (by_text.get((source, text), ()), by_name.get((source, name), ()))
        now = next((ids[0] for ids in candidates if len(ids) == 1), None)
        if now is not None:
            moved[id] = now
    return FollowedRecords(moved, frozenset(gone) - set(moved))


def _by_part(entries: Mapping[str, Hashes], part: int) -> dict[tuple[str, str], list[str]]:
    """The ids of the entries of each source that have the same text (part 0) or name (part 1)."""
    found: dict[tuple[str, str], list[str]] = {}
    for id, hashes in entries.items():
        found.setdefault((id.partition(":")[0], hashes[part]), []).append(id)
    return found


def _is_same(kept: Hashes, present: Hashes | None) -> bool:
    return present is not None and (kept[0] == present[0] or kept[1] == present[1])


def _texts(tables: DerivedTables) -> pl.LazyFrame:
    names = tables.scan("records").select("record_id", "name")
    return tables.scan("entries").select("record_id", "text").join(names, on="record_id")


def _hashes(texts: pl.LazyFrame) -> dict[str, Hashes]:
    rows = texts.select("record_id", "text", pl.col("name").fill_null("")).collect().iter_rows()
    return {id: (_hash(text), _hash(name)) for id, text, name in rows}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:32]
