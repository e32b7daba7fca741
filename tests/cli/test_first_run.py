"""From lists to a first report by one command."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from tests.commands import BYNAME, data_of, run

from byname.archive.archive import Archive
from byname.cli.first_run import read_answers
from byname.errors import BadMapping
from byname.sources.mapping_reading import read_mapping

ROWS = "A1;Ana Sosa;13/05/1950;Salta\nA2;Luis Paz;02/01/1948;Jujuy\nA3;Eva Gil;30/11/1951;Salta\n"


def written(folder: Path, name: str = "town.csv") -> Path:
    """A list with a title above its header."""
    path = folder / name
    path.write_text(f"Lista de personas;;;\nLegajo;Nombre;Fecha de nacimiento;Lugar\n{ROWS}", encoding="utf-8")
    return path


def test_one_command_goes_from_a_list_to_its_report(tmp_path: Path) -> None:
    path, archive = written(tmp_path), tmp_path / "archive"
    options = ["--licence", "MIT", "--person-twice", "no", "--standing", "disappeared", "--country", "AR"]
    data = data_of("new", archive, path, "--universe", "people of one town", *options)
    assert data["numbers"]["records"] == 3
    assert Path(data["report"]).is_file()
    assert data["mappings"] == {"town.csv": str(tmp_path / "town.yaml")}
    mapping = read_mapping(tmp_path / "town.yaml")
    assert (mapping.title["und"], mapping.universe, mapping.licence) == (
        "Lista de personas",
        "people of one town",
        "MIT",
    )
    assert (mapping.person_twice, mapping.standing, mapping.country) == (False, "disappeared", "AR")
    assert mapping.unstated == ("citation",)


def test_what_nobody_answers_stays_unknown(tmp_path: Path) -> None:
    done = run("new", tmp_path / "archive", written(tmp_path))
    assert done.returncode == 0, done.stderr
    mapping = read_mapping(tmp_path / "town.yaml")
    assert mapping.unstated == ("citation", "universe", "person_twice")
    assert (mapping.standing, mapping.country) == ("unknown", None)
    assert "unknown: citation, universe, person_twice" in done.stdout
    assert "town.yaml: 3 columns have a field, one names the entries, 0 have none" in done.stdout
    assert f"The report is {tmp_path / 'archive' / 'report' / 'index.html'}" in done.stdout


def test_answers_of_a_file_are_for_every_list_or_for_one(tmp_path: Path) -> None:
    one, other = written(tmp_path), written(tmp_path, "village.csv")
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "archive: Two lists\ncountry: AR\nperson_twice: yes\nvillage.csv: {title: The village, country: CL}\n",
        encoding="utf-8",
    )
    data_of("new", tmp_path / "archive", one, other, "--answers", answers, "--citation", "Example")
    first, second = read_mapping(tmp_path / "town.yaml"), read_mapping(tmp_path / "village.yaml")
    assert [first.country, second.country] == ["AR", "CL"]
    assert [first.title["und"], second.title["und"]] == ["Lista de personas", "The village"]
    assert first.citation == second.citation == "Example"
    assert Archive.open(tmp_path / "archive").title == "Two lists"


def test_mapping_that_lies_beside_its_list_is_taken_and_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert run("new", tmp_path / "archive", path).returncode == 0
    mapping = tmp_path / "town.yaml"
    by_hand = mapping.read_text(encoding="utf-8").replace("universe: unknown ", "universe: people of one town ")
    mapping.write_text(by_hand, encoding="utf-8")
    again = run("new", tmp_path / "archive", path, "--universe", "something else")
    assert again.returncode == 0, again.stderr
    assert "taken as its mapping" in again.stderr
    assert mapping.read_text(encoding="utf-8") == by_hand


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--country", "Argentina"], "`country` is `Argentina`, but must be two letters"),
        (["--standing", "killed"], "`standing` is `killed`, but must be one of"),
        (["--person-twice", "sometimes"], "`person_twice` is `sometimes`, but must be `true` or `false`"),
    ],
)
def test_answer_that_cannot_be_one_stops_before_anything_is_written(
    tmp_path: Path, options: list[str], told: str
) -> None:
    done = run("new", tmp_path / "archive", written(tmp_path), *options)
    assert done.returncode == 1
    assert told in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["town.csv"]


def test_lists_of_one_name_and_things_that_are_no_lists_are_told(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    done = run("new", tmp_path / "archive", written(tmp_path), written(tmp_path / "other"))
    assert done.returncode == 1
    assert "two lists would be called `town`" in done.stderr
    assert "this is a folder" in run("new", tmp_path / "archive", tmp_path / "other").stderr
    assert "comes first" in run("new", tmp_path / "town.csv", tmp_path / "archive").stderr
    assert not (tmp_path / "archive").exists()


def test_mistake_in_a_file_of_answers_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("universe: all\nlisence: MIT\n", encoding="utf-8")
    with pytest.raises(BadMapping, match="line 2: unknown key `lisence`"):
        read_answers(path, [])


def test_questions_are_asked_in_the_terminal_and_a_wrong_answer_again(tmp_path: Path) -> None:
    path, archive = written(tmp_path), tmp_path / "archive"
    controller, terminal = pty.openpty()
    command = [*BYNAME, "new", str(archive), str(path), "--licence", "MIT"]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True) as process:
        os.close(terminal)
        os.write(controller, b"The town\n\nExample\nno\ndisappeared\nArgentina\nAR\n")
        said = b""
        with suppress(OSError):  # the other end of the terminal is closed
            while part := os.read(controller, 4096):
                said += part
        assert process.wait(timeout=240) == 0, said
    os.close(controller)
    assert b"Whom does it claim to cover" in said
    assert b"must be two letters" in said
    mapping = read_mapping(tmp_path / "town.yaml")
    assert (mapping.title["und"], mapping.licence, mapping.country) == ("The town", "MIT", "AR")
    assert mapping.unstated == ("universe",)


def test_q_stops_before_anything_is_written(tmp_path: Path) -> None:
    path = written(tmp_path)
    controller, terminal = pty.openpty()
    command = [*BYNAME, "new", str(tmp_path / "archive"), str(path)]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True) as process:
        os.close(terminal)
        os.write(controller, b"The town\nq\n")
        with suppress(OSError):
            while os.read(controller, 4096):
                pass
        assert process.wait(timeout=120) == 130
    os.close(controller)
    assert [entry.name for entry in tmp_path.iterdir()] == ["town.csv"]


def test_report_is_opened_where_that_is_asked_for(tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    command = [*BYNAME, "new", str(tmp_path / "archive"), str(written(tmp_path)), "--open"]
    subprocess.run(
        command, env={**os.environ, "BROWSER": f"{browser} %s"}, check=True, capture_output=True, timeout=240
    )
    assert opened.read_text(encoding="utf-8").strip() == (tmp_path / "archive" / "report" / "index.html").as_uri()


def test_error_is_one_json_object(tmp_path: Path) -> None:
    done = run("new", tmp_path / "archive", tmp_path / "nowhere.csv", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["what"] == "there is no such file"


def test_a_table_without_a_header_and_cells_of_several_people_are_told(tmp_path: Path) -> None:
    names = ("Ana Sosa", "Luis Paz; Juan Gil", "Eva Vega", "Luis Mora", "Ana Ruiz", "Juan Cano", "Eva Luna", "Luis Rey")
    path = tmp_path / "town.csv"
    path.write_text("".join(f"{n + 1},{name},19{50 + n}\n" for n, name in enumerate(names)), encoding="utf-8")
    done = run("new", tmp_path / "archive", path)
    assert done.returncode == 0, done.stderr
    assert "the table has no header: its columns are called `column 1`" in done.stdout
    page = (tmp_path / "archive" / "report" / "index.html").read_text(encoding="utf-8")
    assert "cells that name several people" in page.split('id="overlap"')[0]
    checked = run("check", tmp_path / "town.yaml", path)
    assert "name: 1 cell names several people" in checked.stdout
    assert "This table has no header" in checked.stdout
