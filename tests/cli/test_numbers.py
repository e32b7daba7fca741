"""`byname estimate` as a newcomer uses it, and `byname trace`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests import commands
from tests.commands import data_of
from typer.testing import CliRunner

from byname.cli.app import app

GOOD = "a,b,c,count\n1,0,0,400\n0,1,0,300\n1,1,0,90\n0,0,1,350\n1,0,1,100\n0,1,1,80\n1,1,1,30\n"


def run(path: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["estimate", str(path), *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_the_estimate_explains_itself_in_two_sentences_and_one_picture(table: Path) -> None:
    picture = table.with_suffix(".svg")
    code, out, _ = run(table, "--method", "loglinear", "--picture", str(picture))
    assert code == 0
    assert out.startswith("The lists name 1,350 people; with those on no list there were about ")
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_json_is_one_object_and_nothing_else(table: Path) -> None:
    code, out, _ = run(table, "--method", "loglinear", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["observed"] == 1350 <= found["low"] < found["estimate"] < found["high"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name,year\nA,1937\n", "there is no column 'count'"),
        ("a,b,count\n1,0,5\n0,1,-3\n", "row 2: the count is negative or not whole"),
        ("a,b,count\n1,0,5\n0,1,2.5\n", "row 2: the count is negative or not whole"),
        ("a,b,count\n1,0,5\n0,0,3\n", "row 2: people are counted whom no list names"),
        ("a,b,count\n1,0,5\n1,0,3\n", "row 2: a history stands there twice"),
        ("a,b,count\n1,0,5\n0,1\n", "an empty cell is not a number"),
        ("a,a,count\n1,0,5\n0,1,3\n", "two columns have the same name"),
        ("a,count\n1,5\n", "one list alone"),
    ],
)
def test_bad_input_gives_one_line_with_what_where_and_what_to_do(table: Path, content: str, words: str) -> None:
    table.write_text(content, encoding="utf-8")
    code, out, said = run(table)
    assert (code, out) == (1, "")
    assert said.startswith(f"byname estimate: {table}")
    assert words in said.replace("\n", " ")
    assert "; " in said


def test_wrong_usage_is_told_apart_from_bad_input(table: Path) -> None:
    assert run(table, "--methd", "auto")[0] == 2
    assert run(table, "--method", "guess")[0] == 1
    assert run(table.with_name("absent.csv"))[0] == 1


def test_every_printed_number_is_traced_to_as_many_rows(demo: Path) -> None:
    numbers = json.loads((demo / "tables" / "numbers.json").read_text(encoding="utf-8"))
    for wanted in ("entries", "people-executed", "trials-death_date", "deaths-1937-06"):
        number = next(n for n in numbers if n["id"] == wanted)
        traced = data_of("trace", demo, wanted, "--all")
        assert traced["number"]["value"] == number["value"]
        assert traced["records"] == len(traced["rows"]) >= number["value"] > 0
        assert all(len(row["sha256"]) == 64 and row["text"] for row in traced["rows"])
        assert traced["code_version"].startswith("0.")


def test_trace_of_a_mistyped_id_proposes_the_right_one(demo: Path) -> None:
    completed = commands.run("trace", demo, "people-sho")
    assert completed.returncode == 1
    assert "did you mean people-shot?" in completed.stderr
