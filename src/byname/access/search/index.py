"""The search index on disk: sorted words, who bears them, the words of each person, and the keys of spelling.

Takes documents; gives a folder of plain arrays (NumPy's format), which are mapped into memory when they are read, so
that opening an index of a million people takes no time and little memory.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_left
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.access.search.documents import PARTS, SHOWN, YEARS, Documents, documents_of
from byname.access.search.word_keys import LONGEST, Kind, keys_of, packed, whole_keys
from byname.archive.row_index import FOLDER, make_row_index, same_row_index
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive
from byname.people.comparison.spelling import skeleton, stem
from byname.statistics.ordered import distinct

_NAME_PARTS = tuple(PARTS.index(part) for part in ("given", "father"))
_FEW = 64  # words whose bearers are faster copied one after the other than gathered
_LETTERS = 26
_BETWEEN = "\x1f"  # what is shown of a person one thing after another
_PEOPLE_AT_ONCE = 50_000
_IS_YEAR = np.array([part in YEARS for part in PARTS])
_NAMESAKES = (
    pl.when(pl.col("name") == "").then(0).otherwise(pl.len().over("name") - 1).cast(pl.Int32).alias("namesakes")
)
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Arrays:
    """The arrays of an index of P people and W different words.

    `words`: W, sorted, as bytes; `sounds`, `stems`: the keys of the sounds and the stem of each.
    `bearers[bearer_start[w]:bearer_start[w + 1]]`: the people of word w, each once.
    `said[said_start[p]:said_start[p + 1]]`: the words of person p, and `parts` what each is for the person.
    `keys`, sorted, and `key_words`: the word of each key.
    `initials`: how many people have a given or father's name with each letter.
    `shown[shown_start[p]:shown_start[p + 1]]`: what is shown of person p (SHOWN), in UTF-8.
    `namesakes`: how many others are shown with the same name as each person; none of whoever has no name.
    `births`: the last year in which each may have been born, if they may be living (results.py).
    `by_name`: everybody who has a name, in the order of the names.
    `sources`: the names of the lists, as JSON in UTF-8; `listed[listed_start[s]:listed_start[s + 1]]`: the people of
    list s, each once and in order.
    """

    words: npt.NDArray[np.bytes_]
    bearer_start: npt.NDArray[np.int64]
    bearers: npt.NDArray[np.int32]
    said_start: npt.NDArray[np.int64]
    said: npt.NDArray[np.int32]
    parts: npt.NDArray[np.uint8]
    keys: npt.NDArray[np.uint64]
    key_words: npt.NDArray[np.int32]
    sounds: npt.NDArray[np.uint64]
    stems: npt.NDArray[np.uint64]
    initials: npt.NDArray[np.int64]
    shown_start: npt.NDArray[np.int64]
    shown: npt.NDArray[np.uint8]
    namesakes: npt.NDArray[np.int32]
    births: npt.NDArray[np.int16]
    by_name: npt.NDArray[np.int32]
    sources: npt.NDArray[np.uint8]
    listed_start: npt.NDArray[np.int64]
    listed: npt.NDArray[np.int32]


_KINDS: dict[str, Any] = {
    "words": f"S{LONGEST}",
    "bearer_start": np.int64,
    "bearers": np.int32,
    "said_start": np.int64,
    "said": np.int32,
    "parts": np.uint8,
    "keys": np.uint64,
    "key_words": np.int32,
    "sounds": np.uint64,
    "stems": np.uint64,
    "initials": np.int64,
    "shown_start": np.int64,
    "shown": np.uint8,
    "namesakes": np.int32,
    "births": np.int16,
    "by_name": np.int32,
    "sources": np.uint8,
    "listed_start": np.int64,
    "listed": np.int32,
}


def make_index(tables: Path, folder: Path) -> None:
    """Write the index for the people of `tables` into an empty folder."""
    documents = documents_of(DerivedTables(tables))
    arrays = _arrays(documents)
    for field in fields(Arrays):
        np.save(folder / f"{field.name}.npy", getattr(arrays, field.name))
    (folder / FOLDER).mkdir()
    make_row_index(tables, folder / FOLDER)


def _arrays(documents: Documents) -> Arrays:
    people = len(documents.shown)
    different, said = documents.different, documents.words
    size = max(people, 1)
    number, bearers = np.divmod(distinct(said["number"].to_numpy().astype(np.int64) * size + said["person"]), size)
    spelled = np.flatnonzero(~different.str.contains(r"^\d").to_numpy()).astype(np.int32)  # a year is like no other
    keys, rows = keys_of(different[spelled.tolist()])
    key_words = spelled[rows]
    order = np.lexsort((key_words, keys))
    named = said.filter(pl.col("part").is_in(_NAME_PARTS))
    letter = different.str.slice(0, 1).gather(named["number"]).alias("letter")
    counts = dict(named.select("person", letter).unique().group_by("letter").len().iter_rows())
    sources = documents.named["source"].unique().sort()
    listed = documents.named["source"].cast(pl.Enum(sources)).to_physical()
    shown_start, shown = _shown(documents.shown)
    return Arrays(
        words=packed(different),
        bearer_start=_starts(number, len(different)),
        bearers=bearers.astype(np.int32),
        said_start=_starts(said["person"].to_numpy(), people),
        said=said["number"].to_numpy(),
        parts=said["part"].to_numpy(),
        keys=keys[order],
        key_words=key_words[order],
        sounds=whole_keys(different.to_frame("word").select(skeleton(pl.col("word")))["word"], Kind.SOUNDS),
        stems=whole_keys(different.to_frame("word").select(stem(pl.col("word")))["word"], Kind.STEM),
        initials=np.array([counts.get(chr(ord("a") + letter), 0) for letter in range(_LETTERS)], np.int64),
        shown_start=shown_start,
        shown=shown,
        namesakes=documents.shown.select(_NAMESAKES)["namesakes"].to_numpy(),
        births=documents.births,
        by_name=_by_name(documents.shown["name"]),
        sources=np.frombuffer(json.dumps(sources.to_list(), ensure_ascii=False).encode(), np.uint8),
        listed_start=_starts(listed.to_numpy(), len(sources)),
        listed=documents.named["person"].to_numpy(),
    )


def _shown(people: pl.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Where the text of each person begins, and the texts; made some people at a time, as a text of all is large."""
    parts = [pl.col(name).fill_null("").str.replace_all(_BETWEEN, " ", literal=True) for name in SHOWN]
    lengths, found = [np.zeros(1, np.int64)], bytearray()
    for some in people.iter_slices(_PEOPLE_AT_ONCE):
        texts = some.select(text=pl.concat_str(parts, separator=_BETWEEN))["text"]
        lengths.append(texts.str.len_bytes().to_numpy().astype(np.int64))
        found += "".join(texts).encode()
    return np.cumsum(np.concatenate(lengths)), np.frombuffer(found, np.uint8)


