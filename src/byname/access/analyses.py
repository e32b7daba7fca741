"""The analyses of casualties, motive and consequences as a build left them."""

from __future__ import annotations

from typing import Any

import polars as pl

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

PARTS = ("motive", "consequences")


def overlapping_lists(tables: DerivedTables) -> tuple[str, ...]:
    """The lists that the archive's estimate of those on no list rests on; none where no lists overlap enough."""
    estimates = tables.data("estimates")
    return next((tuple(row["lists"]) for row in estimates if row.get("estimate") is not None), ())


def answers_of(archive: Archive, part: str) -> list[dict[str, Any]]:
    """The analyses of one of PARTS of an archive; raises BadArchive where it is not built as far."""
    return read_answers(DerivedTables.built(archive, part), part)


def estimates_of(archive: Archive) -> list[dict[str, Any]]:
    """The estimates of those on no list; raises BadArchive where the archive is not built as far."""
    found: list[dict[str, Any]] = DerivedTables.built(archive, "estimates").data("estimates")
    return found


def list_patterns(archive: Archive) -> pl.DataFrame:
    """How many people are on exactly which lists: a 0/1 column for each list, and `count`."""
    return DerivedTables.built(archive, "captures").read("captures")


def read_answers(tables: DerivedTables, part: str) -> list[dict[str, Any]]:
    """The analyses of one part as they were written."""
    found: list[dict[str, Any]] = tables.data(part)
    return found
