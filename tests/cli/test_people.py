from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.commands import data_of, run

from byname.cli.people import person_text


@pytest.mark.parametrize(
    "words", ["Тухачевский", "Tukhachevsky", "Tuchatschewski", "图哈切夫斯基", "Tuhatševski Mihhail"]
)
def test_search_finds_a_person_however_the_name_is_spelled(demo: Path, words: str) -> None:
    found = data_of("search", demo, words)["found"]
    assert "Тухачевский" in found[0]["name"]
    assert found[0]["lists"] == "cc1934, high-command, trials"


def test_search_for_nobody_says_so_in_our_words(demo: Path) -> None:
    completed = run("search", demo, "Qwxzzzj")
    assert completed.returncode == 0
    assert "is not in our sources" in completed.stdout


def test_show_gives_every_attestation_with_its_source(demo: Path) -> None:
    person = data_of("show", demo, "trials:54")
    assert {record["record_id"] for record in person["records"]} == {"cc1934:12", "high-command:0", "trials:54"}
    arrest = [a for a in person["attestations"] if a["field"] == "arrest_date"]
    assert [(a["as_written"], a["record_id"]) for a in arrest] == [("1937-05-22", "high-command:0")]
    assert "date of arrest" in run("show", demo, "trials:54").stdout


def test_a_person_is_shown_with_what_the_sources_disagree_on() -> None:
    person: dict[str, Any] = {
        "name": "Бухарин Николай Иванович",
        "birth": None,
        "death": "1938-03-15",
        "person_id": "P-1",
        "probability": 0.987,
        "lists": 2,
        "records": [{}, {}],
        "attestations": [
            {
                "field": "death_date",
                "as_written": " 31.02.1938 ",
                "record_id": "b:1",
                "flag": "no such day: 31.02.1938",
            },
            {"field": "name", "as_written": "Бухарин", "record_id": "a:1", "flag": None},
            {"field": "source_title", "as_written": "A book", "record_id": "a:1", "flag": None},
        ],
        "conflicts": [{"field": "death_date", "values": ["1938-03-15", "1938-03-14"], "record_ids": ["a:1", "b:1"]}],
    }
    assert person_text(person).split("\n") == [
        "Бухарин Николай Иванович  (? - 1938-03-15)  P-1",
        "on 2 lists, 2 entries; one person with probability 0.99",
        "",
        "name",
        "  Бухарин  [a:1]",
        "",
        "date of death",
        "  31.02.1938  [b:1]  (no such day: 31.02.1938)",
        "",
        "The sources disagree:",
        "  death date: 1938-03-15 / 1938-03-14  [a:1, b:1]",
    ]


def test_a_search_gives_as_many_people_as_are_asked_for(demo: Path) -> None:
    many = data_of("search", demo, "Иванович", "--limit", "50")["found"]
    assert len(many) > 5
    few = data_of("search", demo, "Иванович", "--limit", "3")["found"]
    assert few == many[:3]
    lines = run("search", demo, "Иванович", "--limit", "3").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == [person["person_id"] for person in few]
