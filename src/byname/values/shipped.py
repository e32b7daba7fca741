"""Data that ships with the package: each room keeps its own in a folder `data`, a collection in `collections/NAME`.

Takes the name of a room and of a file; gives its path, its text, its YAML or its rows. Files are read once.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped(room: str, *names: str) -> Path:
    """Where a file or folder of a room's data lies.

    >>> shipped("values", "fields.yaml").is_file()
    True
    """
    return Path(str(resources.files("byname"))).joinpath(room, "data", *names)


def collection_folder(name: str) -> Path:
    """The folder of a collection that ships with the package.

    >>> (collection_folder("great_terror") / "lists").is_dir()
    True
    """
    return Path(str(resources.files("byname"))).joinpath("collections", name)


def collection_files(name: str) -> tuple[Path, ...]:
    """The files of this name in the collections that ship with the package, in the order of the collections' names.

    >>> [path.parent.name for path in collection_files("explanations.yaml")]
    ['great_terror']
    """
    return tuple(sorted(Path(str(resources.files("byname"))).glob(f"collections/*/{name}")))


def parse_yaml(text: str) -> Any:
    """Plain data from YAML; raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)


@cache
def shipped_yaml(room: str, *names: str) -> Any:
    """A YAML file of a room's data."""
    return parse_yaml(shipped(room, *names).read_text(encoding="utf-8"))


@cache
def shipped_rows(room: str, *names: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of a room's data; empty cells are empty strings."""
    return tuple(csv_rows(shipped(room, *names)))


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; empty cells are empty strings."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return [{key: value or "" for key, value in row.items()} for row in rows]
