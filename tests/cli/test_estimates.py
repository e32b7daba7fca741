"""`byname estimate` as a newcomer uses it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
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


def test_the_estimate_explains_itself_in_sentences_and_one_picture(table: Path) -> None:
    picture = table.with_suffix(".svg")
    code, out, _ = run(table, "--picture", str(picture), "--claim", "9000")
    assert code == 0
    assert out.startswith("The lists name 1,350 people. ")
    parts = ("For 9,000 people to hold", "Checks", "What no table shows", "Estimators", "Warning: No table shows")
    places = [out.index(part) for part in parts]
    assert places == sorted(places)
    assert "  powerless  equal visibility: three lists cannot tell" in out
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_json_is_one_object_and_nothing_else(table: Path) -> None:
    code, out, _ = run(table, "--method", "loglinear", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["observed"] == 1350 <= found["low"] < found["estimate"] < found["high"]
    assert found["claim"] is None
    assert {row["cause"] for row in found["if_otherwise"]} == {"people who could come onto no list"}


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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bounds", "3,0.5"], "bounds: 3 to 0.5 are no bounds of dependence"),
        (["--bounds", "nan,2"], "bounds: nan to 2 are no bounds"),
        (["--bounds", "0.5"], "bounds: '0.5' is not two numbers"),
        (["--bounds", "a,b"], "bounds: 'a,b' is not two numbers"),
        (["--claim", "-5"], "claim: the claim of -5 people is below the 1,350"),
        (["--claim", "10"], "claim: the claim of 10 people is below the 1,350"),
        (["--strata", "region"], "there is no column 'region' of strata"),
        (["--report", "a.pdf"], "a.pdf: a report is a page"),
        (["--report", "absent/a.html"], "the report cannot be written"),
    ],
)
def test_a_wrong_value_gives_one_clear_error(table: Path, words: list[str], said: str) -> None:
    code, out, error = run(table, *words)
    assert (code, out) == (1, "")
    assert said in error.replace("\n", " ")
    assert error.count("byname estimate:") == 1


def test_options_that_do_not_go_together_are_wrong_usage(table: Path) -> None:
    assert run(table, "--strata", "a", "--method", "chao")[0] == 2
    assert run(table, "--bounds", "0.5,2", "--method", "chao")[0] == 2
    assert run(table, "--claim", "many")[0] == 2


def test_bounds_and_a_claim_stand_in_the_json(table: Path) -> None:
    found = json.loads(run(table, "--bounds", "0.8,1.5", "--claim", "9000", "--json")[1])
    assert (found["range"]["smallest"], found["range"]["largest"]) == (0.8, 1.5)
    assert found["claim"]["people"] == 9000
    assert found["claim"]["factor"] > found["claim"]["factor_from_interval"] > 1
    assert len(found["if_otherwise"]) == 9


def test_strata_are_estimated_each_and_all_together(table: Path) -> None:
    header, *rows = GOOD.split()
    lines = [f"region,{header}", *(f"north,{row}" for row in rows), *(f"south,{row}" for row in rows), ",1,0,0,10"]
    table.write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = run(table, "--strata", "region", "--claim", "20000")
    assert code == 0
    assert "in every stratum of 'region'" in out
    assert "People whose stratum is not stated are given to the strata by the lists that name them" in out
    found = json.loads(run(table, "--strata", "region", "--json")[1])
    assert [row["stratum"] for row in found["strata"]] == ["north", "south"]
    assert found["observed"] == 2 * 1350 + 10
    table.write_text("\n".join([lines[0], *(f",{row}" for row in rows)]), encoding="utf-8")
    code, out, error = run(table, "--strata", "region")
    assert (code, out) == (1, "")
    assert "no row with people states its stratum in 'region'" in error


def test_the_report_names_file_hash_and_command(table: Path) -> None:
    path = table.with_suffix(".html")
    assert run(table, "--claim", "9000", "--report", str(path))[0] == 0
    page = path.read_text(encoding="utf-8")
    assert hashlib.sha256(table.read_bytes()).hexdigest() in page
    assert "byname estimate table.csv --claim 9000" in page
    assert str(table.parent) not in page


def test_two_lists_print_a_range_and_no_point_as_the_answer(table: Path) -> None:
    table.write_text("a,b,count\n1,1,20\n1,0,30\n0,1,40\n", encoding="utf-8")
    found = json.loads(run(table, "--json")[1])
    assert found["estimate"] is None
    assert (found["low"], found["high"]) == (found["range"]["low"], found["range"]["high"])
    assert "No single number is given." in run(table)[1]
