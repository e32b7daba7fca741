"""Capture histories of the people of an archive, for estimating how many no list holds: R's Rcapture, LCMCR, dga.

Takes an archive as it is exported; writes a CSV with a column of 0 and 1 a list and `count`, the commonest history
first, as `byname estimate` reads it. Whoever is withheld is not counted, nor whoever stands in the lists without a
name: nobody can tell whether another list names them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from byname.casualties.histories import COUNT
from byname.exports.people import ExportedArchive

_ONLY_LISTS = "a capture history says who stands on which lists, and no more"
_UNNAMED = "who has no name may be somebody whom another list names"
_SEPARATOR = "\x1f"


def write_capture_histories(archive: ExportedArchive, out: Path) -> None:
    """Write the histories."""
    histories: Counter[str] = Counter()
    for batch in archive.batches():
        named = batch.entries.filter(~pl.col("person_id").is_in(archive.unnamed.implode()))
        archive.losses.give("entries", "record_id", len(named))
        archive.losses.lose("entries", "record_id", _UNNAMED, len(batch.entries) - len(named))
        lists = named.select("person_id", "source").unique().sort("person_id", "source")
        joined = lists.group_by("person_id").agg(pl.col("source").str.join(_SEPARATOR).alias("lists"))
        histories.update(dict(joined.group_by("lists").len().iter_rows()))
    archive.losses.lose_rest(_ONLY_LISTS)
    names = [one.name for one in archive.lists]
    rows = [
        [*(int(name in history.split(_SEPARATOR)) for name in names), count]
        for history, count in sorted(histories.items(), key=lambda one: (-one[1], one[0]))
    ]
    schema = {**dict.fromkeys(names, pl.Int8), COUNT: pl.Int64}
    pl.DataFrame(rows, schema=schema, orient="row").write_csv(out, line_terminator="\n")