def _by_name(names: pl.Series) -> npt.NDArray[np.int32]:
    """The people that have a name, by name."""
    named = pl.DataFrame({"name": names, "person": pl.int_range(len(names), dtype=pl.Int32, eager=True)})
    return named.filter(pl.col("name") != "").sort("name", "person")["person"].to_numpy()


def _starts(rows: npt.NDArray[Any], number: int) -> npt.NDArray[np.int64]:
    """Where the entries of each of `number` rows begin, in a column of sorted row numbers."""
    return np.searchsorted(rows, np.arange(number + 1)).astype(np.int64)


class WorkingSpace(threading.local):
    """Sums over all people, kept from one search of a thread to the next: new memory costs more than the sums."""

    def __init__(self, people: int) -> None:
        self.total = np.zeros(people, np.float32)  # nothing but zeros between two searches
        self.one = np.zeros(people, np.float32)  # nothing but zeros between two words


@dataclass(frozen=True)
class SearchIndex:
    """An index that is open for searching, by any number of threads."""

    folder: Path
    arrays: Arrays

    @staticmethod
    def open(folder: Path) -> SearchIndex:
        """Map an index into memory.

        Raises BadArchive where there is none, or it cannot be read.
        """
        if not (folder / "words.npy").exists():
            raise BadArchive("the archive has no search index", where=str(folder), fix="run `byname build`")
        try:
            arrays = Arrays(**{name: _mapped(folder / f"{name}.npy", kind) for name, kind in _KINDS.items()})
        except (OSError, ValueError, EOFError) as error:
            raise unreadable(folder) from error
        if not _fits(arrays):
            raise unreadable(folder)
        return SearchIndex(folder, arrays)

    @cached_property
    def working_space(self) -> WorkingSpace:
        """The sums of whichever thread asks."""
        return WorkingSpace(self.people)

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What those who search remember from one search to the next, by name; it goes with the index."""
        return {}

    @property
    def people(self) -> int:
        """How many people are indexed."""
        return len(self.arrays.namesakes)

    def shown(self, person: int) -> dict[str, Any]:
        """What is shown of a person, by the names of SHOWN; None for what no source says, but an empty name."""
        start = self.arrays.shown_start
        text = self.arrays.shown[start[person] : start[person + 1]].tobytes().decode()
        parts = text.split(_BETWEEN)
        if len(parts) != len(SHOWN):
            raise unreadable(self.folder)
        found: dict[str, Any] = {name: part or None for name, part in zip(SHOWN, parts, strict=True)}
        return found | {name: found[name] or "" for name in ("name", "lists")}

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The names of the lists, sorted."""
        return tuple(json.loads(self.arrays.sources.tobytes()))

    def listed(self, source: str) -> Codes:
        """The people of a list, in order; nobody where there is no such list."""
        if source not in self.sources:
            return np.empty(0, np.int32)
        place = self.sources.index(source)
        start = self.arrays.listed_start
        return self.arrays.listed[start[place] : start[place + 1]]

    def dated(self, year: int) -> Codes:
        """The people of whom a record gives a date in a year, in order."""
        word = f"{year:04d}".encode()
        place = int(np.searchsorted(self.arrays.words, word))
        if place == len(self.arrays.words) or self.arrays.words[place] != word:
            return np.empty(0, np.int32)
        people = self.bearers_between(place, place + 1)
        first, last = self.arrays.said_start[people], self.arrays.said_start[people + 1]
        rows, owner = spans(first, last), np.repeat(people, last - first)
        as_year = (self.arrays.said[rows] == place) & _IS_YEAR[self.arrays.parts[rows]]
        return distinct(owner[as_year])

    def row_of(self, person_id: str) -> int | None:
        """The row of a person; None where nobody has this id."""
        row = bisect_left(range(self.people), person_id, key=lambda person: str(self.shown(person)["person_id"]))
        return row if row < self.people and self.shown(row)["person_id"] == person_id else None

    def withheld(self, people: Codes, born_from: int) -> npt.NDArray[np.bool_]:
        """Which of some people may be living, where those born from a year on may be; 0 withholds nobody."""
        return self.arrays.births[people] >= born_from if born_from else np.zeros(len(people), np.bool_)

    def bearers_between(self, first: int, last: int) -> Codes:
        """The people of the words from `first` to before `last`; who has several of them comes as often."""
        start = self.arrays.bearer_start
        return self.arrays.bearers[start[first] : start[last]]

    def bearers_of(self, words: Codes) -> Codes:
        """The people of some words; who has several of them comes as often."""
        first, last = self.arrays.bearer_start[words], self.arrays.bearer_start[words + 1]
        bearers = self.arrays.bearers
        if len(words) > _FEW:
            return bearers[spans(first, last)]
        whole = [bearers[start:end] for start, end in zip(first.tolist(), last.tolist(), strict=True)]
        return whole[0] if len(whole) == 1 else np.concatenate([np.empty(0, np.int32), *whole])


