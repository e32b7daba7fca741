"""Tables of pandas, polars and Arrow: taken in as polars, given back as either, shown as a table in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, cast

import narwhals.stable.v2 as nw
import polars as pl

from byname.errors import BadMapping, BadSource

_FIX = "give a table of pandas, polars or Arrow, or a dict of columns"
_FIX_SERIES = "give a column of pandas, polars or Arrow, or a list of texts"
_SHOWN = 20


class Tabular(ABC):
    """A result that is a table: `to_polars`, `to_pandas`, and a table of its first rows in a notebook."""

    @abstractmethod
    def to_polars(self) -> pl.DataFrame:
        """Gives: the table. Raises nothing."""

    def to_pandas(self) -> Any:
        """Gives: the table for pandas. Raises BadSource where pandas is not installed."""
        try:
            return self.to_polars().to_pandas()
        except ModuleNotFoundError as error:
            fix = "pip install pandas, or take to_polars()"
            raise BadSource("pandas is not installed", where="to_pandas", fix=fix) from error

    def _repr_html_(self) -> str:
        table = self.to_polars()
        left = f"<p>{table.height - _SHOWN:,} more rows</p>" if table.height > _SHOWN else ""
        return f"{table.head(_SHOWN)._repr_html_()}{left}"


def to_polars(table: object, where: str) -> pl.DataFrame:
    """A table of any of the libraries as polars; a dict of columns too.

    Raises BadSource where it is none.
    """
    if isinstance(table, pl.DataFrame):
        return table
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    try:
        if isinstance(table, Mapping):
            return _of_columns(dict(table), where)
        frame: Any = nw.from_native(cast(Any, table), eager_only=True)
        return cast(pl.DataFrame, frame.to_polars())
    except BadSource:
        raise
    except Exception as error:
        raise BadSource(f"{type(table).__name__} is no table", where=where, fix=_FIX) from error


def _of_columns(columns: dict[Any, Any], where: str) -> pl.DataFrame:
    """A table of a dict of columns, which must be of one length."""
    lengths = {str(name): len(column) for name, column in columns.items() if hasattr(column, "__len__")}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise BadSource(f"the columns differ in length: {told}", where=where, fix="give each column a value a row")
    return pl.DataFrame(columns, strict=False)


def language_given(language: object, where: str) -> str:
    """The language that a caller names; raises BadMapping where it is no text."""
    if not isinstance(language, str):
        fix = "give it as a text such as 'es' or 'ru' (BCP 47), or leave it out"
        raise BadMapping(f"the language is {language!r}", where=where, fix=fix)
    return language


def to_texts(column: object, where: str) -> list[str | None]:
    """The values of a column of any of the libraries, or of a list, as texts; raises BadSource where it is none."""
    if isinstance(column, str | bytes | Mapping):
        raise BadSource(f"{type(column).__name__} is no column", where=where, fix=_FIX_SERIES)
    try:
        series = (
            pl.Series([None if value is None else str(value) for value in column], dtype=pl.String)
            if isinstance(column, list | tuple)
            else pl.Series(column.to_pylist(), strict=False)
            if hasattr(column, "to_pylist")
            else cast(Any, nw.from_native(cast(Any, column), series_only=True)).to_polars()
        )
        texts: pl.Series = series.cast(pl.String)
    except Exception as error:
        raise BadSource(f"{type(column).__name__} is no column", where=where, fix=_FIX_SERIES) from error
    return [None if text is None or text in ("NaN", "nan", "None", "<NA>") else text for text in texts]
