from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import HEAD, SOURCE

from byname.claims.evidence.figure_tables import ORIGINAL, read_figures
from byname.claims.evidence.shipped import described
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


@pytest.mark.parametrize(
    ("cell", "told", "address"),
    [
        ("source_isbn", "ISBN 978-0-19-531700-8", ""),
        ("source_doi", "doi:10.1080/0966813022000017177", "https://doi.org/10.1080/0966813022000017177"),
        ("source_archive", "State Archive, fonds 7, leaf 3", ""),
    ],
)
def test_a_book_or_an_archive_without_an_address_is_a_source_and_told_as_one(
    tmp_path: Path, cell: str, told: str, address: str
) -> None:
    path = tmp_path / "own.csv"
    value = told.removeprefix("ISBN ").removeprefix("doi:")
    row = f'a,Rising,killed,,900,,persons,1921,1921,Ruritania,sailors,A. Author,A Book,1990,,popular,"{value}"'
    path.write_text(f"{HEAD},{cell}\n{row}\n", encoding="utf-8")
    evidence = read_figures(path)
    shown = described(["a"], evidence)["a"]
    assert (shown["source"], shown["address"]) == (f"A. Author, A Book (1990), {told}", address)
    path.write_text(f"{HEAD},{cell}\n{row.replace(value, '')}\n", encoding="utf-8")
    with pytest.raises(BadFigureTable, match="row 2: it does not say where its source is found"):
        read_figures(path)
