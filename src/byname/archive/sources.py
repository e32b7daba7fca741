"""The sources of an archive with their mappings and present files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from byname.archive.archive import Archive, ImportedFile
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import read_mapping


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """A source of the archive: its mapping and its present files."""

    mapping: SourceMapping
    mapping_sha256: str
    files: tuple[ImportedFile, ...]

    @property
    def name(self) -> str:
        """The source's id."""
        return self.mapping.source


def sources_rules(sources: Sequence[SourceFiles]) -> tuple[tuple[str, bool], ...]:
    """Each source with whether it may name a person twice."""
    return tuple((source.name, source.mapping.person_twice) for source in sources)


def sources_of(archive: Archive) -> list[SourceFiles]:
    """The sources of an archive with their present files, in the order in which they first came."""
    by_source: dict[str, list[ImportedFile]] = {}
    for file in archive.imported():
        by_source.setdefault(file.source, []).append(file)
    found = []
    for files in by_source.values():
        latest = max(files, key=lambda file: file.number)
        mapping = read_mapping(archive.original(latest.mapping_sha256))
        order = {pattern.name: i for i, pattern in enumerate(mapping.files)}
        files.sort(key=lambda file: (order.get(file.slot, 0), file.number))
        found.append(SourceFiles(mapping, latest.mapping_sha256, tuple(files)))
    return found
