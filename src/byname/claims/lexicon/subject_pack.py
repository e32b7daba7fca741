"""Claims stage: the files of the active subject: a folder of words, offices, findings, figures and facts (a pack).

The first collection that ships with a folder `subject` is the default; `subject_pack` makes another folder the active
one for a while. Whatever is made of a pack's files is kept by `per_subject` and forgotten when the subject changes.
There is one active subject in a process, so that texts of two subjects are read one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast, overload

from byname.values.shipped import collection_files, csv_rows, parse_yaml

FOLDER, FIRST = "subject", "subject.yaml"
_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(slots=True)
class _Active:
    """The folder of the active subject, None where it is the default, and what empties the caches made of it."""

    folder: Path | None = None
    forget: list[Callable[[], None]] = field(default_factory=list)


_ACTIVE = _Active()


@overload
def per_subject(function: Callable[_P, _R], /) -> Callable[_P, _R]: ...
@overload
def per_subject(*, maxsize: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]: ...
def per_subject(function: Callable[_P, _R] | None = None, /, *, maxsize: int | None = None) -> Any:
    """Keep what a function gives for as long as the subject stays the same; `maxsize` as of `functools.lru_cache`.

    >>> @per_subject
    ... def folder_name() -> str:
    ...     return pack_folder().name
    >>> folder_name()
    'subject'
    """
    if function is None:
        return lambda given: _kept(given, maxsize)
    return _kept(function, maxsize)


def _kept(function: Callable[_P, _R], maxsize: int | None) -> Callable[_P, _R]:
    kept = lru_cache(maxsize=maxsize)(function)
    _ACTIVE.forget.append(kept.cache_clear)
    return cast("Callable[_P, _R]", kept)


@contextmanager
def subject_pack(folder: Path | None) -> Iterator[None]:
    """Make a folder the active subject until the block ends, however it ends; None leaves the active one."""
    before = _ACTIVE.folder
    wanted = before if folder is None else folder.resolve()
    _activate(wanted)
    try:
        yield
    finally:
        _activate(before)


def _activate(folder: Path | None) -> None:
    if folder == _ACTIVE.folder:
        return
    _ACTIVE.folder = folder
    for forget in _ACTIVE.forget:
        forget()


def pack_folder() -> Path:
    """The folder of the active subject.

    >>> (pack_folder() / "gazetteer.yaml").is_file()
    True
    """
    return _ACTIVE.folder or _default()


@cache
def _default() -> Path:
    return collection_files(f"{FOLDER}/{FIRST}")[0].parent


@per_subject
def pack_yaml(name: str) -> Any:
    """A YAML file of the active subject; None where it has none of that name."""
    path = pack_folder() / name
    return parse_yaml(path.read_text(encoding="utf-8-sig")) if path.is_file() else None


@per_subject
def pack_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of the active subject, empty cells as empty strings; none where there is no such file."""
    path = pack_folder() / name
    return tuple(csv_rows(path)) if path.is_file() else ()


def all_words(given: Iterable[str] | Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The words of an entry in lower case: a list, or a list for each language.

    >>> all_words({"en": ["Trial of the Juntas"], "es": ["Juicio a las Juntas"]})
    ('trial of the juntas', 'juicio a las juntas')
    """
    lists = given.values() if isinstance(given, Mapping) else (given,)
    return tuple(dict.fromkeys(str(word).lower() for words in lists for word in words))


def pack_tables(first: str) -> tuple[str, ...]:
    """The names of the tables whose file names begin so, in order, without their ending.

    >>> "facts-soviet" in pack_tables("facts")
    True
    """
    return tuple(path.stem for path in sorted(pack_folder().glob(f"{first}*.csv")))
