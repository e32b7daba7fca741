from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest
from fastapi.testclient import TestClient
from tests.lists import what_differs
from tests.site.test_app import crawled

from byname.access.build_state import build_state
from byname.access.evidence import archive_evidence
from byname.access.found_people import Asked, find_people, found_person, suggested_names
from byname.access.person import person_of
from byname.access.record import record_of
from byname.access.takedown import end_due, give_back, takedowns_of, withhold
from byname.access.trace import numbers_of, trace
from byname.archive import clock
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.claims.evidence.figures import Evidence
from byname.errors import BadRecord, NotInSources
from byname.exports.tables import EXPORTS, export_table, flat
from byname.pipeline.build import build
from byname.site.app import make_app

MAPPING = """\
source: {source}
title: Invented people
citation: made for tests
licence: CC0-1.0
language: en
universe: invented people
person_twice: false
fields: {{surname: surname, given_name: given, birth_date: born, death_date: died, note: note}}
"""
HEADER = ("surname", "given", "born", "died", "note")
# Whoever is called Kanari is to be taken down; the note of another names him, and a namesake stays.
FIRST = (
    ("Kanari", "Jaan", "1890-03-04", "1938-05-06", "a kanarinote"),
    ("Vanavalge", "Uno", "1891-01-02", "1938-07-08", "tried with Jaan Kanaris, who was shot"),
    ("Pikk", "Tiit", "1885", "1942", "a smith"),
)
SECOND = (("Kanari", "Jaan", "1890-03-04", "1938-05-06", ""), ("Pikk", "Ants", "1901", "1939", ""))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("takedown")
    archive, files = Archive.create(folder / "archive", "Tests"), []
    for source, people in (("one", FIRST), ("two", SECOND)):
        table, mapping = folder / f"{source}.csv", folder / f"{source}.yaml"
        with table.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([HEADER, *people])
        mapping.write_text(MAPPING.format(source=source), encoding="utf-8")
        files.append((table, mapping))
    add_files(archive, files)
    build(archive)
    return archive.folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Archive:
    return Archive.open(Path(shutil.copytree(made, tmp_path / "archive")))


def _person(archive: Archive, record: str) -> str:
    owners = DerivedTables(archive.tables).read("assignments").filter(pl.col("record_id") == record)
    return str(owners["person_id"][0])


def _told(archive: Archive, pages: int) -> dict[str, str]:
    """All that an archive tells anybody: pages (so many that links lead to), answers, exports, traces, evidence."""
    client = TestClient(make_app(archive))
    told = crawled(client, pages)
    ids = DerivedTables(archive.tables).read("assignments")
    for id in {*ids["person_id"], *ids["record_id"]}:
        for address in (
            f"/person/{id}",
            f"/person/{id}.bib",
            f"/record/{id}",
            f"/api/people/{id}",
            f"/api/records/{id}",
        ):
            told[address] = client.get(address).text
    for words in ("jaan", "kanar", "1938", "uno", "vanavalg"):
        told[f"search {words}"] = (
            client.get(f"/search?q={words}").text.partition("<main")[2].replace(f'value="{words}"', "")
        )
        told[f"api {words}"] = client.get(f"/api/search?q={words}").text
        told[f"suggested {words}"] = " ".join(suggested_names(archive, words + "x"))
    queries = '{"q0": {"query": "Jaan"}}'
    told["reconcile"] = client.post("/api/reconcile", data={"queries": queries}).text
    for number in numbers_of(archive):
        told[f"trace {number}"] = str([row.text for row in trace(archive, number, limit=None).shown_rows])
    for what in EXPORTS:
        told[f"export {what}"] = flat(export_table(archive, what)[0]).write_csv()
    found = Evidence()
    for part in archive_evidence(archive):
        found = found.joined(part)
    told["evidence"] = str([part() for part in found.people])
    return told


def _naming(told: dict[str, str]) -> list[str]:
    return [where for where, text in told.items() if "kanari" in text.lower()]


