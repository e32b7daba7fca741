from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.commands import data_of, run

LIST = """\
Apellido y nombre,Sexo,Edad,Fecha,Provincia,Situación
"PÉREZ GARCÍA, Juan Carlos",M,35,03-05/09/1977,Córdoba,Desaparecido
"LÓPEZ, Ana María",F,2 meses,15 de mayo de 1977,Buenos Aires,Asesinada
"DE LA FUENTE, Luis",M,NA,MAR/1976,Tucumán,pasado por las armas
"GÓMEZ, Rosa",F,28 años,a mediados de 1976,s/d,liberada
"DÍAZ, Tomás",M,40,24/3/1976,Santa Fe,visto en la ESMA
"DÍAZ, Marta",F,38,24/3/1976,Santa Fe,Visto en la ESMA
"""
MAPPING = """\
source: lista
title: Lista inventada
citation: Ejemplo
licence: CC0-1.0
language: es
country: AR
standing: disappeared
universe: personas inventadas
person_twice: false
fields:
  name: {column: Apellido y nombre, order: surname-first}
  gender: Sexo
  age: Edad
  disappearance_date: Fecha
  region: Provincia
  outcome: Situación
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An invented list of the disappeared with its mapping."""
    folder = tmp_path_factory.mktemp("lists")
    (folder / "lista.csv").write_text(LIST, encoding="utf-8")
    (folder / "lista.yaml").write_text(MAPPING, encoding="utf-8")
    return folder / "lista.csv", folder / "lista.yaml"


@pytest.fixture(scope="module")
def archive(written: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list, built into an archive."""
    folder = tmp_path_factory.mktemp("archives") / "lista"
    data_of("init", folder, "--title", "Lista")
    data_of("add", folder, written[0], "--mapping", written[1])
    data_of("build", folder)
    return folder


def test_check_shows_rows_as_they_would_be_read_and_counts_what_is_not_understood(written: tuple[Path, Path]) -> None:
    path, mapping = written
    data = data_of("check", mapping, path)
    first = {value["field"]: value["value"] for value in data["rows"][0]["values"]}
    assert first["disappearance_date"] == "1977-09-03/1977-09-05"
    assert (first["gender"], first["age"], first["outcome"]) == ("male", "35", "disappeared")
    assert data["fields"]["outcome"] == {
        "values": 6, "missing": 0, "not_understood": 2, "doubtful": 0, "several_people": 0,
        "texts": [{"text": "visto en la ESMA", "value": None, "count": 1},
                  {"text": "Visto en la ESMA", "value": None, "count": 1}],
    }  # fmt: skip
    assert data["fields"]["age"]["missing"] == data["fields"]["region"]["missing"] == 1
    assert data["habits"] == [
        "gender: 'm' is male, as the other letters of the column show",
        "disappearance_date: date_order dmy, as the dates of the column show",
    ]
    said = run("check", mapping, path)
    assert said.returncode == 0
    assert "outcome, not understood: 'visto en la ESMA' (1)" in said.stdout
    assert not list(path.parent.glob("*/byname.toml"))


def test_the_disappeared_are_named_and_the_tiles_speak_of_their_outcomes(archive: Path) -> None:
    data = data_of("build", archive)
    numbers = data["numbers"]
    assert (numbers["people-killed"], numbers["people-disappeared"], numbers["people-released"]) == (2, 1, 1)
    assert data["warnings"] == []
    page = (archive / "report" / "index.html").read_text(encoding="utf-8")
    assert "people of whom a source says: disappeared" in page
    assert "shot" not in page.split('id="overlap"')[0]
    assert "PÉREZ GARCÍA" in run("show", archive, "lista:0").stdout
    # Nobody knows what was said of them, so that they are on no count of outcomes; the list is of the disappeared.
    assert "DÍAZ" in run("show", archive, "lista:4").stdout
    assert data_of("trace", archive, "outcomes-not-understood")["number"]["value"] == 2
    assert "entries whose outcome is stated but not understood" in page.split('id="overlap"')[0]
    assert "withheld" in run("show", archive, "lista:3").stderr  # she was released, and may be living


def test_a_word_that_no_vocabulary_knows_is_listed_and_can_be_given_a_meaning(
    written: tuple[Path, Path], tmp_path: Path
) -> None:
    data_of("init", tmp_path / "a")
    data_of("add", tmp_path / "a", written[0], "--mapping", written[1])
    data_of("build", tmp_path / "a")
    listed = data_of("words", tmp_path / "a")
    assert [(row["text"], row["count"]) for row in listed["words"]] == [
        ("Visto en la ESMA", 1),
        ("visto en la ESMA", 1),
    ]
    refused = run("words", tmp_path / "a", "lista", "outcome", "visto en la ESMA", "seen")
    assert refused.returncode == 1
    assert "'seen' is no code of outcome" in refused.stderr
    data_of("words", tmp_path / "a", "lista", "outcome", "visto en la ESMA", "unknown-fate")
    assert "records/lista" in data_of("build", tmp_path / "a")["made"]
    assert data_of("words", tmp_path / "a")["words"] == []
    records = pl.read_parquet(tmp_path / "a" / "tables" / "records" / "lista.parquet").sort("position")
    assert records["outcome"].to_list()[4:] == ["unknown-fate"] * 2
    assert run("words", tmp_path / "a", "lista", "outcome").returncode == 2


def test_a_list_of_which_nobody_said_whom_it_covers_leads_the_report_and_is_not_estimated_from(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(LIST, encoding="utf-8")
    unsaid = MAPPING.replace("universe: personas inventadas", "universe: unknown").replace(
        "person_twice: false", "person_twice: unknown"
    )
    (tmp_path / "l.yaml").write_text(unsaid, encoding="utf-8")
    data_of("init", tmp_path / "a")
    data_of("add", tmp_path / "a", tmp_path / "l.csv", "--mapping", tmp_path / "l.yaml")
    data = data_of("build", tmp_path / "a")
    (warning,) = data["warnings"]
    assert "universe" in warning
    assert "person_twice" in warning
    assert data["estimates"][0]["methods"] == []
    page = (tmp_path / "a" / "report" / "index.html").read_text(encoding="utf-8")
    assert page.index("nobody has said its") < page.index("In brief")
