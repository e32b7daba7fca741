"""Derived tables put into a built archive by a test, as if its build had made them."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from byname.archive.manifest import MANIFEST, Made
from byname.sources.unpacking import sha256_of


def put_table(archive: Path, name: str, table: pl.DataFrame) -> None:
    """Write a table (`entries/trials.parquet`) and its SHA-256 into the manifest."""
    folder = archive / "tables"
    table.write_parquet(folder / name)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (step,) = [step for step, made in manifest.items() if name in made["files"]]
    files = {**manifest[step]["files"], name: sha256_of(folder / name)}
    manifest[step] = Made(manifest[step]["key"], files).as_json(step)
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
