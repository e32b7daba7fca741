from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import HEAD, SOURCE, verdict_of

from byname.claims.evidence.figure_reading import figures_of
from byname.claims.evidence.figure_tables import read_figures
from byname.claims.evidence.figures import Figure
from byname.claims.evidence.shipped import described, shipped_evidence
from byname.claims.evidence.sources import source_of


def test_counts_in_the_notes_support_and_never_contradict(tmp_path: Path) -> None:
    path = tmp_path / "noted.csv"
    cells = "n-1,Rising,killed,,900,,persons,1921,1921,Ruritania,sailors"
    row = f"{cells},{SOURCE},archival-statistic,2100 arrested; others give 1300"
    path.write_text(f"{HEAD},notes\n{row}\n", encoding="utf-8")
    evidence = read_figures(path)
    assert [figure.from_notes for figure in evidence.figures] == [False, True]
    assert verdict_of("In 1921, 2,100 sailors were arrested in Ruritania.", evidence) == "supported"
    assert verdict_of("In 1921, 9,900 sailors were arrested in Ruritania.", evidence) == "not in our sources"
    assert verdict_of("In 1921, 1,300 sailors were killed in Ruritania.", evidence) == "contested"
    assert verdict_of("In 1921, 5,000 sailors were killed in Ruritania.", evidence) == "contradicted"


def noted(notes: str, unit: str = "persons killed") -> list[Figure]:
    """The figures that the notes of a row about a rising give."""
    cells = {
        "id": "n-1",
        "subject": "Rising",
        "quantity": "deaths",
        "value_best": "900",
        "unit": unit,
        "kind": "popular",
    }
    row = cells | {"period_start": "1921", "period_end": "1921", "place": "Ruritania", "group": "all", "notes": notes}
    return [figure for figure in figures_of(row) if figure.from_notes]


def test_a_number_of_the_notes_has_the_measure_that_stands_beside_it_and_not_that_of_the_row() -> None:
    (figure,) = noted("2100 arrested; others give 1300")
    assert (figure.value.low, figure.counted.predicates) == (2100, frozenset({"arrest"}))
    assert (figure.wording.quantity, figure.wording.unit) == ("noted beside it", "persons arrested")
    (figure,) = noted("of 2,100 persons arrested", unit="percent of those who died")
    assert (figure.wording.unit, figure.value.measure, figure.value.whole) == ("persons arrested", "count", None)
    assert not figure.counted.base
    (figure,) = noted("other counts: 1300 executions")
    assert (figure.wording.unit, figure.counted.predicates) == ("executions", frozenset({"execute"}))


@pytest.mark.parametrize(
    "notes",
    [
        "others give 1300",
        "1300 by another count of those arrested",
        "1300 of the arrested were returned",
        "1300 sent to camps or executed",
        "1300 rehabilitated 1991-2014",
        "printed 1921 arrests",
        "over 1300 arrested",
        "99 arrested",
    ],
)
def test_a_number_of_the_notes_without_a_measure_of_its_own_is_no_figure(notes: str) -> None:
    assert noted(notes) == []


def test_no_shipped_figure_of_notes_bears_the_unit_of_its_row() -> None:
    told = described([figure.id for figure in shipped_evidence().figures if figure.from_notes], shipped_evidence())
    assert told["F023/note1"]["says"] == "Polish operation, noted beside it: 143,810 persons arrested"
    assert told["F007/note1"]["says"].endswith("681,692 persons shot")
    assert not [row for row in told.values() if "143,810 persons shot" in row["says"]]
    assert not [row for row in told.values() if "681,692 persons arrested" in row["says"]]


def test_a_cell_may_list_several_figures() -> None:
    found = {figure.id: figure for figure in shipped_evidence().figures}
    assert (found["F040/1"].value.low, found["F040/1"].counted.predicates) == (2000.0, frozenset({"imprison"}))
    assert (found["F040/2"].value.low, found["F040/2"].counted.predicates) == (1500.0, frozenset({"die"}))
    assert (found["F037/1"].value.low, found["F037/1"].value.whole, found["F037/1"].population.groups) == (
        3.0,
        5.0,
        frozenset({"marshals"}),
    )


def test_the_original_of_a_figure_stands_before_the_page_that_prints_it() -> None:
    read = {"kind": "popular", "source_author": "Mirror", "source_title": "A Page", "source_url": "https://example.org"}
    assert source_of(read).text == "Mirror, A Page"
    original = {"original_author": "A. Author", "original_title": "A Book", "original_year": "1990"}
    source = source_of(read | original | {"original_page": "7"})
    assert (source.author, source.address) == ("A. Author", "https://example.org")
    assert source.text == "A. Author, A Book (1990), p. 7; read at: Mirror, A Page"


def test_figures_that_mirrors_print_name_their_scholarly_originals() -> None:
    figures = {figure.id: figure for figure in shipped_evidence().figures}
    assert figures["F003"].source.author.startswith("Getty")
    assert figures["F003"].source.page == "1022-1024"
    assert figures["F023"].source.read_at
    assert sum(bool(figure.source.read_at) for figure in figures.values()) > 160
