from __future__ import annotations

import csv
from pathlib import Path

import pytest

from byname.access.evidence import archive_evidence, evidence_for
from byname.access.trace import numbers_of
from byname.archive.archive import Archive
from byname.claims.evidence.figure_tables import COLUMNS
from byname.claims.evidence.people import PersonFact
from byname.claims.evidence.shipped import shipped_evidence
from byname.errors import BadFigureTable

ROW = {
    "id": "invented-1",
    "subject": "arrests in an invented district",
    "quantity": "people arrested",
    "value_best": "321",
    "unit": "persons",
    "period_start": "1937",
    "period_end": "1937",
    "place": "USSR",
    "source_title": "An invented report",
    "source_url": "https://example.org/report",
    "kind": "scholarly-estimate",
}


def _table(path: Path, **changes: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerow({**ROW, **changes})
    return path


def _people(archive: Archive) -> dict[str, tuple[PersonFact, ...]]:
    """The dates of lives that an archive gives, by folded surname."""
    return {
        key: facts for part in archive_evidence(archive) for source in part.people for key, facts in source().items()
    }


def test_without_an_archive_there_is_what_ships_and_what_a_user_brings(tmp_path: Path) -> None:
    found = evidence_for([_table(tmp_path / "own.csv")])
    new = {figure.id for figure in found.figures} - {figure.id for figure in shipped_evidence().figures}
    assert new == {"invented-1"}


def test_a_users_row_takes_the_place_of_one_with_the_same_id(tmp_path: Path) -> None:
    found = evidence_for([_table(tmp_path / "one.csv"), _table(tmp_path / "two.csv", value_best="654")])
    assert [figure.value.low for figure in found.figures if figure.id == "invented-1"] == [654.0]


def test_an_archive_adds_its_figures_its_numbers_and_its_people(demo: Path, tmp_path: Path) -> None:
    found = evidence_for([_table(tmp_path / "own.csv")], demo)
    ids = {figure.id for figure in found.figures}
    assert {"invented-1", "number:people"} <= ids
    assert len(ids) > len({figure.id for figure in shipped_evidence().figures}) + 1
    assert len(found.people) == len(shipped_evidence().people) + 1


def test_what_an_archive_counts_is_a_minimum_and_what_it_estimates_an_interval(demo: Path) -> None:
    archive = Archive.open(demo)
    numbers = numbers_of(archive)
    figures = {figure.id: figure for part in archive_evidence(archive) for figure in part.figures}
    assert figures["number:people"].value.low == numbers["people"].value
    assert figures["number:people"].value.bound == "least"
    assert figures["number:people"].source.kind == "archive-result"
    estimates = [n for n in numbers.values() if n.unit == "people" and n.low is not None and n.high is not None]
    read = [(figures[f"number:{n.id}"].value, n) for n in estimates if f"number:{n.id}" in figures]
    assert len(read) > 0
    for value, number in read:
        assert (value.low, value.high) == pytest.approx((number.low, number.high))
    assert not any(figures.get(f"number:{n.id}") for n in numbers.values() if n.unit != "people")


def test_the_dates_of_lives_are_evidence_under_the_persons_id(demo: Path) -> None:
    facts = _people(Archive.open(demo))["tuhachevski"]
    assert {(fact.date.edtf, *sorted(fact.predicates)) for fact in facts} == {
        ("1937-06-12", "die", "execute", "kill"),
        ("1937-05-22", "arrest"),
    }
    assert all(fact.id.startswith("P-") and fact.address == "byname show" for fact in facts)


def test_those_who_may_be_living_are_no_evidence(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    everybody = sum(map(len, _people(archive).values()))
    archive = archive.set(archive.settings.changed("protect_born_from", "1850"))
    dated = _people(archive)
    assert 0 < sum(map(len, dated.values())) < everybody
    assert "tuhachevski" in dated  # of his death a source speaks


def test_a_table_of_figures_with_a_mistake_is_refused_and_another_table_of_facts_is_passed_over(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    others = [name for name in archive.facts() if not name.startswith("figures")]
    assert "events" in others
    assert len(list(archive_evidence(archive))) == 3  # figures, people, numbers: the other tables are none
    path = archive.facts()["figures"]
    path.chmod(0o644)
    _table(path, kind="hearsay")
    with pytest.raises(BadFigureTable):
        list(archive_evidence(archive))
