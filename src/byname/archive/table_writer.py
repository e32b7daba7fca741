"""Writes a derived table piece by piece, so that no table need ever lie in memory whole.

Takes data frames of one schema, in order; gives a Parquet file that depends on the pieces alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final

import polars as pl
import pyarrow.parquet as pq

ROWS_OF_A_GROUP: Final = 10_000  # at most; they are read at once for a single row


class TableWriter:
    """A Parquet file under construction; each piece becomes one or more row groups.

    `schema`: the columns with their types, those of the first piece unless given; every piece has them all. `group`:
    the rows of a row group at most.
    """

    def __init__(
        self, path: Path, schema: Mapping[str, pl.DataType] | None = None, *, group: int = ROWS_OF_A_GROUP
    ) -> None:
        self._path = path
        self._group = group
        self._writer: pq.ParquetWriter | None = None
        if schema is not None:
            self._begin(pl.DataFrame(schema=schema))

    def _begin(self, piece: pl.DataFrame) -> pq.ParquetWriter:
        self._writer = pq.ParquetWriter(self._path, piece.to_arrow().schema, compression="zstd")
        return self._writer

    def write(self, piece: pl.DataFrame) -> None:
        """Add some rows."""
        writer = self._writer or self._begin(piece)
        # in one chunk, since pages end where chunks do
        table = piece.select(writer.schema.names).to_arrow().cast(writer.schema).combine_chunks()
        writer.write_table(table, row_group_size=self._group)

    def write_all(self, pieces: Iterable[pl.DataFrame]) -> None:
        """Add the rows of some pieces in full row groups but for the last, however they were cut."""
        waiting: pl.DataFrame | None = None
        for piece in pieces:
            waiting = piece if waiting is None else pl.concat([waiting, piece])
            whole = len(waiting) // self._group * self._group
            if whole:
                self.write(waiting.head(whole))
                waiting = waiting.slice(whole)
        if waiting is not None and (len(waiting) or self._writer is None):
            self.write(waiting)

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()
