"""The analyses of motive and consequences as a build left them."""

from __future__ import annotations

from typing import Any

from byname.archive.tables import DerivedTables

PARTS = ("motive", "consequences")


def overlapping_lists(tables: DerivedTables) -> tuple[str, ...]:
    """The lists that the archive's estimate of those on no list rests on; none where no lists overlap enough."""
    estimates = tables.data("estimates")
    return next((tuple(row["lists"]) for row in estimates if row.get("estimate") is not None), ())


def read_answers(tables: DerivedTables, part: str) -> list[dict[str, Any]]:
    """The analyses of one part as they were written."""
    found: list[dict[str, Any]] = tables.data(part)
    return found
