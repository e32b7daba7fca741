"""The household of a person: those whom a list enters under the same head, without any who may be living.

Takes an archive and the id of a person; gives the other members, each once, in the order of the list.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

_COLUMNS = ("record_id", "source", "position", "relation")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a household: person, name, years, and the relation to the head (a code; None for the head)."""

    person_id: str
    name: str
    birth: str | None
    death: str | None
    relation: str | None


def household_of(archive: Archive, person_id: str) -> tuple[Member, ...]:
    """The other members of the households in which a person is entered; nobody where no list has households."""
    tables = DerivedTables.built(archive)
    if tables.has_none("records", "head"):
        return ()
    own = tables.rows("assignments", "person_id", [person_id], ["record_id"])["record_id"]
    heads = tables.rows("records", "record_id", own, ["head"])["head"].drop_nulls()
    heads = pl.concat([heads, own]).unique()
    headed = tables.rows("records", "head", heads, _COLUMNS)
    if headed.is_empty() and len(heads) == len(own):
        return ()
    entered = pl.concat([headed, tables.rows("records", "record_id", heads, _COLUMNS)])
    owners = tables.rows("assignments", "record_id", entered["record_id"], ["record_id", "person_id"])
    members = entered.join(owners, on="record_id").filter(pl.col("person_id") != person_id)
    members = members.sort("source", "position").unique("person_id", keep="first", maintain_order=True)
    shown = members.filter(~pl.col("person_id").is_in(_hidden(archive, tables, members).implode()))
    people = tables.rows("people", "person_id", shown["person_id"], ["person_id", "name", "birth", "death"])
    joined = shown.select("person_id", "relation").join(people, on="person_id", maintain_order="left")
    named = joined.select("person_id", "name", "birth", "death", "relation").filter(pl.col("name").is_not_null())
    return tuple(Member(*row) for row in named.iter_rows())


def _hidden(archive: Archive, tables: DerivedTables, members: pl.DataFrame) -> pl.Series:
    return Protection.of(archive, tables).people(members["person_id"].to_list())
