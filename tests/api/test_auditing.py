from __future__ import annotations

from pathlib import Path

import pytest

from byname.api import audit
from byname.errors import BadFigureTable, BadSource, BadSubject, BadText

TEXT = "In 1937 and 1938 the NKVD shot 681,692 people. The lists of the town name 345 people shot in 1938."


def test_a_text_is_audited_into_one_row_a_claim() -> None:
    table = audit(TEXT).to_polars()
    first = table.row(0, named=True)
    assert first["verdict"] == "supported"
    assert "681,692" in TEXT[first["start"] : first["end"]]


@pytest.mark.parametrize(
    ("text", "figures", "error"),
    [(7, None, BadText), (TEXT, {"a": ["1"]}, BadFigureTable), (TEXT, 3, BadSource), (TEXT, {}, BadFigureTable)],
)
def test_what_is_no_text_or_no_table_of_figures_is_an_error_of_ours(
    text: object, figures: object, error: type[Exception]
) -> None:
    with pytest.raises(error):
        audit(text, figures=figures)  # type: ignore[arg-type]


def test_a_text_is_audited_with_the_subject_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "subject.yaml").write_text("name: Ruritania\n", encoding="utf-8")
    with pytest.raises(BadSubject, match="gazetteer"):
        audit(TEXT, subject=tmp_path)
    (tmp_path / "gazetteer.yaml").write_text("- {id: a, kind: place, words: [Ruritania]}\n", encoding="utf-8")
    assert set(audit(TEXT, subject=str(tmp_path)).to_polars()["verdict"]) == {"not in our sources"}
    assert audit(TEXT).to_polars()["verdict"][0] == "supported"


def test_the_card_counts_the_verdicts_and_a_text_can_do_nothing() -> None:
    shown = audit(f"{TEXT} <script>In 1937 the NKVD shot 9 people.</script>")._repr_html_()
    assert "Claims by verdict" in shown
    assert "<script" not in shown
