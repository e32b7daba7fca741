"""What a shell completes when Tab is pressed: names of lists, numbers, offices, formats and settings.

Takes the beginning of a word, and for names of an archive the command as far as it is typed; gives the words that begin
so. Nothing of an archive is said of people, living or dead: ids of people are not completed. An archive that cannot be
read completes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import typer

from byname.errors import BynameError

MOST = 200  # words that a shell is given at once


def collections(incomplete: str) -> list[str]:
    """The collections that can be fetched."""
    from byname.sources.bundled import bundled_collections
    from byname.sources.catalogue import collection_names

    return _beginning(incomplete, [*bundled_collections(), *collection_names()])


def office_codes(incomplete: str) -> list[str]:
    """The codes of offices."""
    from byname.records.codes import offices

    return _beginning(incomplete, offices())


def export_formats(incomplete: str) -> list[str]:
    """The formats of `byname export --as`."""
    from byname.exports.formats import formats

    return _beginning(incomplete, formats())


def export_tables(incomplete: str) -> list[str]:
    """The tables of `byname export --what`."""
    from byname.exports.tables import EXPORTS

    return _beginning(incomplete, EXPORTS)


def setting_keys(incomplete: str) -> list[str]:
    """The settings of an archive, each with the sign behind which its value goes."""
    from byname.archive.settings import ArchiveSettings

    return _beginning(incomplete, [f"{one.name}=" for one in fields(ArchiveSettings)])


def number_ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of the numbers of the archive that the command names."""
    from byname.access.trace import numbers_of
    from byname.cli.opening import open_archive

    try:
        return _beginning(incomplete, numbers_of(open_archive(_folder(context))))
    except (BynameError, OSError):
        return []


def sources(context: typer.Context, incomplete: str) -> list[str]:
    """The sources of the archive that the command names."""
    from byname.cli.opening import open_archive, sources_named

    try:
        return _beginning(incomplete, sources_named(open_archive(_folder(context))))
    except (BynameError, OSError):
        return []


def _folder(context: typer.Context) -> Path:
    return Path(str(context.params.get("folder") or ""))


def _beginning(incomplete: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(incomplete)][:MOST]
