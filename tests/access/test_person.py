from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.built_tables import put_table
from tests.commands import run

from byname.access.person import person_of
from byname.access.protection import WITHHELD_TEXT
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import NotInSources
from byname.people.person_ids import person_id_of


@pytest.fixture
def archive(demo: Path) -> Archive:
    """The demonstration archive."""
    return Archive.open(demo)


def test_a_person_has_every_record_with_its_words_and_every_attestation(archive: Archive) -> None:
    found = person_of(archive, "trials:54")
    assert (found["name"], found["outcome"], found["lists"]) == ("М. Н. Тухачевский", "shot", 3)
    assert [record["record_id"] for record in found["records"]] == ["cc1934:12", "high-command:0", "trials:54"]
    assert "图哈切夫斯基" in found["records"][1]["text"]
    assert set(found["probabilities"]) == {"cc1934:12", "high-command:0", "trials:54"}
    deaths = {(row["record_id"], row["value"]) for row in found["attestations"] if row["field"] == "death_date"}
    assert deaths == {("high-command:0", "1937-06-11/1937-06-12"), ("trials:54", "1937-06-12")}
    assert found["conflicts"] == []


def test_a_person_is_known_by_its_id_and_by_each_of_its_records(archive: Archive) -> None:
    by_record = person_of(archive, "cc1934:12")
    assert person_of(archive, by_record["person_id"]) == by_record
    assert person_of(archive, "high-command:0") == by_record


@pytest.mark.parametrize("person", ["P-000000000000", "trials:9999", ""])
def test_who_is_in_no_source_is_refused(archive: Archive, person: str) -> None:
    with pytest.raises(NotInSources, match="is not in our sources"):
        person_of(archive, person)


def test_conflicts_of_the_person_alone_are_shown(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    person = person_of(archive, "trials:54")["person_id"]
    path = own_demo / "tables" / "conflicts.parquet"
    schema = pl.read_parquet(path).schema
    rows = [[id, "death", ["1937-06-12", "1938"], ["trials:54", "cc1934:12"], 203, "months"] for id in (person, "P-0")]
    put_table(own_demo, path.name, pl.DataFrame(rows, schema=schema, orient="row"))
    (conflict,) = person_of(archive, person)["conflicts"]
    assert (conflict["field"], conflict["size"]) == ("death", 203)


def test_who_may_be_living_is_withheld_unless_the_keeper_asks(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    people = DerivedTables(archive.tables).read("people")
    undead = people.filter(pl.col("death").is_null() & pl.col("outcome").is_null() & pl.col("birth").is_not_null())
    person = str(undead["person_id"][0])
    assert person_of(archive, person)["person_id"] == person
    archive = archive.set(archive.settings.changed("protect_born_from", "1850"))
    with pytest.raises(NotInSources, match="may be living and is withheld"):
        person_of(archive, person)
    assert person_of(archive, person, protected=False)["person_id"] == person


def test_a_text_that_may_speak_of_others_is_withheld_from_one_who_is_dead(own_demo: Path) -> None:
    entries = next(iter((own_demo / "tables" / "entries").glob("trials*.parquet")))
    told = pl.when(pl.col("record_id") == "trials:54").then(pl.lit('{"notes": "his daughter, born 1936"}'))
    changed = pl.read_parquet(entries).with_columns(told.otherwise("text").alias("text"))
    put_table(own_demo, f"entries/{entries.name}", changed)
    archive = Archive.open(own_demo)
    texts = {row["record_id"]: row["text"] for row in person_of(archive, "trials:54")["records"]}
    assert texts["trials:54"] == WITHHELD_TEXT
    assert "图哈切夫斯基" in texts["high-command:0"]
    kept = person_of(archive, "trials:54", protected=False)["records"]
    assert "born 1936" in kept[2]["text"]


def test_an_id_that_a_person_had_leads_to_whoever_has_its_record_now(archive: Archive) -> None:
    """cc1934:12, high-command:0 and trials:54 are one person, named after the first of them."""
    now = person_of(archive, "cc1934:12")
    assert person_id_of("cc1934:12") == now["person_id"]
    for record in ("high-command:0", "trials:54"):
        assert person_of(archive, person_id_of(record)) == now
    told = run("show", archive.folder, person_id_of("trials:54")).stdout
    assert told.startswith(f"{person_id_of('trials:54')} is {now['person_id']} now.")
