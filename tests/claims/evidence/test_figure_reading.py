from __future__ import annotations

from pathlib import Path

from tests.claims.conftest import HEAD, SOURCE, verdict_of

from byname.claims.evidence.figure_reading import source_of
from byname.claims.evidence.figure_tables import read_figures
from byname.claims.evidence.shipped import shipped_evidence


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
