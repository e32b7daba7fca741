"""What the commands do: each opens an archive, calls the stages, and gives its result as data and as text."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from byname import __version__
from byname.access.review import orphaned
from byname.access.trace import numbers_of
from byname.archive.accession import AddedFile, add_facts, add_files
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.files import clear_file_errors
from byname.archive.sources import sources_of
from byname.archive.tables import DerivedTables
from byname.archive.texts import keep_text
from byname.cli.opening import open_archive, open_or_create
from byname.cli.output import Output, cannot_write, forget_standard_output, printable
from byname.errors import BadArchive
from byname.exports.tables import export_table, flat, without_formulas, write_table
from byname.pipeline.build import build
from byname.pipeline.linkage import LinkageOptions
from byname.pipeline.numbers import outcome_headline
from byname.pipeline.report import warnings_of
from byname.pipeline.verification import differences
from byname.records.suggestion import suggest_mapping
from byname.sources.bundled import BundledCollection, bundled_collections, demo_collection
from byname.sources.catalogue import fetch, find_collection


def demo(folder: Path, output: Output) -> None:
    """Make the archive of the bundled collection, or go on with it where it stands."""
    collection = demo_collection()
    archive = open_or_create(folder, collection.title)
    _add_bundled(archive, collection)
    keep_text(archive, collection.essay)
    made = build_of(archive, output)
    _summary(archive, output, made)


def _add_bundled(archive: Archive, collection: BundledCollection) -> list[AddedFile]:
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


def add(folder: Path, files: Sequence[Path], mapping: Path, output: Output) -> None:
    """Add files, all with one mapping."""
    archive = open_archive(folder, files)
    with output.progress() as progress:
        added = add_files(archive, [(path, mapping) for path in files], progress=progress.count)
    _say_added(folder, added, output)


def fetch_collection(folder: Path, name: str, source: Path | None, output: Output) -> None:
    """Obtain a collection and add it."""
    archive = open_archive(folder)
    if name in bundled_collections():
        _say_added(folder, _add_bundled(archive, bundled_collections()[name]), output)
        return
    collection = find_collection(name)
    with tempfile.TemporaryDirectory() as into, output.progress() as progress:
        pairs = fetch(collection, Path(into), folder=source)
        added = add_files(archive, pairs, progress=progress.count)
    _say_added(folder, added, output)


def _say_added(folder: Path, added: Sequence[AddedFile], output: Output) -> None:
    lines = [_added_line(file) for file in added]
    if any(file.status != "unchanged" for file in added):
        lines.append(f"Next: byname build {folder}")
    output.result({"files": [_added_data(file) for file in added]}, "\n".join(lines))


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


def build_archive(folder: Path, engine: str, output: Output, *, quick: bool) -> None:
    """Build what has changed, on an engine; `quick` compares only records of new sources."""
    archive = open_archive(folder)
    _summary(archive, output, build_of(archive, output, LinkageOptions(engine, quick)))


def build_of(archive: Archive, output: Output, options: LinkageOptions | None = None) -> tuple[str, ...]:
    """Build what has changed, and give what was made."""
    with output.progress() as progress:
        return build(archive, options=options, progress=progress).made


def _summary(archive: Archive, output: Output, made: Sequence[str]) -> None:
    data, lines = summary_of(archive, made)
    output.result(data, "\n".join(lines))


def summary_of(archive: Archive, made: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """What a build brought, as data and as lines of text."""
    numbers = numbers_of(archive)
    outcomes = outcome_headline(numbers)
    gone = orphaned(archive)
    warnings = [*warnings_of(sources_of(archive))]
    if gone:
        warnings.append(
            f"{len(gone)} judgements are left out, as an entry of theirs is no longer in the archive: "
            f"byname review {archive.folder} --agreement lists them."
        )
    shown = ("entries", "records", "unread", "flagged", "people", "people-on-two-lists", *outcomes, "conflicts")
    lines = [archive.title, "", *(f"Warning: {sentence}" for sentence in warnings), *([""] if warnings else [])]
    lines += [f"{numbers[id].text:>12}  {numbers[id].label}  [{id}]" for id in shown]
    lines += ["", *_estimate_lines(archive)]
    report = archive.report / "index.html"
    lines += ["", f"Report: {report}", f"Trace a number: byname trace {archive.folder} NUMBER_ID"]
    lines.append(f"Ask why, and what followed: byname motive {archive.folder}, byname consequences {archive.folder}")
    lines.append(f"Made anew: {', '.join(made)}" if made else "Nothing had changed.")
    data = {
        "archive": str(archive.folder),
        "made": list(made),
        "numbers": {id: numbers[id].value for id in shown},
        "estimates": _estimates(archive),
        "warnings": warnings,
        "report": str(report),
        "code_version": code_version(),
    }
    return data, lines


def _estimates(archive: Archive) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = DerivedTables.built(archive, "estimates").data("estimates")
    return found


def _estimate_lines(archive: Archive) -> list[str]:
    lines = []
    for row in _estimates(archive):
        lines.append(f"How many in all, from {', '.join(row['lists'])}:")
        lines += [f"  {sentence}" for sentence in row["sentences"]]
    return lines or ["No estimate of people on no list: the lists do not overlap enough."]


def export(folder: Path, what: str, form: str, out: Path | None, output: Output, *, protected: bool, raw: bool) -> None:
    """Write a table as CSV, JSON Lines or Parquet; people who may be living are left out, and counted."""
    archive = open_archive(folder)
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


def withdraw(folder: Path, source: str, why: str, output: Output) -> None:
    """Take a source out of what is built."""
    gone = open_archive(folder).withdraw(source, why)
    files = [file.file_name for file in gone]
    text = (
        f"{source} is withdrawn ({', '.join(files)}); its originals and its history stay. Next: byname build {folder}"
    )
    output.result({"archive": str(folder), "source": source, "files": files}, text)


def ledger_head(folder: Path, output: Output) -> None:
    """Print the head of the ledger, to be kept elsewhere."""
    head = open_archive(folder).ledger.head()
    if head is None:
        raise BadArchive("the ledger is empty", where=str(folder), fix="add a source first")
    output.result({"archive": str(folder), "head": head}, head)


def verify(folder: Path, head: str | None, output: Output) -> None:
    """Verify an archive; raises BadArchive where anything differs."""
    archive = open_archive(folder)
    with output.progress() as progress:
        found = differences(archive, progress, head=head)
    if found:
        raise BadArchive(
            "; ".join(found),
            where=str(folder),
            fix="restore the originals named, or run `byname build` for derived tables",
        )
    output.result(
        {"archive": str(folder), "differences": [], "version": __version__},
        "All originals, the ledger, the settings and everything made of them agree.",
    )
