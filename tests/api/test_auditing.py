from __future__ import annotations

import pytest

from byname.api import audit
from byname.errors import BadFigureTable, BadSource, BadText

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
