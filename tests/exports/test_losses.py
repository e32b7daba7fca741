from __future__ import annotations

import polars as pl

from byname.exports.losses import Losses, counted


def _said(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema={"field": pl.String, "as_written": pl.String, "value": pl.String}, orient="row")
    return frame.with_columns(pl.lit(None, pl.String).alias("flag"), pl.lit("book:0").alias("record_id"))


def test_words_readings_and_entries_are_counted_apart() -> None:
    said = _said(("birth_date", "1890", "1890"), ("birth_date", "spring", None), ("note", "x", None))
    assert counted(said) == {
        ("words", "birth_date"): 2, ("reading", "birth_date"): 1, ("entry", "birth_date"): 2,
        ("words", "note"): 1, ("entry", "note"): 1,
    }  # fmt: skip


def test_what_is_neither_written_nor_lost_is_unaccounted() -> None:
    losses = Losses()
    losses.take_statements(_said(("note", "x", None), ("note", "y", None)))
    losses.give("words", "note")
    losses.lose("words", "note", "too long")
    assert losses.unaccounted() == {("entry", "note"): 2}
    losses.lose("entry", "note", "no place for it", 2)
    assert losses.unaccounted() == {}
    told = losses.statement()
    assert (told["values_in"], told["values_out"]) == (4, 1)
    assert told["lost"] == {"no place for it": 2, "too long": 1}
    assert told["fields"][0] == {"part": "words", "field": "note", "in": 2, "out": 1, "lost": {"too long": 1}}


def test_what_is_written_more_often_than_it_came_is_unaccounted_too() -> None:
    losses = Losses()
    losses.give("words", "note", 2)
    assert losses.unaccounted() == {("words", "note"): -2}
