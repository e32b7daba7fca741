from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import data_of, run


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
