from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.commands import data_of, run

from byname.access.apart import apart_because, facts_apart
from byname.access.review import judge
from byname.archive.archive import Archive
from byname.errors import BadArchive

HEAD = "source: {name}\ntitle: {name}\ncitation: invented\nlicence: CC0-1.0\nlanguage: ru\nuniverse: invented\n"
FIELDS = """\
files: ['*.csv']
fields:
  name: {column: name, order: surname-first}
  birth_date: {column: born}
  death_date: {column: died}
"""
ONCE = "person_twice: false\n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two invented lists, the first of which names nobody twice and yet has two entries of one man."""
    run("init", tmp_path / "archive")
    for name, rows in {
        "one": [
            "Жигалкин Феоктист Пафнутьевич,12.03.1891,",
            "Жигалкин Феоктист Пафнутьевич,12.03.1891,",
            "Орлинский Иван Петрович,04.05.1900,01.02.1938",
        ],
        "two": ["Жигалкин Феоктист Пафнутьевич,12.03.1891,", "Орлинский Иван Петрович,1900,07.11.1941"],
    }.items():
        (tmp_path / f"{name}.yaml").write_text(HEAD.format(name=name) + ONCE + FIELDS, encoding="utf-8")
        table = "\n".join(["name,born,died", *rows])
        (tmp_path / f"{name}.csv").write_text(table, encoding="utf-8")
        run("add", tmp_path / "archive", tmp_path / f"{name}.csv", "--mapping", tmp_path / f"{name}.yaml")
    run("build", tmp_path / "archive")
    return Archive.open(tmp_path / "archive")


def test_two_records_of_one_person_are_not_apart(demo: Path) -> None:
    archive = Archive.open(demo)
    members = pl.read_parquet(demo / "tables" / "assignments.parquet")
    several = members.filter(pl.len().over("person_id") > 1).sort("person_id", "record_id")["record_id"]
    assert apart_because(archive, several[0], several[1]) == ()


def test_a_list_that_names_nobody_twice_keeps_its_entries_apart(archive: Archive) -> None:
    reasons = [apart_because(archive, record, "two:0") for record in ("one:0", "one:1")]
    kept = [found for found in reasons if found]
    assert len(kept) == 1
    assert "the list one names both, and says that it names nobody twice" in kept[0]


@pytest.mark.parametrize(
    ("days", "genders", "told"),
    [
        ((1, 2), (None, None), ["more than one day of death"]),
        ((1, 1), ("male", "female"), ["more than one gender"]),
        ((1, None), ("male", "male"), []),
    ],
)
def test_facts_that_differ_keep_people_apart(
    days: tuple[int | None, int | None], genders: tuple[str | None, str | None], told: list[str]
) -> None:
    schema = {"person_id": pl.String, "death_day": pl.Int32, "gender": pl.String}
    records = pl.DataFrame({"person_id": ["P-1", "P-2"], "death_day": days, "gender": genders}, schema=schema)
    found = facts_apart(records)
    assert len(found) == len(told)
    assert all(words in reason for words, reason in zip(told, found, strict=True))


def test_a_person_whose_own_entries_differ_is_kept_apart_from_one_who_gives_nothing() -> None:
    schema = {"person_id": pl.String, "death_day": pl.Int32, "gender": pl.String}
    rows = [("P-1", 1, None), ("P-1", 2, None), ("P-2", None, None)]
    assert len(facts_apart(pl.DataFrame(rows, schema=schema, orient="row"))) == 1


def test_a_pair_below_the_limit_says_so(archive: Archive) -> None:
    reasons = apart_because(archive, "one:0", "two:1")
    assert any("less probable than 0.75" in reason for reason in reasons)
    assert any("0.00 probable on the mean: 0.5 is needed" in reason for reason in reasons)


def test_a_judgement_is_named_with_who_and_why(demo: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(demo, tmp_path / "archive"))
    members = pl.read_parquet(own / "tables" / "assignments.parquet")
    a, b = members.filter(pl.len().over("person_id") == 2).sort("person_id", "record_id")["record_id"][:2]
    judge(Archive.open(own), a, b, "different", by="anna", why="two fathers", adjudicates=False)
    run("build", own)
    (first, *_) = apart_because(Archive.open(own), a, b)
    assert first == f"anna judged {a} and {b} to be different people: two fathers"
    told = run("explain", own, a, b).stdout
    assert "They are two people here, because" in told
    assert first in told
    assert data_of("explain", own, a, b)["apart"][0] == first


def test_an_archive_that_is_not_built_is_told(tmp_path: Path) -> None:
    run("init", tmp_path / "archive")
    with pytest.raises(BadArchive, match="not built"):
        apart_because(Archive.open(tmp_path / "archive"), "a:0", "b:0")
