"""Sources stage: the collections that ship with the package, with their lists, mappings and tables of facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from byname.sources.facts import FactTable, read_facts
from byname.values.shipped import collection_folder

GREAT_TERROR = "great-terror"


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


def great_terror() -> BundledCollection:
    """The collection on the Great Terror: five overlapping lists of 439 rows and ten tables of facts.

    >>> [path.stem for path, _ in great_terror().lists]
    ['cc1934', 'high-command', 'trials', 'nkvd-leaders', 'writers-artists']
    """
    folder = collection_folder("great_terror")
    names = ("cc1934", "high-command", "trials", "nkvd-leaders", "writers-artists")
    return BundledCollection(
        name=GREAT_TERROR,
        title="The Great Terror, 1936-1938",
        lists=tuple((folder / "lists" / f"{name}.csv", folder / "mappings" / f"{name}.yaml") for name in names),
        facts={path.stem: path for path in sorted((folder / "facts").glob("*.csv"))},
        essay=folder / "essay.txt",
    )
