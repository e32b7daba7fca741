"""The sources of an archive with their mappings and present files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from byname.archive.archive import Archive, ImportedFile
from byname.archive.meanings import meanings_of, with_meanings
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import read_mapping


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """A source of the archive: its mapping with what was said of its words (as JSON in `said`), its present files."""

    mapping: SourceMapping
    mapping_sha256: str
    files: tuple[ImportedFile, ...]
    said: str = ""

    @property
    def name(self) -> str:
        """The source's id."""
        return self.mapping.source


def sources_rules(sources: Sequence[SourceFiles]) -> tuple[tuple[str, bool], ...]:
    """Each source with whether it may name a person twice."""
    return tuple((source.name, source.mapping.person_twice) for source in sources)


def sealed_sources(archive: Archive) -> list[str]:
    """The restricted sources that cannot be read here, in the order in which they first came."""
    return list(dict.fromkeys(file.source for file in archive.imported() if not archive.is_readable(file)))


def sources_of(archive: Archive) -> list[SourceFiles]:
    """The sources of an archive with their present files, in the order in which they first came; restricted ones only
    in an opened copy."""
    by_source: dict[str, list[ImportedFile]] = {}
    for file in archive.imported():
        if archive.is_readable(file):
            by_source.setdefault(file.source, []).append(file)
    meanings = meanings_of(archive)
    found = []
    for source, files in by_source.items():
        latest = max(files, key=lambda file: file.number)
        mapping = read_mapping(archive.content(latest.mapping_sha256))
        order = {pattern.name: i for i, pattern in enumerate(mapping.files)}
        files.sort(key=lambda file: (order.get(file.slot, 0), file.number))
        said = meanings.get(source, {})
        text = json.dumps(said, sort_keys=True, ensure_ascii=False) if said else ""
        found.append(SourceFiles(with_meanings(mapping, said), latest.mapping_sha256, tuple(files), text))
    return found
