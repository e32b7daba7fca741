"""Reads JSON, JSON Lines and Parquet as flat objects: texts by column, nested keys joined by a point.

Takes an open file; gives one object a row, in order, without holding the file in memory. Numbers keep their digits; the
texts of a list of plain values are joined by `; `; a value that is null is left out.
"""

from __future__ import annotations

import codecs
import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import cast

import ijson
import pyarrow as arrow
import pyarrow.parquet as parquet

from byname.errors import BadSource
from byname.sources.json_bytes import JsonBytes, mended_line
from byname.sources.limits import Limits
from byname.sources.tables import LineFeed

# The paths of nested values are kept while they are read: their memory grows with the square of the depth.
_DEEPEST = 2_000
_EVENTS = 20_000


def read_json(binary: io.BufferedReader, rows: str | None, where: str, limits: Limits) -> Iterator[Mapping[str, str]]:
    """Give the objects of an array in a JSON text; `rows` is its path as ijson writes it (`persons.item`)."""
    _pass_mark(binary)
    counted = JsonBytes(binary, where, 4 * limits.entry_characters, _DEEPEST)
    found = 0
    try:
        for item in ijson.items(counted, rows or "item", buf_size=1 << 16):
            counted.taken()
            found += 1
            yield flatten(item)
    except ArithmeticError as error:
        raise _no_number(where) from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise BadSource(
            f"this is not JSON after {found:,} entries: {_first_line(error)}", where=where, fix="obtain it again"
        ) from error
    if not found:
        raise BadSource(
            f"the JSON holds no entry at `{rows or 'item'}`",
            where=where,
            fix="give the path to the array of entries as `rows` in the mapping, such as `persons.item`",
        )


def find_rows(binary: io.BufferedReader, where: str, limits: Limits) -> str | None:
    """Find the path of the array of most objects by the beginning of a JSON text, none of them inside another; of
    several of a size the first. None where there is none."""
    objects: Counter[str] = Counter()
    array = None
    _pass_mark(binary)
    counted = JsonBytes(binary, where, limits.unpacked_bytes, _DEEPEST)
    try:
        for prefix, event, _ in islice(ijson.parse(counted), _EVENTS):
            if event == "start_array":
                array = f"{prefix}.item" if prefix else "item"
            elif event == "start_map" and (prefix in objects or (prefix == array and not _is_inside(prefix, objects))):
                objects[prefix] += 1
    except ArithmeticError as error:
        raise _no_number(where) from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise BadSource(f"this is not JSON: {_first_line(error)}", where=where, fix="obtain it again") from error
    return max(objects, key=lambda path: objects[path], default=None)


def _is_inside(path: str, arrays: Iterable[str]) -> bool:
    return any(path.startswith(f"{array}.") for array in arrays)


def _no_number(where: str) -> BadSource:
    return BadSource("a number is too large to be read", where=where, fix="write it as text, in quotes")


def _pass_mark(binary: io.BufferedReader) -> None:
    """Pass the byte order mark, which JSON should not have but often has."""
    if binary.peek(3).startswith(codecs.BOM_UTF8):
        binary.read(3)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def read_json_lines(feed: LineFeed, where: str) -> Iterator[Mapping[str, str]]:
    """Give the object of each line; a blank line gives an empty one, so that rows are lines."""
    for line in feed:
        feed.taken()
        if line.isspace():
            yield {}
            continue
        try:
            yield flatten(json.loads(mended_line(line), parse_float=str, parse_int=str, parse_constant=str))
        except (ValueError, RecursionError) as error:
            raise BadSource(f"line {feed.number} is not JSON: {error}", where=where, fix="mend the line") from error


def parquet_columns(path: Path) -> tuple[str, ...]:
    """Give the names of the columns of a Parquet file."""
    return tuple(_open_parquet(path).schema_arrow.names)


def read_parquet(path: Path, columns: tuple[str, ...], limits: Limits) -> Iterator[Mapping[str, str]]:
    """Give the rows of a Parquet file with the wanted columns (all where none are named)."""
    file = _open_parquet(path)
    size = sum(file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups))
    if size > limits.unpacked_bytes or size > limits.packing_ratio * max(path.stat().st_size, limits.sample_bytes):
        raise BadSource(
            f"the file unpacks to {size:,} bytes", where=str(path), fix="raise `packing_ratio` of the limits"
        )
    there = set(file.schema_arrow.names)
    wanted = [name for name in columns if name in there] or None
    try:
        for batch in file.iter_batches(batch_size=4096, columns=wanted):
            for row in batch.to_pylist():
                yield flatten(row)
    except (arrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise BadSource(f"the Parquet file is damaged ({error})", where=str(path), fix="obtain it again") from error


def _open_parquet(path: Path) -> parquet.ParquetFile:
    try:
        return parquet.ParquetFile(path)
    except (arrow.ArrowException, OSError) as error:
        raise BadSource(f"the Parquet file is damaged ({error})", where=str(path), fix="obtain it again") from error


def flatten(item: object) -> dict[str, str]:
    """Give the texts of a nested object by column; what is no object stands in the column `value`.

    >>> flatten({"name": {"surname": "Bukharin"}, "born": 1888, "roles": ["editor", "member"], "note": None})
    {'name.surname': 'Bukharin', 'born': '1888', 'roles': 'editor; member'}
    """
    if isinstance(item, dict) and all(type(value) is str for value in item.values()):
        return item  # the usual case: nothing is nested
    texts: dict[str, str] = {}
    pending: list[tuple[str, object]] = [("", item)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            below = cast(dict[str, object], value)
            pending.extend((f"{path}.{key}" if path else str(key), below[key]) for key in reversed(below))
        elif isinstance(value, list):
            if any(isinstance(part, (dict, list)) for part in value):
                pending.extend((f"{path}.{place}", value[place]) for place in reversed(range(len(value))))
            else:
                texts[path or "value"] = "; ".join(_text(part) for part in value if part is not None)
        elif value is not None:
            texts[path or "value"] = value if isinstance(value, str) else _text(value)
    return texts


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="backslashreplace")
    return str(value)
