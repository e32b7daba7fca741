from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import data_of

import byname
from byname.api import OpenArchive, open_archive
from byname.errors import BadArchive, NotInSources


@pytest.fixture(scope="module")
def opened(demo: Path) -> OpenArchive:
    return open_archive(demo)


def test_people_are_searched_for_shown_and_traced_as_by_the_commands(opened: OpenArchive, demo: Path) -> None:
    found = opened.search("Tuchatschewski").to_polars()
    assert found["person_id"].to_list() == [
        row["person_id"] for row in data_of("search", demo, "Tuchatschewski")["found"]
    ]
    person = opened.person(found["person_id"][0])
    assert "1937-06-12" in person.title
    assert {"field", "as_written", "record_id"} <= set(person.to_polars().columns)
    traced = opened.trace("people-executed", limit=None)
    assert traced.to_polars().height == data_of("trace", demo, "people-executed", "--all")["records"]
    assert traced.to_polars()["sha256"].str.len_chars().unique().to_list() == [64]


def test_answers_and_estimates_are_tables(opened: OpenArchive, demo: Path) -> None:
    for part in ("motive", "consequences"):
        assert opened.answers(part).to_polars().to_dicts() == data_of(part, demo)["answers"]
    estimates = opened.estimates()
    head = estimates.to_polars().row(0, named=True)
    assert (head["method"], head["estimate"]) == ("range", None)
    assert head["low"] < head["high"]
    assert estimates.notes
    assert "<svg" in estimates._repr_html_()
    numbers = opened.numbers().to_polars()
    assert numbers["id"].n_unique() == numbers.height > 500


def test_the_living_are_left_out_and_counted(opened: OpenArchive, demo: Path) -> None:
    everyone = open_archive(demo, protected=False)
    shown, every = opened.people(), everyone.people()
    left_out = every.to_polars().height - shown.to_polars().height
    assert bool(left_out) == bool(shown.notes)
    assert not every.notes
    assert opened.lists().to_polars()["name"].to_list()


def test_the_card_says_how_many_with_the_range_and_warnings(opened: OpenArchive) -> None:
    shown = opened._repr_html_()
    assert "people whom the lists name" in shown
    assert "<svg" in shown
    assert 'aria-label="warnings"' in shown


def test_what_there_is_not_is_an_error_of_ours(opened: OpenArchive, tmp_path: Path) -> None:
    for method, word in (("answers", "guilt"), ("export", "secrets"), ("person", "nobody"), ("trace", "nothing")):
        with pytest.raises(NotInSources):
            getattr(opened, method)(word)
    with pytest.raises(BadArchive):
        byname.open_archive(tmp_path)
    with pytest.raises(BadArchive, match="is no folder"):
        open_archive(7)  # type: ignore[arg-type]
