from __future__ import annotations

from collections.abc import Callable

import polars as pl

from byname.people.profiles.attributes import gather_attributes
from byname.records.schema import STATEMENTS

PERSONS = ["P-1", "P-1", "P-1", "P-2"]
PROBABILITIES = [0.97, 0.97, 0.97, 1.0]


def _table(build: Callable[..., pl.DataFrame]) -> pl.DataFrame:
    return build(
        [
            {"record_id": "A:0", "name": "Tukhachevsky", "surname": "tuhachevski", "birth": "1893", "script": "Latn"},
            {
                "record_id": "B:0",
                "name": "Тухачевский Михаил Николаевич",
                "surname": "tuhachevski",
                "given": "mihail",
                "patronymic": "nikolai",
                "birth": "1893-02-16",
                "death": "1937-06-12",
                "gender": "male",
                "script": "Cyrl",
            },
            {"record_id": "C:0", "name": "M. N. Tuchatschewski", "surname": "tuhachevski", "birth": "1892"},
            {"record_id": "A:1", "name": "Bukharin", "surname": "buharin"},
        ]
    )


def _assigned(table: pl.DataFrame) -> pl.DataFrame:
    columns = [pl.Series("person_id", PERSONS), pl.Series("person_probability", PROBABILITIES)]
    return table.select("record_id").with_columns(columns)


def test_each_person_has_the_fullest_name_and_the_best_values(build: Callable[..., pl.DataFrame]) -> None:
    table = _table(build)
    people = gather_attributes(table, pl.DataFrame(schema=STATEMENTS), _assigned(table)).people
    person = people.row(0, named=True)
    assert person["name"] == "Тухачевский Михаил Николаевич"
    assert (person["records"], person["lists"], person["gender"]) == (3, 3, "male")
    assert (person["birth"], person["death"]) == ("1893-02-16", "1937-06-12")
    assert person["probability"] == 0.97
    assert people["person_id"].to_list() == ["P-1", "P-2"]


def test_every_attestation_keeps_its_words_record_and_source(build: Callable[..., pl.DataFrame]) -> None:
    table = _table(build)
    statement = {
        "record_id": "B:0",
        "field": "birth_date",
        "as_written": "16.02.1893",
        "value": "1893-02-16",
        "start": 0,
        "end": 10,
        "column": None,
        "flag": None,
    }
    gathered = gather_attributes(table, pl.DataFrame([statement], schema=STATEMENTS), _assigned(table))
    attestation = gathered.attestations.row(0, named=True)
    assert (attestation["person_id"], attestation["as_written"], attestation["source"]) == ("P-1", "16.02.1893", "B")


def test_no_records_give_no_people(build: Callable[..., pl.DataFrame]) -> None:
    assigned = pl.DataFrame(schema={"record_id": pl.String, "person_id": pl.String, "person_probability": pl.Float64})
    gathered = gather_attributes(build([]), pl.DataFrame(schema=STATEMENTS), assigned)
    assert len(gathered.people) == len(gathered.attestations) == len(gathered.conflicts) == 0
