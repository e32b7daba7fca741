"""The lists of an archive as a reader may see them: what each is, whom it claims to cover, and its terms.

Takes an archive; gives the lists in the order in which they first came. Whether a list's entries may be shown in full
is said here by its licence.
"""

from __future__ import annotations

from dataclasses import dataclass

from byname.archive.archive import Archive
from byname.archive.sources import SourceFiles, sources_of
from byname.archive.tables import DerivedTables
from byname.errors import NotInSources

_KEPT_BACK = ("none", "not for republication", "all rights", "unknown")


@dataclass(frozen=True, slots=True)
class ArchiveList:
    """One list: what it is, whom it claims to cover, what standing on it means, its terms and its files.

    `language` is a BCP 47 tag, `files` are (name, SHA-256), `unstated` what nobody has said of it yet; `republish` is
    whether the licence allows its entries to be shown in full.
    """

    name: str
    title: str
    citation: str
    licence: str
    universe: str
    coverage: str
    standing: str
    language: str
    address: str
    read_on: str
    files: tuple[tuple[str, str], ...]
    unstated: tuple[str, ...]
    republish: bool


def lists_of(archive: Archive) -> tuple[ArchiveList, ...]:
    """All lists of a built archive; raises BadArchive where it is not built."""
    DerivedTables.built(archive)
    return tuple(_list(source) for source in sources_of(archive))


def list_of(archive: Archive, name: str) -> ArchiveList:
    """One list by its name; raises NotInSources where there is none."""
    for one in lists_of(archive):
        if one.name == name:
            return one
    raise NotInSources(f"there is no list {name!r}", where=str(archive.folder), fix="the page of lists names them all")


def may_republish(licence: str) -> bool:
    """Whether a licence allows entries to be shown in full.

    >>> may_republish("CC0-1.0"), may_republish("All rights reserved")
    (True, False)
    """
    return not any(words in licence.lower() for words in _KEPT_BACK)


def _list(source: SourceFiles) -> ArchiveList:
    mapping = source.mapping
    return ArchiveList(
        name=mapping.source,
        title=mapping.title_in("en", mapping.language),
        citation=mapping.citation,
        licence=mapping.licence,
        universe=mapping.universe,
        coverage=mapping.coverage or "",
        standing=mapping.standing,
        language=mapping.language,
        address=mapping.address or "",
        read_on=mapping.read_on or "",
        files=tuple((file.file_name, file.sha256) for file in source.files),
        unstated=mapping.unstated,
        republish=may_republish(mapping.licence),
    )
