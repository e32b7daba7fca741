"""Copies of derived tables in small pieces, of which one is read in a fraction of a millisecond.

Takes the files of a table; gives one file beside the index of rows (row_index.py) with pieces of PIECE rows each,
packed one by one: a table itself is packed in groups of thousands of rows, and a page needs one. Only tables that pages
of people ask for are copied, and only the columns that they ask for.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

PIECE: Final = 256  # rows; benchmarks/RESULTS.md has the sizes and times of others
# The tables that are copied, with the columns (None: all).
PACKED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "assignments": None,
    "people": None,
    "conflicts": None,
    "entries": None,
    "records": (
        "record_id", "source", "position", "kind", "birth", "outcome", "standing", "head", "relation",
        "arrest", "sentence_date", "deportation", "release", "disappearance",
    ),
}  # fmt: skip
_PACKING: Final = pa.ipc.IpcWriteOptions(compression="lz4")  # twice the size of zstd, a tenth of the time to read
_READING: Final = pa.ipc.IpcReadOptions(use_threads=False)
Rows = npt.NDArray[np.int64]


def write_pack(paths: Sequence[Path], columns: Sequence[str] | None, target: Path) -> None:
    """Copy the rows of the files of a table, in order; each row group begins a piece of its own."""
    names = None if columns is None else list(columns)
    first = pq.read_schema(paths[0])
    schema = first if names is None else pa.schema([first.field(name) for name in names])
    with pa.ipc.new_file(target, schema.remove_metadata(), options=_PACKING) as pack:
        for path in paths:
            with pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    rows = file.read_row_group(group, columns=names).replace_schema_metadata(None)
                    pack.write_table(rows.combine_chunks(), max_chunksize=PIECE)


def piece_of_row(group_rows: Sequence[int], first_piece: int) -> Rows:
    """The piece of each row of some row groups of these lengths, which follow one another from a piece on.

    >>> piece_of_row([3, 257], 4).tolist() == [4] * 3 + [5] * 256 + [6]
    True
    """
    found, piece = [np.empty(0, np.int64)], first_piece
    for rows in group_rows:
        found.append(piece + np.arange(rows) // PIECE)
        piece += -(-rows // PIECE)
    return np.concatenate(found)


class Pack:
    """A copy that is open; threads may read it at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = threading.local()
        self.columns = frozenset(self._reader().schema.names)

    def read(self, pieces: Sequence[int]) -> pa.Table:
        """The rows of some pieces, in order."""
        reader = self._reader()
        batches = [reader.get_batch(piece) for piece in pieces]
        return pa.Table.from_batches(batches, reader.schema)

    def _reader(self) -> pa.RecordBatchFileReader:
        """The reader of this thread."""
        if not hasattr(self._own, "reader"):
            self._own.reader = pa.ipc.open_file(pa.memory_map(str(self._path)), options=_READING)
        reader: pa.RecordBatchFileReader = self._own.reader
        return reader
