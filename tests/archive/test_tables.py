from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from byname.archive.archive import Archive
from byname.archive.tables import (
    DerivedTables,
    load_numbers,
    pieces_of,
    record_ids,
    save_numbers,
    select_rows,
)
from byname.errors import BadArchive
from byname.values.printed import Condition, PrintedNumber

ROWS = pl.DataFrame(
    {
        "id": ["T:1", "T:2", "T:3", "U:1"],
        "kind": ["person", "see", None, "person"],
        "lists": ["cc1934 trials", "trials", "cc", "writers cc1934"],
        "year": [1936, 1937, 1938, None],
    }
)


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ((), ["T:1", "T:2", "T:3", "U:1"]),
        ((Condition("kind", "is", "person"),), ["T:1", "U:1"]),
        ((Condition("kind", "in", ("see", "note")),), ["T:2"]),
        ((Condition("kind", "not-null"),), ["T:1", "T:2", "U:1"]),
        ((Condition("id", "prefix", "T:"),), ["T:1", "T:2", "T:3"]),
        ((Condition("year", "at-least", 1937),), ["T:2", "T:3"]),
        ((Condition("year", "between", (1936.0, 1937.0)),), ["T:1", "T:2"]),
        ((Condition("lists", "any-of", ("cc1934",)),), ["T:1", "U:1"]),
        ((Condition("lists", "any-of", ("cc", "writers")),), ["T:3", "U:1"]),
        ((Condition("kind", "is", "person"), Condition("id", "prefix", "T:")), ["T:1"]),
        ((Condition("kind", "is", "pers"),), []),
    ],
)
def test_a_condition_selects_its_rows(where: tuple[Condition, ...], ids: list[str]) -> None:
    assert select_rows(ROWS.lazy(), where).collect()["id"].to_list() == ids


def tables_of(folder: Path) -> DerivedTables:
    """Tables of two lists, three records and two people."""
    entries = {"record_id": ["T:1", "T:2", "U:1"], "source": ["T", "T", "U"], "file": ["t.csv", "t.csv", "u.csv"],
               "item": ["1", "2", "1"], "text": ["one", "two", "three"]}  # fmt: skip
    for table in ("entries", "records"):
        (folder / table).mkdir()
        frame = pl.DataFrame(entries) if table == "entries" else pl.DataFrame(entries).select("record_id", "source")
        for source, part in frame.partition_by("source", as_dict=True).items():
            part.write_parquet(folder / table / f"{source[0]}.parquet")
    owners = {"record_id": ["T:1", "U:1", "T:2"], "person_id": ["P-1", "P-1", "P-2"]}
    pl.DataFrame(owners).write_parquet(folder / "assignments.parquet")
    pl.DataFrame({"person_id": ["P-1", "P-2"], "lists": [2, 1]}).write_parquet(folder / "people.parquet")
    pl.DataFrame({"head": ["T:2"], "record_ids": [["T:2", "T:1"]]}).write_parquet(folder / "households.parquet")
    return DerivedTables(folder)


def number(id: str, table: str, *where: Condition) -> PrintedNumber:
    return PrintedNumber(id, id, 1.0, "counted", table, where)


def test_a_table_is_one_file_or_a_folder_of_one_file_a_source(tmp_path: Path) -> None:
    tables = tables_of(tmp_path)
    assert tables.read("entries")["record_id"].to_list() == ["T:1", "T:2", "U:1"]
    assert tables.read("entries/U")["record_id"].to_list() == ["U:1"]
    assert tables.read("people", ["lists"]).columns == ["lists"]
    assert [tables.has(name) for name in ("entries", "people", "entries/U", "nothing")] == [True, True, True, False]
    (tmp_path / "estimates.json").write_text("[1]", encoding="utf-8")
    assert tables.has("estimates")
    assert tables.data("estimates") == [1]


def test_a_number_rests_on_records_on_all_of_a_person_or_on_those_a_row_names(tmp_path: Path) -> None:
    tables = tables_of(tmp_path)
    assert record_ids(tables, number("n", "records", Condition("source", "is", "T"))).to_list() == ["T:1", "T:2"]
    assert record_ids(tables, number("n", "people", Condition("lists", "at-least", 2))).to_list() == ["T:1", "U:1"]
    assert record_ids(tables, number("n", "households")).to_list() == ["T:1", "T:2"]
    assert record_ids(tables, number("n", "people", Condition("lists", "at-least", 3))).to_list() == []


