"""Builds an archive's derived tables: records, people, capture histories and estimates, the numbers, search and
report.

Takes an archive; runs each step whose inputs have changed since the last build (steps.py) and says what it did. All
tables come from the originals and the ledger alone, so `byname verify` can build them again and compare.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import polars as pl
import pyarrow.parquet as pq

from byname.access.search import make_index
from byname.archive.archive import Archive, ImportedFile, said_clearly, write_whole
from byname.archive.code_version import code_version
from byname.cli.audit import texts_of
from byname.errors import BadArchive
from byname.pipeline import counts as analysis
from byname.pipeline import linkage as linking
from byname.pipeline.report import write_archive_report
from byname.pipeline.steps import Step, Workspace, key_of
from byname.pipeline.workers import workers
from byname.records.reading import read_records, with_households
from byname.records.schema import ENTRIES, RECORDS, STATEMENTS
from byname.sources.entry import Entry
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source, sha256_of

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: the steps made anew and those kept, and the files of the derived tables with their hashes."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    files: dict[str, str]


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


def build(
    archive: Archive,
    *,
    tables: Path | None = None,
    processes: int | None = None,
    how: linking.How | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Build what has changed; `tables` is another folder for the derived tables (for verifying).

    `how` says on which engine records are linked, and whether only those of new sources are compared.
    """
    tell = progress or _silent
    with archive.locked(), said_clearly(archive.folder):
        sources = sources_of(archive)
        if not sources:
            raise BadArchive("the archive has no sources", where=str(archive.folder), fix="add one with `byname add`")
        workspace = Workspace(tables or archive.tables)
        with workers(processes or min(os.cpu_count() or 1, 8)) as pool:
            for number, source in enumerate(sources):
                tell(f"reading {source.name}", number / len(sources) * 0.5)
                workspace.run(_records_step(archive, source, pool))
        names = [f"records/{source.name}" for source in sources]
        people_steps = linking.steps(archive, workspace, sources_rules(sources), how or linking.How(), tell)
        for step in chain(people_steps, analysis.steps(archive, workspace, sources, tell)):
            workspace.run(step)
            names.append(step.name)
        workspace.forget_others(names)
        if tables is None:
            _outside_tables(archive, sources, workspace, names, tell)
        tell("done", 1.0)
    return BuildResult(tuple(workspace.done), tuple(workspace.kept), workspace.all_files())


def _outside_tables(
    archive: Archive, sources: Sequence[SourceFiles], workspace: Workspace, names: Sequence[str], tell: Progress
) -> None:
    """The search index and the report, made again where the tables or the code have changed."""
    facts = sorted(f"{name}:{path.name}" for name, path in archive.facts().items())
    texts = [f"{path.name}:{sha256_of(path)}" for path in texts_of(archive)]
    key = key_of(code_version(), workspace.fingerprint(names), archive.title, *facts, *texts)
    for folder, make in (
        (archive.folder / "search", make_index),
        (archive.report, partial(write_archive_report, archive, sources)),
    ):
        mark = folder / ".made-from"
        if mark.exists() and mark.read_text(encoding="utf-8") == key:
            continue
        tell(f"writing the {folder.name}", 0.95)
        make(archive.tables, folder)
        write_whole(mark, key.encode())


def _silent(step: str, share: float) -> None:
    return None


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


def _records_step(archive: Archive, source: SourceFiles, pool: Executor | None) -> Step:
    inputs = [f"{f.slot}:{f.sha256}:{f.file_name}:{f.grammar_sha256}" for f in source.files]
    key = key_of(code_version(), source.mapping_sha256, *inputs)
    return Step(f"records/{source.name}", key, partial(_make_records, archive, source, pool))


def _make_records(archive: Archive, source: SourceFiles, pool: Executor | None, folder: Path) -> None:
    descriptions: list[dict[str, object]] = []
    with _grammar_folder(archive, source) as grammar_folder, _Writers(folder, source.name) as writers:
        entries = _entries(archive, source, descriptions)
        last_heads: dict[str, str] = {}
        for batch in read_records(entries, source.mapping, folder=grammar_folder, pool=pool):
            writers.write("entries", batch.entries)
            writers.write("records", with_households(batch.records, last_heads))
            writers.write("statements", batch.statements)
    (folder / "reading").mkdir()
    text = json.dumps(descriptions, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "reading" / f"{source.name}.json").write_text(text, encoding="utf-8")


def _entries(archive: Archive, source: SourceFiles, descriptions: list[dict[str, object]]) -> Iterator[Entry]:
    for file in source.files:
        with open_source(archive.original(file.sha256), source.mapping, file_name=file.file_name) as reader:
            count = 0
            for entry in reader:
                count += 1
                yield entry
            found = reader.description
        encoding = found.encoding
        descriptions.append({
            "file": file.file_name, "sha256": file.sha256, "format": found.format, "entries": count,
            "encoding": encoding.name if encoding else None, "encoding_found_by": encoding.how if encoding else None,
            "delimiter": found.delimiter, "sheet": found.sheet,
        })  # fmt: skip


@contextmanager
def _grammar_folder(archive: Archive, source: SourceFiles) -> Iterator[Path | None]:
    """A folder with the grammar file that came beside the mapping, under its own name."""
    own = next((file for file in source.files if file.grammar_sha256 and file.grammar_name), None)
    if own is None or own.grammar_sha256 is None or own.grammar_name is None:
        yield None
        return
    with TemporaryDirectory() as folder:
        (Path(folder) / own.grammar_name).write_bytes(archive.original(own.grammar_sha256).read_bytes())
        yield Path(folder)


class _Writers:
    """The Parquet files of one source, written batch by batch."""

    _SCHEMAS: ClassVar = {"entries": ENTRIES, "records": RECORDS, "statements": STATEMENTS}

    def __init__(self, folder: Path, source: str) -> None:
        self._writers = {}
        for kind, schema in self._SCHEMAS.items():
            (folder / kind).mkdir()
            arrow = pl.DataFrame(schema=schema).to_arrow().schema
            self._writers[kind] = pq.ParquetWriter(folder / kind / f"{source}.parquet", arrow, compression="zstd")

    def write(self, kind: str, batch: pl.DataFrame) -> None:
        """Add a batch to one of the three tables."""
        writer = self._writers[kind]
        writer.write_table(batch.to_arrow().cast(writer.schema))

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.close()
