from __future__ import annotations

from pathlib import Path

import polars as pl

from byname.access.near_ids import known_ids
from byname.access.protection import Protection
from byname.archive.archive import Archive


def test_every_id_is_told_but_those_of_whom_nothing_is_said(demo: Path) -> None:
    archive = Archive.open(demo)
    people = pl.read_parquet(demo / "tables" / "assignments.parquet")
    shown, every = set(known_ids(archive)), set(known_ids(archive, protected=False))
    assert every == {*people["person_id"], *people["record_id"]}
    hidden = Protection.of(archive).people()
    of_hidden = people.filter(pl.col("person_id").is_in(hidden.implode()))
    assert every - shown == {*of_hidden["person_id"], *of_hidden["record_id"]}


def test_the_living_are_never_named_as_what_was_meant(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    archive.set(archive.settings.changed("protect_born_from", "1850"))
    archive = Archive.open(own_demo)
    hidden = Protection.of(archive).people()
    assert hidden.len() > 0
    assert not set(hidden) & set(known_ids(archive))