def spans(first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The numbers of all spans one after another: from each `first` to before its `last`.

    >>> spans(np.array([5, 9]), np.array([7, 10])).tolist()
    [5, 6, 9]
    """
    lengths = last - first
    before = np.cumsum(lengths) - lengths
    return np.repeat(first - before, lengths) + np.arange(int(lengths.sum()))


def _mapped(path: Path, kind: Any) -> npt.NDArray[Any]:
    if path.stat().st_size == 0:
        raise ValueError(f"{path.name} is empty")
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    if array.dtype != np.dtype(kind) or array.ndim != 1:
        raise ValueError(f"{path.name} is no such array")
    return array.view(np.ndarray)


def _fits(arrays: Arrays) -> bool:
    """Whether the lengths of all arrays agree."""
    people, words = len(arrays.namesakes), len(arrays.words)
    groups = (
        (arrays.bearer_start, words, arrays.bearers),
        (arrays.said_start, people, arrays.said),
        (arrays.shown_start, people, arrays.shown),
        (arrays.listed_start, len(arrays.listed_start) - 1, arrays.listed),
    )
    return (
        all(len(start) == number + 1 and start[-1] == len(values) for start, number, values in groups)
        and len(arrays.said) == len(arrays.parts)
        and len(arrays.keys) == len(arrays.key_words)
        and len(arrays.sounds) == len(arrays.stems) == words
        and len(arrays.initials) == _LETTERS
        and len(arrays.births) == people
    )


def unreadable(folder: Path) -> BadArchive:
    """The error of an index that is damaged."""
    return BadArchive("the search index cannot be read", where=str(folder), fix="run `byname build`")


def same_index(folder: Path, tables: Path) -> bool:
    """Whether an index holds what the tables hold, to the last bit."""
    documents = documents_of(DerivedTables(tables))
    wanted, there = _arrays(documents), SearchIndex.open(folder)
    same = all(np.array_equal(getattr(wanted, f.name), getattr(there.arrays, f.name)) for f in fields(Arrays))
    return same and same_row_index(folder / FOLDER, tables)
