from __future__ import annotations

from pathlib import Path

import pytest

from byname.errors import BadSource
from byname.sources.reading import first_entries

SEVEN = """\
0 HEAD
1 GEDC
2 VERS 7.0
0 @I1@ INDI
1 NAME Uno Mart /Vanavalge/
1 NAME Uno @home
2 TYPE AKA
1 SEX M
1 BIRT
2 DATE 5 MAY 1890
2 PLAC Tartu
1 EVEN
2 TYPE arrest
2 DATE 14 JUN 1941
2 NOTE first
3 CONT @@second
1 EVEN
2 TYPE release
2 DATE 1945
1 FAMS @F1@
0 @F1@ FAM
1 HUSB @I1@
0 @I2@ INDI
1 NAME Mall
0 TRLR
"""


def _cells(path: Path) -> list[dict[str, str]]:
    return [{name: cell.text for name, cell in entry.cells.items()} for entry in first_entries(path, None, 10)]


def test_a_person_is_an_entry_with_a_column_a_structure(tmp_path: Path) -> None:
    path = tmp_path / "tree.ged"
    path.write_text(SEVEN, encoding="utf-8")
    uno, mall = _cells(path)
    assert uno == {
        "id": "I1", "NAME": "Uno Mart Vanavalge; Uno @home", "NAME.SURN": "Vanavalge", "NAME.GIVN": "Uno Mart",
        "NAME.TYPE": "AKA", "SEX": "M", "BIRT.DATE": "5 MAY 1890", "BIRT.PLAC": "Tartu",
        "EVEN arrest.DATE": "14 JUN 1941", "EVEN arrest.NOTE": "first\n@second", "EVEN release.DATE": "1945",
    }  # fmt: skip
    assert mall == {"id": "I2", "NAME": "Mall"}


def test_long_lines_and_doubled_signs_of_551_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "tree.ged"
    path.write_text("0 HEAD\n0 @I1@ INDI\n1 NAME Uno\n1 NOTE a@@b\n2 CONC cd\n2 CONT e\n0 TRLR\n", encoding="utf-8")
    assert _cells(path) == [{"id": "I1", "NAME": "Uno", "NOTE": "a@bcd\ne"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [("0 HEAD\nnonsense\n", "line 2 is no line of GEDCOM"), ("0 HEAD\n3 NAME Uno\n", "line 2 is no line"),
     ("0 HEAD\n0 TRLR\n", "no person")],
)  # fmt: skip
def test_what_is_no_gedcom_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "tree.ged"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSource, match=said):
        first_entries(path, None, 10)
