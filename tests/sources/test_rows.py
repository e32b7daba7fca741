from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from byname.errors import BadSource
from byname.sources.entry import Entry
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import SourceMapping
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]
ROWS = "name;birth;role\nТухачевский Михаил;1893;маршал\nБухарин Николай;1888;редактор\n"


def read(path: Path, mapping: SourceMapping | None = None, limits: Limits = DEFAULT_LIMITS) -> list[Entry]:
    with open_source(path, mapping, limits=limits) as reader:
        return list(reader)


def test_rows_that_do_not_fit_stay_with_a_problem_in_words(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n1,2,3,4\n1\n\n5,6\n", encoding="utf-8")
    entries = read(path, mapped("fields: {name: a}\n"))
    assert [entry.item for entry in entries] == ["0", "1", "2", "3", "4"]
    assert "beyond them stands '3' | '4'" in entries[1].problems[0]
    assert "1 cells where the table has 2 columns" in entries[2].problems[0]
    assert entries[3].problems == ("the row is empty",)
    assert entries[0].problems == entries[4].problems == ()


def test_columns_without_a_name_of_their_own_get_one(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,,name\n1,2,3\n", encoding="utf-8")
    assert list(read(path)[0].cells) == ["name", "column 2", "name (2)"]


def test_missing_columns_are_named_with_those_there_are(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text(ROWS, encoding="utf-8")
    with pytest.raises(BadSource) as caught:
        open_source(path, mapped("fields: {name: nam, note: gone, role: role}\n"))
    assert "`nam` (did you mean `name`?)" in str(caught.value)
    assert "`gone`" in str(caught.value)
    assert "list.csv" in str(caught.value)
    assert "the columns there are: name, birth, role" in str(caught.value)


def test_items_may_be_named_by_a_column(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name\nk7,Rykov\n,Bukharin\n", encoding="utf-8")
    entries = read(path, mapped("item: {column: id}\nfields: {name: name}\n"))
    assert [entry.item for entry in entries] == ["k7", "row-1"]
    assert "is empty" in entries[1].problems[0]
    path.write_text("id,name\nk7,Rykov\nk7,Bukharin\n", encoding="utf-8")
    with pytest.raises(BadSource, match="`k7` names an earlier entry too"):
        read(path, mapped("item: {column: id}\nfields: {name: name}\n"))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(",".join(map(str, range(30))) + "\n", encoding="utf-8")
    with pytest.raises(BadSource, match="30 columns; 20 are allowed"):
        read(path, limits=Limits(columns=20))
