"""What stands around an entry in its original, as somebody sees it who opens the book at that place.

Takes an archive and an entry that is shown; gives the entries before and after it in the same file, as printed. One of
somebody who may be living or whom a keeper has withheld, and one whose text may speak of such, is not shown but told to
be there; of a list whose terms keep its texts back, nothing is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from byname.access.protection import Protection
from byname.access.record import ShownRecord
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

REACH = 3  # entries on each side
_ITEM = re.compile(r"(?P<of>.*?)(?P<number>0|[1-9][0-9]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NearEntry:
    """An entry near another: its id and its text as printed; both None where it is not shown."""

    record_id: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The entries before and after one, in the order of the original; those that are blank are left out."""

    before: tuple[NearEntry, ...] = ()
    after: tuple[NearEntry, ...] = ()


def surroundings_of(archive: Archive, record: ShownRecord) -> Surroundings:
    """What stands around an entry; nothing for one whose list or whose own text is kept back.

    `record` is as `record_of` gave it, which raises where the entry itself is withheld.
    """
    place = _ITEM.fullmatch(record.item)
    if record.text is None or place is None:
        return Surroundings()
    number = int(place["number"])
    first = max(number - REACH, 0)
    near = {f"{record.list.name}:{place['of']}{one}": one for one in range(first, number + REACH + 1) if one != number}
    tables = DerivedTables.built(archive)
    rows = tables.rows("entries", "record_id", list(near), ["record_id", "file", "text"])
    entries = rows.filter(pl.col("file") == record.file).with_columns(pl.col("text").fill_null(""))
    hidden = _hidden(Protection.of(archive, tables), tables, entries)
    told = sorted((near[id], NearEntry(None, None) if id in hidden else NearEntry(id, text))
                  for id, text in entries.select("record_id", "text").iter_rows() if text.strip())  # fmt: skip
    return Surroundings(
        tuple(entry for at, entry in told if at < number), tuple(entry for at, entry in told if at > number)
    )


def _hidden(protection: Protection, tables: DerivedTables, entries: pl.DataFrame) -> set[str]:
    """The ids of those entries that are not shown: of withheld people, or with a text that is withheld."""
    owners = tables.rows("assignments", "record_id", entries["record_id"], ["record_id", "person_id"])
    people = protection.people(owners["person_id"])
    own = owners.filter(pl.col("person_id").is_in(people.implode()))["record_id"]
    return protection.hidden_texts(entries.select("record_id", "text"), own)