def test_the_first_entries_of_each_number_are_given_with_how_many_there_are(tmp_path: Path) -> None:
    tables = tables_of(tmp_path)
    found = tables.first_entries([number("all", "people"), number("none", "people", Condition("lists", "is", 9))], 2)
    assert found["none"] == (0, [])
    count, entries = found["all"]
    assert (count, [(entry["record_id"], entry["text"]) for entry in entries]) == (3, [("T:1", "one"), ("T:2", "two")])
    assert tables.first_entries([], 2) == {}


def test_originals_are_the_entries_and_the_rows_of_the_tables_of_facts_that_are_there(tmp_path: Path) -> None:
    tables = tables_of(tmp_path)
    assert len(tables.originals().collect()) == 3
    row = {
        "year": 1938,
        "record_id": "facts/camps:1",
        "source": "facts/camps",
        "file": "f",
        "item": "row 1",
        "text": "{}",
    }
    pl.DataFrame([row]).write_parquet(tmp_path / "camps.parquet")
    originals = DerivedTables(tmp_path).originals().collect()
    assert originals["record_id"].to_list() == ["T:1", "T:2", "U:1", "facts/camps:1"]
    assert originals.columns == ["record_id", "source", "file", "item", "text"]


def test_a_file_is_read_some_row_groups_at_a_time_and_whole_in_the_end(tmp_path: Path) -> None:
    table = pl.DataFrame({"record_id": [str(number) for number in range(450_000)], "other": 1})
    table.write_parquet(tmp_path / "t.parquet", row_group_size=60_000)
    pieces = list(pieces_of(tmp_path / "t.parquet", ["record_id"]))
    assert [len(piece) for piece in pieces] == [240_000, 210_000]
    assert pl.concat(pieces).equals(table.select("record_id"))


def test_numbers_of_one_source_are_traced_in_the_rows_of_that_source_alone(tmp_path: Path) -> None:
    tables = tables_of(tmp_path)
    mine = number("mine", "records", Condition("record_id", "prefix", "T:"))
    other = number("other", "records", Condition("record_id", "prefix", "Nobody:"))
    (tmp_path / "records" / "V.parquet").write_bytes(b"damaged")
    assert tables.first_entries([mine], 0) == {"mine": (2, [])}
    (tmp_path / "records" / "V.parquet").unlink()
    assert tables.first_entries([mine, other], 1)["other"] == (0, [])


NUMBERS = (
    PrintedNumber(
        "b", "people", 12.5, "Chao", "person_lists", (Condition("lists", "any-of", ("one", "two")),), "person_id",
        "people", 10.0, None, 0.95, ("few",), 1,
    ),
    PrintedNumber("a", "записи", 1.0, "counted", "entries",
        (Condition("flag", "not-null"), Condition("year", "between", (1.0, 2.0)))),
)  # fmt: skip


def test_numbers_are_kept_by_id_and_read_again_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    save_numbers(NUMBERS, path)
    assert load_numbers(path) == {number.id: number for number in NUMBERS}
    assert list(load_numbers(path)) == ["a", "b"]
    assert DerivedTables(tmp_path).numbers() == load_numbers(path)


@pytest.mark.parametrize(
    "text", ["", "{", "{}x", "[1]", '[{"id": "a"}]', '[{"where": 7}]', '[{"where": [], "warnings": [], "no": 1}]']
)
def test_damaged_numbers_are_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "numbers.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadArchive, match="made by a build and is damaged; run `byname build`") as caught:
        load_numbers(path)
    assert caught.value.where == str(path)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
def test_damaged_data_is_one_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "estimates.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadArchive, match="made by a build and is damaged"):
        DerivedTables(tmp_path).data("estimates")


def test_an_archive_that_is_not_built_has_no_tables(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    with pytest.raises(BadArchive, match="the archive is not built; run `byname build`"):
        DerivedTables.built(archive)
    pl.DataFrame({"person_id": ["P-1"]}).write_parquet(archive.tables / "people.parquet")
    with pytest.raises(BadArchive, match=r"build\.json: the list of what was built is missing"):
        DerivedTables.built(archive).read("people")
    (archive.tables / "build.json").write_text("{}", encoding="utf-8")
    assert DerivedTables.built(archive).read("people")["person_id"].to_list() == ["P-1"]
    with pytest.raises(BadArchive, match="the archive is not built"):
        DerivedTables.built(archive, "subjects")
