"""What the commands do: each opens an archive, calls the stages, and gives its result as data and as text."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from byname import __version__
from byname.access.person import person_of, person_text
from byname.access.search import search
from byname.access.trace import numbers_of, trace
from byname.archive.accession import AddedFile, add_facts, add_files
from byname.archive.archive import Archive, said_clearly
from byname.archive.code_version import code_version
from byname.cli.audit import keep_text
from byname.cli.output import Output
from byname.errors import BadArchive
from byname.pipeline.build import build
from byname.pipeline.linkage import How
from byname.pipeline.numbers import table_of
from byname.pipeline.verification import differences
from byname.site.wording import condition_words
from byname.sources.bundled import GREAT_TERROR, great_terror
from byname.sources.catalogue import fetch, find_collection
from byname.sources.suggestion import suggest_mapping

EXPORTS = ("people", "records", "statements", "pairs", "assignments", "conflicts", "unread")
FORMATS = ("csv", "jsonl", "parquet")


def demo(folder: Path, output: Output) -> None:
    """Make the archive of the bundled collection, or go on with it where it stands."""
    collection = great_terror()
    archive = Archive.open(folder) if (folder / "byname.toml").exists() else Archive.create(folder, collection.title)
    _add_bundled(archive)
    keep_text(archive, collection.essay)
    made = _build(archive, output)
    _summary(archive, output, made)


def _add_bundled(archive: Archive) -> list[AddedFile]:
    collection = great_terror()
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
    archive = Archive.open(folder)
    with output.progress() as progress:
        added = add_files(archive, [(path, mapping) for path in files], progress=progress.count)
    _say_added(folder, added, output)


def fetch_collection(folder: Path, name: str, source: Path | None, output: Output) -> None:
    """Obtain a collection and add it."""
    archive = Archive.open(folder)
    if name == GREAT_TERROR:
        _say_added(folder, _add_bundled(archive), output)
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
    archive = Archive.open(folder)
    _summary(archive, output, _build(archive, output, How(engine, quick)))


def _build(archive: Archive, output: Output, how: How | None = None) -> tuple[str, ...]:
    with output.progress() as progress:
        return build(archive, how=how, progress=progress).made


def _summary(archive: Archive, output: Output, made: Sequence[str]) -> None:
    numbers = numbers_of(archive)
    shown = ("entries", "records", "unread", "flagged", "people", "people-on-two-lists", "people-shot", "conflicts")
    lines = [archive.title, ""]
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
        "report": str(report),
        "code_version": code_version(),
    }
    output.result(data, "\n".join(lines))


def _estimates(archive: Archive) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((archive.tables / "estimates.json").read_text(encoding="utf-8"))
    return found


def _estimate_lines(archive: Archive) -> list[str]:
    lines = []
    for row in _estimates(archive):
        lines.append(f"How many in all, from {', '.join(row['lists'])}:")
        lines += [f"  {sentence}" for sentence in row["sentences"]]
    return lines or ["No estimate of people on no list: the lists do not overlap enough."]


def show(folder: Path, person: str, output: Output) -> None:
    """Show one person."""
    archive = Archive.open(folder)
    found = person_of(archive.tables, person)
    output.result(found, person_text(found))


def search_people(folder: Path, words: str, limit: int, output: Output) -> None:
    """Search for people."""
    archive = Archive.open(folder)
    found = search(archive.folder / "search", words, limit=limit)
    lines = [f"{f.person_id}  {f.name}  ({f.birth or '?'} - {f.death or '?'})  {f.lists}" for f in found]
    text = "\n".join(lines) if lines else f"{words!r} is not in our sources."
    output.result({"query": words, "found": [asdict(f) for f in found]}, text)


def estimate_file(file: Path, method: str, picture: Path | None, output: Output) -> None:
    """Estimate from a table of capture histories, and draw the estimates where a picture is named."""
    from byname.casualties import CaptureHistories  # slow to import; no other command needs it
    from byname.casualties.estimate import estimate

    histories = CaptureHistories.read(file)
    result = estimate(histories, method=method)
    if picture is not None:
        from byname.site.charts import capture_histories as pictures

        pictures.save(pictures.overview(result, histories), picture)
    lines = [*result.sentences, ""]
    for m in result.methods:
        point = "none" if m.estimate is None else f"{m.estimate:,.0f}"
        lines.append(f"{m.name:<34} {point:>14}  {_interval(m.low, m.high)}")
    lines += [f"Warning: {warning}" for warning in result.warnings]
    output.result(result.to_json(), "\n".join(lines))


def _interval(low: float | None, high: float | None) -> str:
    """An interval in words; an estimate without an upper bound says so."""
    if low is None:
        return "no bounds"
    if high is None or math.isinf(high):
        return f"{low:,.0f} or more, no upper bound"
    return f"{low:,.0f} to {high:,.0f}"


def export(folder: Path, what: str, form: str, out: Path | None, output: Output) -> None:
    """Write a table as CSV, JSON Lines or Parquet."""
    archive = Archive.open(folder)
    frame = _table(archive, what)
    if form != "parquet":
        frame = _flat(frame)
    with said_clearly(out or folder):
        if out is None:
            _to_standard_output(frame, form)
            return
        with out.open("wb") as handle:
            _write(frame, form, handle)
    output.say(f"{len(frame):,} rows in {out}")


def _to_standard_output(frame: pl.DataFrame, form: str) -> None:
    try:
        _write(frame, form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _table(archive: Archive, what: str) -> pl.DataFrame:
    if not (archive.tables / "people.parquet").exists():
        raise BadArchive("the archive is not built", where=str(archive.folder), fix="run `byname build`")
    if what == "pairs":
        return table_of(archive.tables, "pairs").select("record_a", "record_b", "probability").collect()
    if what == "assignments":
        return table_of(archive.tables, "assignments").select("record_id", "person_id", "probability").collect()
    if what == "unread":
        unread = table_of(archive.tables, "records").filter(pl.col("kind") == "unread").select("record_id", "source")
        flagged = table_of(archive.tables, "statements").filter(pl.col("flag").is_not_null())
        entries = table_of(archive.tables, "entries").select("record_id", "text")
        both = pl.concat(
            [unread.select("record_id"), flagged.select("record_id", "field", "as_written", "flag")], how="diagonal"
        )
        return both.join(entries, on="record_id", how="left").collect().sort("record_id", "field", "as_written")
    return table_of(archive.tables, what).collect()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" | ") for name in lists)


def _write(frame: pl.DataFrame, form: str, target: Any) -> None:
    if form == "csv":
        frame.write_csv(target)
    elif form == "jsonl":
        frame.write_ndjson(target)
    else:
        frame.write_parquet(target)


def trace_number(folder: Path, number: str, every: bool, output: Output) -> None:
    """Trace a printed number."""
    archive = Archive.open(folder)
    found = trace(archive, number, limit=None if every else 20)
    n = found.number
    lines = [f"{n.id}: {n.label}: {n.text} {n.unit}"]
    if n.level is not None:
        lines.append(f"interval at {n.level:.0%}: {_interval(n.low, n.high)}")
    lines += [f"warning: {warning}" for warning in n.warnings]
    conditions = " and ".join(condition_words(condition) for condition in n.where) or "all rows"
    lines += [f"method: {n.method}", f"table: {n.table}, {conditions}", f"code: Byname {found.code_version}", ""]
    lines += [f"{row.record_id}  {row.file} sha256 {row.sha256[:12]}  {row.text}" for row in found.rows]
    if found.total > len(found.rows):
        lines.append(f"... and {found.total - len(found.rows):,} more; --all prints every row")
    data = {
        "number": asdict(n),
        "records": found.total,
        "rows": [asdict(row) for row in found.rows],
        "code_version": found.code_version,
    }
    output.result(data, "\n".join(lines))


def verify(folder: Path, output: Output) -> None:
    """Verify an archive; raises BadArchive where anything differs."""
    archive = Archive.open(folder)
    with output.progress() as progress:
        found = differences(archive, progress)
    if found:
        raise BadArchive(
            "; ".join(found),
            where=str(folder),
            fix="restore the originals named, or run `byname build` for derived tables",
        )
    output.result(
        {"archive": str(folder), "differences": [], "version": __version__},
        "All originals, the ledger and all tables agree.",
    )
