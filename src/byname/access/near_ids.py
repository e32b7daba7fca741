"""The ids that a reader may be told of when one is mistyped: of people and of records.

Takes an archive; gives the ids without those of people who may be living or are withheld.
"""

from __future__ import annotations

import polars as pl

from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables


def known_ids(archive: Archive, *, protected: bool = True) -> list[str]:
    """The ids of all people and records, without those that are withheld unless `protected` is False.

    Raises BadArchive where the archive is not built.
    """
    tables = DerivedTables.built(archive)
    rule = Protection.of(archive, tables, protected=protected)
    hidden = rule.people()
    shown = tables.scan("assignments").filter(
        ~pl.col("person_id").is_in(hidden.implode()) & ~pl.col("record_id").is_in(list(rule.withheld.records))
    )
    found = shown.select("person_id", "record_id").collect()
    return [*found["person_id"].unique().sort(), *found["record_id"].sort()]
