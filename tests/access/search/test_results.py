from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.served import small_archive

from byname.access.protection import Protection
from byname.access.search.results import ANY_YEAR, NOBODY, latest_births, shortened, telling_words
from byname.access.search.search import index_of
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small_archive(tmp_path_factory.mktemp("results"))


def test_words_stand_on_one_line_and_long_ones_are_cut() -> None:
    said = pl.DataFrame({"words": ["born  in\nTartu ", "word " * 50, "ä" * 90, "ä" * 91]})
    one_line, cut, whole, longer = said.select(shortened(pl.col("words")))["words"]
    assert one_line == "born in Tartu"
    assert cut.endswith("word…")
    assert whole == "ä" * 90
    assert longer == "ä" * 89 + "…"


@pytest.mark.parametrize("born_from", [1, 1850, 1880, 1900, 1926, 1931, 1946, 2020])
def test_births_withhold_exactly_those_whom_the_rule_withholds(small: Archive, demo: Path, born_from: int) -> None:
    found = set[str]()
    for archive in (small, Archive.open(demo)):
        tables = DerivedTables.built(archive)
        people = tables.read("people", ["person_id"])["person_id"].sort()
        births = latest_births(tables, people)
        withheld = [id for id, year in zip(people, births.tolist(), strict=True) if year >= born_from]
        assert withheld == Protection(tables, born_from).people().to_list()
        found |= set(withheld)
    assert found or born_from > 1946


def test_a_birth_that_nobody_could_read_is_in_any_year() -> None:
    assert ANY_YEAR > 9999
    assert NOBODY < 1


def test_each_person_is_told_by_the_first_words_of_each_field(demo: Path) -> None:
    archive = Archive.open(demo)
    tables = DerivedTables.built(archive)
    told = dict(telling_words(tables).select("person_id", "role").iter_rows())
    said = tables.read("attestations").filter(pl.col("field") == "role").sort("person_id", "record_id")
    first = dict(said.unique("person_id", keep="first", maintain_order=True).select("person_id", "as_written").rows())
    assert len(first) > 20
    for person, words in first.items():
        assert told[person] is None or words.startswith(told[person].rstrip("…")[:20])
    assert sum(told[person] is not None for person in first) > len(first) / 2


def test_words_that_speak_of_somebody_who_is_living_are_in_no_index(small: Archive) -> None:
    index = index_of(small)
    shown = [index.shown(row) for row in range(index.people)]
    assert len(shown) == DerivedTables.built(small).read("people").height
    tables = DerivedTables.built(small)
    entries = tables.read("entries", ["record_id", "text"])
    told = Protection(tables, 1900).hidden_texts(entries, pl.Series("record_id", [], dtype=pl.String))
    roles = tables.read("attestations").filter(pl.col("record_id").is_in(list(told)) & (pl.col("field") == "role"))
    shown_roles = {one["role"] for one in shown}
    assert not shown_roles & set(roles["as_written"])
