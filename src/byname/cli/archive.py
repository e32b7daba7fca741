"""What the commands do to an archive that build nothing: each opens it, calls the stages, and says what it did.

They load no library of the analyses, so that adding a list begins at once (the commands that build: building.py).
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from byname.archive.accession import AddedFile, add_facts, add_files
from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors
from byname.cli.nearest import suggesting
from byname.cli.opening import open_archive, sources_named
from byname.cli.output import Output, cannot_write, forget_standard_output, printable
from byname.errors import BadArchive
from byname.exports.tables import export_table, flat, without_formulas, write_table
from byname.preservation.keys import recipients_of
from byname.records.suggestion import suggest_mapping
from byname.sources.bundled import BundledCollection, bundled_collections
from byname.sources.catalogue import fetch, find_collection

NOTHING_WRITTEN = "A dry run: nothing was written."


def add_bundled(archive: Archive, collection: BundledCollection) -> list[AddedFile]:
    """Add the lists and the tables of facts of a collection that ships with the package."""
    added = add_files(archive, collection.lists)
    add_facts(archive, collection.facts)
    return added


def init(folder: Path, title: str, output: Output) -> None:
    """Start an archive."""
    Archive.create(folder, title)
    text = f"Started the archive {title!r} in {folder}. Next: byname add {folder} FILE --mapping MAPPING.yaml"
    output.result({"archive": str(folder), "title": title}, text)


def suggest(files: Sequence[Path], output: Output) -> None:
    """Print a first mapping for each file."""
    texts = {str(path): suggest_mapping(path) for path in files}
    output.result({"mappings": texts}, "\n---\n".join(texts.values()).rstrip("\n"))


def add(
    folder: Path,
    files: Sequence[Path],
    mapping: Path,
    by: str | None,
    keys: Sequence[str],
    output: Output,
    *,
    dry_run: bool = False,
) -> None:
    """Add files, all with one mapping; restricted ones are encrypted for these keys. A dry run reads them and says what
    would become of each."""
    archive, pairs = open_archive(folder, files), [(path, mapping) for path in files]
    sealed_for = recipients_of(keys) if keys else ()
    with output.progress() as progress:
        added = add_files(archive, pairs, progress=progress.count, by=by, sealed_for=sealed_for, dry_run=dry_run)
    _say_added(folder, added, output, dry_run=dry_run)


def fetch_collection(folder: Path, name: str, source: Path | None, output: Output) -> None:
    """Obtain a collection and add it."""
    archive = open_archive(folder)
    if name in bundled_collections():
        _say_added(folder, add_bundled(archive, bundled_collections()[name]), output)
        return
    collection = find_collection(name)
    with tempfile.TemporaryDirectory() as into, output.progress() as progress:
        pairs = fetch(collection, Path(into), folder=source)
        added = add_files(archive, pairs, progress=progress.count)
    _say_added(folder, added, output)


def _say_added(folder: Path, added: Sequence[AddedFile], output: Output, *, dry_run: bool = False) -> None:
    lines = [_added_line(file) for file in added]
    if dry_run:
        lines.append(NOTHING_WRITTEN)
    elif any(file.status != "unchanged" for file in added):
        lines.append(f"Next: byname build {folder}")
    output.result({"files": [_added_data(file) for file in added], "dry_run": dry_run}, "\n".join(lines))


def _added_data(file: AddedFile) -> dict[str, Any]:
    found = file.description
    return {
        "file": file.file_name,
        "source": file.source,
        "status": file.status,
        "entries": file.entries,
        "with_problems": file.with_problems,
        "format": found.format,
        "encoding": found.encoding.name if found.encoding else None,
        "delimiter": found.delimiter,
    }


def _added_line(file: AddedFile) -> str:
    found = file.description
    details = [found.format]
    if found.encoding:
        details.append(f"{found.encoding.name}, {found.encoding.how}")
    if found.delimiter:
        details.append(f"delimiter {found.delimiter!r}")
    problems = f", {file.with_problems:,} with problems" if file.with_problems else ""
    return f"{file.source}: {file.file_name}: {file.status}; {file.entries:,} entries{problems} ({'; '.join(details)})"


def export(folder: Path, what: str, form: str, out: Path | None, output: Output, *, protected: bool, raw: bool) -> None:
    """Write a table as CSV, JSON Lines or Parquet; people who may be living are left out, and counted."""
    archive = open_archive(folder)
    archive.check_given()
    frame, withheld = export_table(archive, what, protected=protected)
    if withheld:
        output.say(f"{withheld:,} people who may be living are left out; --unprotected would include them.")
    if form != "parquet":
        frame = flat(frame)
    if form == "csv" and not raw:
        frame = without_formulas(frame)
    with clear_file_errors(out or folder):
        if out is None:
            _to_standard_output(frame, form)
            return
        with out.open("wb") as handle:
            write_table(frame, form, handle)
    output.say(f"{len(frame):,} rows in {out}")


def _to_standard_output(frame: pl.DataFrame, form: str) -> None:
    if sys.stdout.isatty() and form != "parquet":
        buffer = io.BytesIO()
        write_table(frame, form, buffer)
        sys.stdout.write(printable(buffer.getvalue().decode("utf-8")))
        return
    try:
        write_table(frame, form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough (`| head`)
        forget_standard_output()
    except OSError as error:
        forget_standard_output()
        raise cannot_write(error) from error


def settings(folder: Path, changes: Sequence[str], accept: bool, output: Output) -> None:
    """Show the settings, change some (KEY=VALUE), or accept those that were changed by hand."""
    archive = open_archive(folder)
    by_hand = archive.changed_settings()
    if changes and by_hand and not accept:
        raise BadArchive(
            f"the settings were changed by hand: {'; '.join(by_hand)}",
            where=str(folder),
            fix="accept that first with --accept, or put them back",
        )
    chosen = archive.settings
    for change in changes:
        key, sign, value = change.partition("=")
        if not sign:
            raise BadArchive(f"{change!r} is no change of a setting", where=str(folder), fix="write KEY=VALUE")
        chosen = chosen.changed(key, value)
    if changes or accept:
        archive = archive.set(chosen)
    said = {key: value for key, value in archive.settings.as_dict().items() if key not in ("format", "ledger")}
    lines = [f"{key} = {value}" for key, value in said.items()]
    lines += [f"Not accepted yet: {line}" for line in archive.changed_settings()]
    if changes:
        lines.append(f"Next: byname build {folder}")
    data = {"archive": str(folder), "settings": said, "not_accepted": archive.changed_settings()}
    output.result(data, "\n".join(lines))


def withdraw(folder: Path, source: str, why: str, output: Output, *, dry_run: bool = False) -> None:
    """Take a source out of what is built; a dry run only says which files would go out."""
    archive = open_archive(folder)
    with suggesting(source, lambda: sources_named(archive)):
        gone = archive.files_of(source) if dry_run else archive.withdraw(source, why)
    files = [file.file_name for file in gone]
    said = f"would be withdrawn ({', '.join(files)})" if dry_run else f"is withdrawn ({', '.join(files)})"
    end = NOTHING_WRITTEN if dry_run else f"Next: byname build {folder}"
    text = f"{source} {said}; its originals and its history stay. {end}"
    output.result({"archive": str(folder), "source": source, "files": files, "dry_run": dry_run}, text)