def test_a_name_taken_down_appears_nowhere_at_once_and_after_the_next_build(archive: Archive) -> None:
    assert len(_naming(_told(archive, 2))) > 15
    state = build_state(archive)
    withhold(archive, _person(archive, "one:0"), why="asked by a daughter", by="anna")
    assert build_state(archive) != state
    told = _told(archive, 40)
    assert len(told) > 50
    assert _naming(told) == []
    assert find_people(archive, Asked()).total == 3
    assert any("Vanavalge" in text for text in told.values())
    assert any("Pikk" in text for text in told.values())
    build(archive)
    assert _naming(_told(archive, 2)) == []
    report = {path.name: path.read_text(encoding="utf-8") for path in archive.report.rglob("*.html")}
    assert len(report) > 2
    assert _naming(report) == []
    assert what_differs(archive) == []


def test_a_keeper_gives_back_what_was_withheld_once(archive: Archive) -> None:
    person = _person(archive, "one:0")
    number = withhold(archive, person, why="asked", by="anna").number
    with pytest.raises(NotInSources):
        person_of(archive, person)
    assert found_person(archive, person) is None
    give_back(archive, number, why="asked again", by="boris")
    assert person_of(archive, person)["name"] == "Kanari, Jaan"
    with pytest.raises(BadRecord, match="nothing is withheld"):
        give_back(archive, number, why="asked again", by="boris")
    (one,) = takedowns_of(archive)
    assert (one.by, one.why, one.ended and one.ended[0]) == ("anna", "asked", "boris")


def test_an_entry_withheld_by_itself_takes_its_person_out_until_the_next_build(archive: Archive) -> None:
    assert _person(archive, "one:0") == _person(archive, "two:0")
    withhold(archive, "two:0", why="the list asked", by="anna")
    for id in ("one:0", "two:0"):
        with pytest.raises(NotInSources):
            person_of(archive, id)
    build(archive)
    assert [row["record_id"] for row in person_of(archive, "one:0")["records"]] == ["one:0"]
    with pytest.raises(NotInSources):
        record_of(archive, "two:0")


def test_what_was_withheld_for_a_time_comes_back_on_its_day(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    person, today = _person(archive, "one:0"), clock.machine_time()
    until = (today + dt.timedelta(days=9)).date().isoformat()
    withhold(archive, person, why="an embargo", until=until, by="anna")
    state = build_state(archive)
    with pytest.raises(NotInSources):
        person_of(archive, person)
    end_due(archive)
    assert takedowns_of(archive)[0].ended is None
    monkeypatch.setattr(clock, "machine_time", lambda: today + dt.timedelta(days=9))
    assert build_state(archive) != state
    assert person_of(archive, person)["person_id"] == person
    end_due(archive)
    assert takedowns_of(archive)[0].ended is not None


def test_what_is_withheld_is_followed_when_a_file_comes_in_another_order(archive: Archive, made: Path) -> None:
    withhold(archive, _person(archive, "one:0"), why="asked", by="anna")
    table = made.parent / "one.csv"
    kept = table.read_text(encoding="utf-8")
    lines = kept.splitlines()
    table.write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    try:
        add_files(archive, [(table, made.parent / "one.yaml")])
    finally:
        table.write_text(kept, encoding="utf-8")
    build(archive)
    assert "Kanari" not in str(find_people(archive, Asked()))
    assert person_of(archive, "one:0")["name"] == "Pikk, Tiit"


@pytest.mark.parametrize(
    ("about", "why", "until", "message"),
    [
        ("one:0", "", "", "needs a reason"),
        ("one:99", "asked", "", "no such person or entry"),
        ("one:0", "asked", "1937-01-01", "no day that comes"),
        ("one:0", "asked", "soon", "no day that comes"),
    ],
)
def test_a_takedown_that_says_too_little_is_refused(
    archive: Archive, about: str, why: str, until: str, message: str
) -> None:
    with pytest.raises(BadRecord, match=message):
        withhold(archive, about, why=why, until=until)
    assert takedowns_of(archive) == []
