"""People stage: the records that are linked, made ready.

Goes in: the records table, or a part of it. Comes out: the records about a person with every column that is compared,
sorted by id.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from byname.errors import BadRecord
from byname.records.schema import RECORDS

# Columns of the records that no pair is compared by.
NOT_COMPARED: Final = frozenset(
    ("item", "position", "name", "script", "death_year", "rehabilitation", "age", "region", "arrest_region", "standing")
)
_TAKEN: Final = (("arrest", "disappearance"), ("arrest_day", "disappearance_day"))


def ready(records: pl.DataFrame) -> pl.DataFrame:
    """The records about a person, by id; columns without any value take no room, and missing ones count as such.

    The day on which somebody disappeared is compared with the day of arrest of another list: one list calls it so, the
    other so. Raises BadRecord where a record id occurs twice.
    """
    given = [name for name in records.columns if records[name].null_count() < len(records)]
    people = records.select(given).filter(pl.col("kind") == "person") if given else records
    empty = [pl.lit(None, dtype=kind).alias(name) for name, kind in RECORDS.items() if name not in people.columns]
    full = people.sort("record_id").with_columns(empty)
    check_ids(full)
    if "disappearance" not in people.columns:
        return full
    return full.with_columns(pl.coalesce(arrest, gone).alias(arrest) for arrest, gone in _TAKEN)


def check_ids(people: pl.DataFrame) -> None:
    """Raise BadRecord where a record id occurs twice."""
    doubled = people.filter(pl.col("record_id").is_duplicated())
    if len(doubled):
        raise BadRecord(
            "the record id occurs twice", where=str(doubled["record_id"][0]), fix="give each entry its own item"
        )
