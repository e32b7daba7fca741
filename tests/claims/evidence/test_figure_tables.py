from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import HEAD, SOURCE

from byname.claims.evidence.figure_tables import ORIGINAL, read_figures
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import pack_rows
from byname.errors import BadFigureTable


def test_every_mistake_of_a_table_is_named_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    rows = [
        f"a,S,q,5,,3,persons,1937,1938,USSR,all,{SOURCE},popular",
        f"a,S,q,,x,,persons,19370,,USSR,all,{SOURCE},guess",
        "b,S,q,,,,persons,1937,1938,USSR,all,,,,,popular",
    ]
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    with pytest.raises(BadFigureTable) as caught:
        read_figures(path)
    for words in (
        "row 2: value_low 5",
        "row 3: the id 'a'",
        "kind 'guess'",
        "no date",
        "row 4: it names no source",
        "no value",
    ):
        assert words in str(caught.value)


@pytest.mark.parametrize(("content", "words"), [("", "no rows"), ("x,y\n1,2\n", "columns id")])
def test_a_table_without_rows_or_columns_is_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadFigureTable, match=words):
        read_figures(path)


def test_every_shipped_table_has_columns_for_the_original_and_an_original_has_a_title() -> None:
    for name in subject().tables:
        for row in pack_rows(f"{name}.csv"):
            assert set(ORIGINAL) <= set(row), name
            assert row["original_title"] or not any(row[column] for column in ORIGINAL), row["id"]
