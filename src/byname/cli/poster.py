"""The command that makes a poster of a timeline of an archive."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from byname.archive.files import clear_file_errors
from byname.archive.tables import DerivedTables
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.site.poster import poster
from byname.sources.facts import read_facts

_NO_EVENTS = dict.fromkeys(("date", "title", "kind", "source"), pl.String())


def make_poster(folder: Path, out: Path, output: Output) -> None:
    """Write the poster; raises BadArchive where the archive is not built or the file cannot be written."""
    archive = open_archive(folder)
    months = DerivedTables.built(archive, "people").read("months")
    path = archive.facts().get("events")
    events = pl.DataFrame(schema=_NO_EVENTS)
    if path is not None:
        rows = read_facts(path, "events").rows
        events = rows.select("date", "title", "kind", pl.col("source_title").alias("source"))
    page = poster(archive.title, months, events)
    with clear_file_errors(out):
        out.write_text(page, encoding="utf-8", newline="\n")
    output.result({"poster": str(out)}, f"{out}: open it in a browser and print it on a sheet of A2.")
