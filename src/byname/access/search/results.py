"""What a result shows of each person besides the name, by which namesakes are told apart; and who may be living.

Takes the derived tables; gives a row a person. Nothing here depends on the settings of an archive: which years are
protected is asked when somebody searches, and words that may speak of somebody else who is living, by the strictest
setting, are left out.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.access.protection import Protection
from byname.archive.tables import DerivedTables

TOLD: Final = ("birth_place", "residence", "occupation", "role")  # as a source writes it
DATES: Final = ("birth", "death", "arrest", "sentence_date", "release")
STRICTEST: Final = 1900  # the first protected year by which words that may speak of others are left out
NOBODY: Final = np.int16(0)  # of somebody who is known to be dead, or whose birth no source speaks of
ANY_YEAR: Final = np.int16(np.iinfo(np.int16).max)  # births are stated, but none that could be read
_LONGEST_WORDS: Final = 90  # characters of such words that are shown


def shortened(words: pl.Expr) -> pl.Expr:
    """Words of a source on one line, cut where they are long."""
    line = words.str.replace_all(r"\s+", " ").str.strip_chars()
    cut = line.str.slice(0, _LONGEST_WORDS - 1).str.strip_chars_end() + "…"
    return pl.when(line.str.len_chars() > _LONGEST_WORDS).then(cut).otherwise(line)


def telling_words(tables: DerivedTables) -> pl.DataFrame:
    """`person_id` and the columns TOLD: of each field the words of the first record that has any."""
    found = [_first_words(tables, pl.scan_parquet(path)) for path in tables.files("attestations")]
    words = pl.concat(found).unique(["person_id", "field"], keep="first", maintain_order=True)
    return words.pivot("field", index="person_id", values="words", on_columns=list(TOLD))


def _first_words(tables: DerivedTables, attestations: pl.LazyFrame) -> pl.DataFrame:
    asked = attestations.filter(pl.col("field").is_in(list(TOLD)))
    rows = asked.select("person_id", "field", "record_id", words=shortened(pl.col("as_written"))).collect()
    others = pl.Series("record_id", _of_others(tables, rows), dtype=pl.String)
    shown = rows.filter((pl.col("words") != "") & ~(_is_role() & pl.col("record_id").is_in(others.implode())))
    ordered = shown.sort("person_id", "field", "record_id", maintain_order=True)
    return ordered.unique(["person_id", "field"], keep="first", maintain_order=True).drop("record_id")


def _is_role() -> pl.Expr:
    return pl.col("field") == "role"


def _of_others(tables: DerivedTables, rows: pl.DataFrame) -> list[str]:
    """The records whose words about a role may speak of somebody else who is living."""
    asked = rows.filter(_is_role())["record_id"].unique()
    if asked.is_empty():
        return []
    entries = tables.scan("entries").filter(pl.col("record_id").is_in(asked.implode())).select("record_id", "text")
    none = pl.Series("record_id", [], dtype=pl.String)
    return sorted(Protection(tables, STRICTEST).hidden_texts(entries.collect(), none))


def latest_births(tables: DerivedTables, people: pl.Series) -> npt.NDArray[np.int16]:
    """Of each of `people` (ids) the last year in which they may have been born, if they may be living; else NOBODY.

    Whoever has a year from the first protected one on is withheld; ANY_YEAR where no stated birth could be read.
    """
    births = Protection(tables, 0).latest_births()
    days = births["latest"].fill_null(0).to_numpy()
    years = (days - 1).astype("timedelta64[D]") + np.datetime64("0001-01-01", "D")
    number = years.astype("datetime64[Y]").astype(np.int64) + 1970
    number = np.where(births["latest"].is_null().to_numpy(), ANY_YEAR, np.clip(number, 1, ANY_YEAR)).astype(np.int16)
    known = births.select("person_id", year=pl.Series(number))
    return (
        people.to_frame("person_id")
        .join(known, on="person_id", how="left", maintain_order="left")["year"]
        .fill_null(int(NOBODY))
        .to_numpy()
    )
