from __future__ import annotations

from pathlib import Path

import pytest
from tests.access.test_household import archive as household
from tests.served import small_archive

from byname.access.memorial import EVENTS, Memorial, memorial_of, names_of
from byname.archive.archive import Archive

__all__ = ["household"]


@pytest.fixture(scope="module")
def trials(demo: Path) -> Memorial:
    return memorial_of(Archive.open(demo))


def test_a_day_names_those_to_whom_something_happened_on_it_in_the_order_of_events_and_years(trials: Memorial) -> None:
    people = trials.people_of(trials.on_day("03-13"))
    assert {(one.why, one.year) for one in people} == {("sentenced", 1938)}
    assert len(people) == trials.calendar()["03-13"] > 15
    order = list(EVENTS.values())
    for day in trials.calendar():
        rows = [(order.index(one.why), one.year or 0) for one in trials.people_of(trials.on_day(day))]
        assert rows == sorted(rows)


def test_a_memorial_holds_the_persecuted_and_the_list_of_names_everybody(demo: Path, trials: Memorial) -> None:
    everybody = names_of(Archive.open(demo))
    assert trials.people.height < everybody.height == 408
    assert everybody["name"].to_list() == sorted(everybody["name"])
    assert trials.people.height == trials.all_rows.height


def test_places_are_counted_by_people_under_the_words_that_sources_use(trials: Memorial) -> None:
    places = trials.place_names()
    assert (places[0].place, places[0].words, places[0].people) == ("moskva", "Москва", 2)
    assert {one.why for one in trials.people_of(trials.at_place("moskva"))} == {"born"}


def test_nobody_who_may_be_living_is_remembered(tmp_path: Path) -> None:
    archive = small_archive(tmp_path)
    known = memorial_of(archive)
    assert "kanari" not in repr([table.rows() for table, _ in known.tables().values()]).lower()
    assert "kanari" not in repr(names_of(archive).rows()).lower()
    assert "Vanavalge, Uno" in names_of(archive)["name"]


def test_a_household_stands_under_its_head(household: Archive) -> None:
    known = memorial_of(household)
    (one,) = known.household_names()
    assert (one.name, one.people) == ("VANEM, Jaan, Mart", 2)
    assert [person.name for person in known.people_of(known.in_household(one.head))] == [
        "VANEM, Jaan, Mart",
        "Vanem, Liisa, Juhan",
    ]
