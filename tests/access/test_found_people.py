from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.served import small_archive

from byname.access.found_people import Asked, find_people, found_person, suggested_names
from byname.access.person import person_of
from byname.archive.archive import Archive
from byname.archive.manifest import Made, read_manifest
from byname.archive.tables import DerivedTables
from byname.sources.unpacking import sha256_of


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small_archive(tmp_path_factory.mktemp("found"))


@pytest.fixture
def archive(demo: Path) -> Archive:
    return Archive.open(demo)


def test_the_best_fit_comes_first_with_what_tells_namesakes_apart(archive: Archive) -> None:
    first = find_people(archive, Asked("Tukhachevsky")).people[0]
    assert (first.name, first.outcome, first.death) == ("М. Н. Тухачевский", "shot", "1937-06-12")
    assert first.lists == ("cc1934", "high-command", "trials")
    assert first.told["role"]
    assert found_person(archive, first.person_id) is not None


def test_filters_keep_those_on_a_list_and_with_a_date_in_the_year(archive: Archive) -> None:
    found = find_people(archive, Asked(source="trials", year=1938, limit=100))
    assert found.total == len(found.people)
    assert found.total > 10
    assert all("trials" in one.lists for one in found.people)
    dated = [" ".join(filter(None, (one.birth, one.death, one.arrest))) for one in found.people]
    assert sum("1938" in dates for dates in dated) > 10
    assert find_people(archive, Asked("Tukhachevsky", year=1905)).total == 0


def test_pages_hold_everybody_once(archive: Archive) -> None:
    total = find_people(archive, Asked()).total
    pages = [find_people(archive, Asked(offset=offset, limit=100)).people for offset in range(0, total, 100)]
    ids = [one.person_id for page in pages for one in page]
    assert len(ids) == len(set(ids)) == total
    assert total > 400


def test_who_may_be_living_is_in_no_result_count_or_suggestion(small: Archive) -> None:
    everybody = find_people(small, Asked(limit=100))
    assert {one.name for one in everybody.people if "Kanari" in one.name} == set()
    assert everybody.total == len(everybody.people) == DerivedTables(small.tables).read("people").height - 2
    for words in ("Kanariday", "Kanaridecade Jaan", "Ants 1946", "Kanariplace"):
        found = find_people(small, Asked(words))
        assert all("Kanari" not in f"{one.name} {one.told}" for one in found.people)
        assert all("Kanari" not in name for name in suggested_names(small, words))


def test_somebody_who_may_be_living_is_nobody(small: Archive) -> None:
    names = dict(DerivedTables(small.tables).read("people", ["name", "person_id"]).iter_rows())
    (living,) = [id for name, id in names.items() if "Kanariday" in name]
    assert found_person(small, living) is None
    assert found_person(small, "P-000000000000") is None


def test_names_that_begin_alike_are_suggested(archive: Archive) -> None:
    assert person_of(archive, "trials:54")["name"] in suggested_names(archive, "Tukhaqqqq")
    assert suggested_names(archive, "x") == ()


def test_filters_also_hold_where_no_words_are_given(archive: Archive) -> None:
    everybody = find_people(archive, Asked(limit=1000)).people
    assert [one.name for one in everybody] == sorted(one.name for one in everybody)
    listed = find_people(archive, Asked(source="trials", limit=1000))
    assert [one.person_id for one in listed.people] == [one.person_id for one in everybody if "trials" in one.lists]
    assert find_people(archive, Asked(source="no such list")).total == 0
    in_1937 = {one.person_id for one in find_people(archive, Asked(year=1937, limit=1000)).people}
    assert in_1937 >= {one.person_id for one in everybody if one.death and one.death.startswith("1937")}
    assert 10 < len(in_1937) < len(everybody)


def test_an_index_of_other_tables_withholds_by_the_tables_that_are_there(small: Archive, tmp_path: Path) -> None:
    archive = Archive.open(Path(shutil.copytree(small.folder, tmp_path / "stale")))
    shown = {one.name for one in find_people(archive, Asked(limit=100)).people}
    path = next(path for path in archive.tables.glob("records/*.parquet") if path.stem == "invented")
    records = pl.read_parquet(path)
    born = pl.when(pl.col("birth") == "1893").then(pl.lit("1950")).otherwise(pl.col("birth"))
    records.with_columns(birth=born, death=pl.lit(None, pl.String)).write_parquet(path)
    people = archive.tables / "people.parquet"
    pl.read_parquet(people).with_columns(death=pl.lit(None, pl.String)).write_parquet(people)
    made = {step: row.as_json(step) for step, row in _manifest_as_it_is(archive.tables).items()}
    (archive.tables / "build.json").write_text(
        json.dumps(made), encoding="utf-8"
    )  # a build that ended before the index
    left = {one.name for one in find_people(archive, Asked(limit=100)).people}
    assert len(shown - left) == 1
    assert "Vanavalge" in (shown - left).pop()
    for words in ("Vanavalge Ants", "Vanavalge"):
        assert {one.name for one in find_people(archive, Asked(words)).people} <= left


def _manifest_as_it_is(tables: Path) -> dict[str, Made]:
    return {
        step: Made(made.key, {name: sha256_of(tables / name) for name in made.files})
        for step, made in read_manifest(tables).items()
    }


def test_whoever_protects_from_an_early_year_sees_no_words_of_roles(own_demo: Path) -> None:
    settings = own_demo / "byname.toml"
    text = settings.read_text(encoding="utf-8")
    changed = re.sub(r"protect_born_from = \d+", "protect_born_from = 1890", text)
    assert changed != text
    settings.write_text(changed, encoding="utf-8")
    found = find_people(Archive.open(own_demo), Asked(limit=1000)).people
    assert len(found) > 10
    assert not [one for one in found if "role" in one.told]
