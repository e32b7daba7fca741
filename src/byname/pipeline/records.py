"""The step of a build that reads the sources into records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.sources import SourceFiles
from byname.archive.table_writer import TableWriter
from byname.pipeline.steps import Step, key_of
from byname.records.reading import read_records, with_households
from byname.records.schema import ENTRIES, RECORDS, STATEMENTS
from byname.sources.entry import Entry
from byname.sources.reading import open_source

_SCHEMAS: Final = {"entries": ENTRIES, "records": RECORDS, "statements": STATEMENTS}


def records_step(archive: Archive, source: SourceFiles, pool: Executor | None) -> Step:
    """The step that reads one source."""
    inputs = [f"{f.slot}:{f.sha256}:{f.file_name}:{f.grammar_sha256}" for f in source.files]
    key = key_of(code_version(), source.mapping_sha256, source.said, *inputs)
    return Step(f"records/{source.name}", key, partial(_make_records, archive, source, pool))


def _make_records(archive: Archive, source: SourceFiles, pool: Executor | None, folder: Path) -> None:
    descriptions: list[dict[str, object]] = []
    with ExitStack() as stack:
        entered = stack.enter_context
        writers = {kind: entered(_writer(folder, kind, source.name)) for kind in _SCHEMAS}
        grammar_folder = entered(_grammar_folder(archive, source, folder))
        last_heads: dict[str, str] = {}
        entries = _entries(archive, source, descriptions)
        for batch in read_records(entries, source.mapping, folder=grammar_folder, pool=pool):
            writers["entries"].write(batch.entries)
            writers["records"].write(with_households(batch.records, last_heads))
            writers["statements"].write(batch.statements)
    (folder / "reading").mkdir()
    text = json.dumps(descriptions, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "reading" / f"{source.name}.json").write_text(text, encoding="utf-8")


def _writer(folder: Path, kind: str, source: str) -> TableWriter:
    (folder / kind).mkdir()
    return TableWriter(folder / kind / f"{source}.parquet", _SCHEMAS[kind])


def _entries(archive: Archive, source: SourceFiles, descriptions: list[dict[str, object]]) -> Iterator[Entry]:
    for file in source.files:
        with open_source(archive.content(file.sha256), source.mapping, file_name=file.file_name) as reader:
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
def _grammar_folder(archive: Archive, source: SourceFiles, scratch: Path) -> Iterator[Path | None]:
    """A folder with the grammar file that came last beside the mapping, under its own name; it lies in `scratch`, where
    workers of other machines see it, too."""
    brought = [file for file in source.files if file.grammar_sha256 and file.grammar_name]
    own = max(brought, key=lambda file: file.number, default=None)
    if own is None or own.grammar_sha256 is None or own.grammar_name is None:
        yield None
        return
    with TemporaryDirectory(dir=scratch) as folder:
        (Path(folder) / own.grammar_name).write_bytes(archive.content(own.grammar_sha256).read_bytes())
        yield Path(folder)
