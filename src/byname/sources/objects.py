"""Reads JSON, JSON Lines and Parquet as flat objects: texts by column, nested keys joined by a point.

Takes an open file; gives one object a row, in order, without holding the file in memory. Numbers keep their digits; the
texts of a list of plain values are joined by `; `; a value that is null is left out. Of an answer in SPARQL the values
are given.
"""

from __future__ import annotations

import codecs
import datetime as dt
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import cast

import ijson
import pyarrow as arrow
import pyarrow.parquet as parquet

from byname.errors import BadSource
from byname.sources.header_words import readings_of
from byname.sources.json_bytes import JsonBytes, mended_line
from byname.sources.limits import Limits
from byname.sources.tables import LineFeed

# The paths of nested values are kept while they are read: their memory grows with the square of the depth.
_DEEPEST = 2_000
_EVENTS = 20_000
_VALUES = "*"
BETWEEN = "; "  # several plain values of one key
_BINDING = {"type", "value", "datatype", "xml:lang"}  # of a value in an answer in SPARQL 1.1 Query Results JSON
_FEWEST_VALUES = 5  # objects in an object that can be a list
_NAMES, _KNOWN = ("name", "surname", "given_name"), 80


def read_json(binary: io.BufferedReader, rows: str | None, where: str, limits: Limits) -> Iterator[Mapping[str, str]]:
    """Give the objects of an array in a JSON text; `rows` is its path as ijson writes it (`persons.item`). A path that
    ends with `*` is that of an object whose values are the entries, each with its key in the column `key`."""
    _pass_mark(binary)
    counted = JsonBytes(binary, where, 4 * limits.entry_characters, _DEEPEST)
    found = 0
    try:
        for item in _items(counted, rows or "item"):
            counted.taken()
            found += 1
            yield flatten(_without_kinds(item))
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


def _without_kinds(item: object) -> object:
    """A row of an answer in SPARQL with its values alone, without their kinds.

    >>> _without_kinds({"born": {"type": "literal", "value": "1890"}, "died": {"type": "bnode", "value": "t1"}})
    {'born': '1890', 'died': 't1'}
    """
    if not isinstance(item, dict) or not item:
        return item
    bound = all(isinstance(one, dict) and {"type", "value"} <= one.keys() <= _BINDING for one in item.values())
    return {name: one["value"] for name, one in item.items()} if bound else item


def _items(counted: JsonBytes, rows: str) -> Iterator[object]:
    if not rows.endswith(_VALUES):
        yield from ijson.items(counted, rows, buf_size=1 << 16)
        return
    for key, value in ijson.kvitems(counted, rows.removesuffix(_VALUES).removesuffix("."), buf_size=1 << 16):
        yield {"key": key, **value} if isinstance(value, dict) else {"key": key, "value": value}


def find_rows(binary: io.BufferedReader, where: str, limits: Limits) -> str | None:
    """Find the path of the entries by the beginning of a JSON text: the array of most objects that name people by their
    keys, else that of most objects, none of them inside another; of several of a size the first. Where there is no
    array of objects, an object of many that name people. None where there is neither."""
    found = _Shapes()
    _pass_mark(binary)
    counted = JsonBytes(binary, where, limits.unpacked_bytes, _DEEPEST)
    try:
        for prefix, event, value in islice(ijson.parse(counted), _EVENTS):
            found.see(prefix, event, value)
    except ArithmeticError as error:
        raise _no_number(where) from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise BadSource(f"this is not JSON: {_first_line(error)}", where=where, fix="obtain it again") from error
    return found.rows()


@dataclass(slots=True)
class _Shapes:
    """What the beginning of a JSON text is made of: how many objects each array has, and each object; their keys."""

    objects: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    keys: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    array: str | None = None

    def see(self, prefix: str, event: str, value: object) -> None:
        """Take one event of the parser."""
        if event == "start_array":
            self.array = f"{prefix}.item" if prefix else "item"
        elif event == "start_map":
            if prefix in self.objects or (prefix == self.array and not self._is_inside(prefix)):
                self.objects[prefix] += 1
            elif prefix:
                parent = prefix.rpartition(".")[0]
                self.values[f"{parent}.{_VALUES}" if parent else _VALUES] += 1
        elif event == "map_key":
            self._key(prefix, str(value))

    def _key(self, prefix: str, key: str) -> None:
        for path in self.objects:
            if prefix == path or prefix.startswith(f"{path}."):
                self.keys[path].add(key)
        parent, _, _ = prefix.rpartition(".")
        if prefix:
            self.keys[f"{parent}.{_VALUES}" if parent else _VALUES].add(key)

    def _is_inside(self, path: str) -> bool:
        return any(path.startswith(f"{array}.") for array in self.objects)

    def rows(self) -> str | None:
        """The path of the entries."""
        if self.objects:
            return max(self.objects, key=lambda path: (self._names_people(path), self.objects[path]))
        many = [path for path, count in self.values.items() if count >= _FEWEST_VALUES and self._names_people(path)]
        return max(many, key=lambda path: self.values[path], default=None)

    def _names_people(self, path: str) -> bool:
        readings = (reading for key in self.keys[path] for reading in readings_of(key[:100]))
        return any(reading.field in _NAMES and reading.score >= _KNOWN for reading in readings)


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
                texts[path or "value"] = BETWEEN.join(_text(part) for part in value if part is not None)
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
