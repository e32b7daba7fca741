"""People made up for tests of exports, as an archive gives them, without one being built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from byname.access.lists import ArchiveList
from byname.exports.export import export_people
from byname.exports.formats import format_named
from byname.exports.losses import Losses
from byname.exports.people import ENTRIES, RELATIONS, SAID, SUMMARY, Batch, ExportedArchive

LIST = ArchiveList(
    name="book", title="An invented book", citation="made for tests", licence="CC0-1.0", universe="invented people",
    coverage="", standing="dead", language="et", address="https://example.org/book", read_on="2026-01-02", files=(),
    unstated=(), republish=True,
)  # fmt: skip
Row = tuple[str, str, str | None]  # field, words, reading
_PEOPLE: dict[str, Any] = {"person_id": pl.String, "name": pl.String, "records": pl.UInt32, "lists": pl.UInt32}


class MadeArchive(ExportedArchive):
    """People with what is said of each, given as rows; every person stands in one entry of one list."""

    def __init__(self, people: Sequence[tuple[dict[str, str], Sequence[Row]]], relations: Sequence[Any] = ()) -> None:
        self.title = "Made-up people"
        self.lists = (LIST,)
        self.losses = Losses()
        self.withheld = 0
        self.unnamed = pl.Series("person_id", [], dtype=pl.String)  # everybody counts as named
        ids = [f"P-{number:04}" for number in range(len(people))]
        summary = {name: [facts.get(name) for facts, _ in people] for name in SUMMARY}
        frame = pl.DataFrame(
            {"person_id": ids, "records": [1] * len(ids), "lists": [1] * len(ids), **summary, "probability": 1.0},
            schema={**_PEOPLE, **dict.fromkeys(SUMMARY, pl.String), "probability": pl.Float64},
            strict=False,
        )
        self._people = frame
        said = [
            (id, field, words, value, None if value else "not read", f"book:{number}", "book")
            for number, (id, (_, rows)) in enumerate(zip(ids, people, strict=True))
            for field, words, value in rows
        ]
        entries = [(id, f"book:{number}", "book", 1.0) for number, id in enumerate(ids)]
        self._made = Batch(
            frame,
            pl.DataFrame(said, schema=dict.fromkeys(SAID, pl.String), orient="row"),
            pl.DataFrame(
                entries, schema={**dict.fromkeys(ENTRIES, pl.String), "probability": pl.Float64}, orient="row"
            ),
            pl.DataFrame(list(relations), schema=dict.fromkeys(RELATIONS, pl.String), orient="row"),
        )

    @property
    def relations(self) -> pl.DataFrame:
        """The relations of the people."""
        return self._made.relations

    def batches(self) -> Iterator[Batch]:
        """All in one."""
        self.losses.take_statements(self._made.statements)
        self.losses.take_people(self._made.people, self._made.entries, self._made.relations)
        yield self._made


def exported(archive: ExportedArchive, name: str, folder: Path) -> tuple[Path, dict[str, Any]]:
    """The export in a format, and its statement of loss."""
    out = folder / f"out-{name}"
    return out, export_people(archive, format_named(name), out)
