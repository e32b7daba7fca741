"""Sources stage: the collections that ship with the package, with their lists, mappings and tables of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from byname.sources.facts import FactTable, read_facts
from byname.values.shipped import collection_files, parse_yaml


@dataclass(frozen=True, slots=True)
class BundledCollection:
    """A collection inside the package: its lists with their mappings, in order, and its tables of facts by name."""

    name: str
    title: str
    lists: tuple[tuple[Path, Path], ...]
    facts: dict[str, Path]
    essay: Path

    def read_all_facts(self) -> dict[str, FactTable]:
        """Every table of facts, checked."""
        return {name: read_facts(path) for name, path in self.facts.items()}


@cache
def bundled_collections() -> Mapping[str, BundledCollection]:
    """The collections that ship with the package, by name.

    >>> [path.stem for path, _ in bundled_collections()["great-terror"].lists]
    ['cc1934', 'high-command', 'trials', 'nkvd-leaders', 'writers-artists']
    """
    found = (_collection(path) for path in collection_files("collection.yaml"))
    return {collection.name: collection for collection in found}


def demo_collection() -> BundledCollection:
    """The collection that `byname demo` builds: the first that ships."""
    return next(iter(bundled_collections().values()))


def _collection(path: Path) -> BundledCollection:
    data, folder = parse_yaml(path.read_text(encoding="utf-8")), path.parent
    names = data["lists"]
    return BundledCollection(
        name=data["name"],
        title=data["title"],
        lists=tuple((folder / "lists" / f"{name}.csv", folder / "mappings" / f"{name}.yaml") for name in names),
        facts={table.stem: table for table in sorted((folder / "facts").glob("*.csv"))},
        essay=folder / data["text"],
    )
