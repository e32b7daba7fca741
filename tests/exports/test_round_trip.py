"""What was exported is taken in again as a list of another archive, and goes out of that as it came."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.exports.made import exported
from tests.exports.read_back import csv_tables

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.exports.people import ExportedArchive
from byname.pipeline.build import build
from byname.records.reading import RecordReader
from byname.records.suggestion import suggest_mapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source

MAPPING = """\
source: again
title: What was exported
citation: made for tests
licence: CC0-1.0
language: en
universe: invented people
person_twice: true
fields:
"""
FIELDS = {
    "gedcom7": {"surname": "NAME.SURN", "given_name": "NAME.GIVN", "birth_date": "BIRT.DATE", "death_date": "DEAT.DATE",
                "birth_place": "BIRT.PLAC", "occupation": "OCCU"},
    "ftm": {"surname": "lastName", "given_name": "firstName", "birth_date": "birthDate", "death_date": "deathDate",
            "birth_place": "birthPlace", "occupation": "profession"},
    "casualties": {"name": "name_as_written", "death_date": "earliest_date", "occupation": "occupation"},
}  # fmt: skip
FIELDS["gedcom551"] = FIELDS["gedcom7"]


def _taken_in(out: Path, name: str, folder: Path) -> Archive:
    """A new archive with what was exported as its one list."""
    mapping = folder / "again.yaml"
    columns = "".join(f'  {field}: "{column}"\n' for field, column in FIELDS[name].items())
    mapping.write_text(MAPPING + columns, encoding="utf-8")
    archive = Archive.create(folder / "again", "Again")
    add_files(archive, [(out, mapping)])
    build(archive)
    return archive


def _readings(archive: Archive, fields: Any) -> Counter[tuple[str, str | None]]:
    """What is read of each field, over all people."""
    batches = list(ExportedArchive(archive).batches())
    return Counter(
        (row["field"], row["value"])
        for batch in batches
        for row in batch.statements.iter_rows(named=True)
        if row["field"] in fields
    )


@pytest.mark.parametrize("name", ["gedcom551", "ftm"])
def test_people_go_out_and_in_and_out_the_same(small: Archive, tmp_path: Path, name: str) -> None:
    first, _ = exported(ExportedArchive(small), name, tmp_path)
    again = _taken_in(first, name, tmp_path)
    fields = set(FIELDS[name])
    before = _readings(small, fields)
    assert _readings(again, fields) == before
    assert sum(before.values()) >= 25
    (tmp_path / "second").mkdir()
    second, _ = exported(ExportedArchive(again), name, tmp_path / "second")
    third_folder = tmp_path / "third"
    third_folder.mkdir()
    assert _readings(_taken_in(second, name, third_folder), fields) == before


@pytest.mark.parametrize("name", ["gedcom551", "gedcom7", "ftm", "casualties", "jsonl"])
def test_every_person_of_the_bundled_collection_is_read_again(demo: Path, tmp_path: Path, name: str) -> None:
    archive = ExportedArchive(Archive.open(demo))
    out, _ = exported(archive, name, tmp_path)
    with open_source(out, None) as reader:
        entries = list(reader)
    assert len(entries) == archive.count
    people = {person.id: person for batch in archive.batches() for person in batch.persons}
    key = {"casualties": "code", "jsonl": "person_id", "ftm": "id"}.get(name, "REFN")
    for entry in entries:
        cells = {column: cell.text for column, cell in entry.cells.items()}
        person = people[cells[key]]
        names = " ".join(said.words for said in person.said if said.field in ("name", "surname", "given_name"))
        shown = cells.get("name") or cells.get("NAME", "")
        assert set(shown.replace(";", " ").replace("/", " ").split()) & set(names.split())


def test_tables_are_read_again_cell_by_cell(demo: Path, tmp_path: Path) -> None:
    out, _ = exported(ExportedArchive(Archive.open(demo)), "csv", tmp_path)
    rows = csv_tables(out)["statements"]
    with open_source(out / "statements.csv", None) as reader:
        again = [{column: cell.text for column, cell in entry.cells.items()} for entry in reader]
    assert again == [{name: value or "" for name, value in row.items()} for row in rows]
    assert len(again) > 5_000


OTHERS = {
    "an export of OpenRefine (CSV)": 'name,born,"name : match"\n"Vanavalge, Uno",1890,P-1\n',
    "an export of Uwazi (CSV)": 'id,title,born__en,geolocation_geolocation\nx1,"Vanavalge, Uno",1890,58.3|26.7\n',
    "an answer of Wikidata (CSV)": (
        "person,personLabel,born\nhttp://www.wikidata.org/entity/Q1,Uno Vanavalge,1890-01-01T00:00:00Z\n"
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_tables_of_other_tools_are_read(tmp_path: Path, what: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(OTHERS[what], encoding="utf-8")
    with open_source(path, None) as reader:
        (entry,) = reader
    assert any("Vanavalge" in cell.text for cell in entry.cells.values())
    assert json.dumps([cell.text for cell in entry.cells.values()]).count("1890") == 1


def test_a_tree_that_gramps_has_saved_is_read_again(small: Archive, tmp_path: Path, gramps: str) -> None:
    archive = ExportedArchive(small)
    out, _ = exported(archive, "gedcom551", tmp_path)
    tree = tmp_path / "tree.gramps"
    out.rename(tmp_path / "in.ged")
    place = {"GRAMPSHOME": str(tmp_path), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    words: list[str | Path] = [
        gramps,
        "-C",
        "new",
        "-i",
        tmp_path / "in.ged",
        "-e",
        tree,
        "--config=database.backend:sqlite",
        "-y",
    ]
    subprocess.run(words, env=place, check=True, capture_output=True, timeout=120)
    mapping = parse_mapping(suggest_mapping(tree), "suggested.yaml")
    fields = {"surname", "given_name", "birth_date", "death_date", "birth_place", "occupation"}
    assert fields <= set(mapping.fields)
    reader = RecordReader(mapping)
    with open_source(tree, mapping) as entries:
        back = Counter((s.field, s.value) for entry in entries for s in reader.read(entry)[0].statements)
    assert Counter({key: n for key, n in back.items() if key[0] in fields}) == _readings(small, fields)
