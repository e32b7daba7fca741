"""Claims stage: the curated data that ships with the stage (folder `data`), read once."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_yaml(name: str) -> Any:
    """A YAML file of the folder `data`."""
    return yaml.load(_text(name), Loader=_LOADER)


@cache
def load_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of the folder `data`; empty cells are empty strings."""
    return tuple({key: value or "" for key, value in row.items()} for row in csv.DictReader(io.StringIO(_text(name))))


def _text(name: str) -> str:
    return resources.files("byname.claims").joinpath("data", name).read_text(encoding="utf-8")
