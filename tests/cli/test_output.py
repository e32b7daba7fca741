from __future__ import annotations

import json
import re
from pathlib import Path
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.progress import Progress
from tests.commands import data_of, run_apart, run_in_terminal

from byname.cli.output import Output, Reporter, json_text, printable
from byname.errors import BadSource


@given(st.text())
def test_nothing_printed_can_command_a_terminal(text: str) -> None:
    shown = printable(text)
    assert all(char in "\n\t" or (ord(char) >= 32 and not 0x7F <= ord(char) <= 0x9F) for char in shown)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(shown)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(TEXTS, TEXTS))
def test_json_says_the_same_with_what_a_terminal_would_obey_escaped(data: dict[str, str]) -> None:
    text = json_text(data)
    assert json.loads(text) == data
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"), ("a\rb", "a\\rb"), ("Īvāns Bērziņš\tx\n", "Īvāns Bērziņš\tx\n"),
        ("\x85\u2028", "\\x85\\u2028"), ("图哈切夫斯基", "图哈切夫斯基"),
    ],
)  # fmt: skip
def test_letters_of_all_scripts_stay_as_they_are(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_words_that_look_like_markup_or_a_picture_are_printed_as_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output("show", as_json=False)
    output.result({}, "F:100:5 :smile: [red]x[/red]")
    output.say("[bold]:100:")
    output.fail(BadSource("what [i]", where="a:b:c", fix="do\x1bthis"))
    said = capsys.readouterr()
    assert said.out == "F:100:5 :smile: [red]x[/red]\n"
    assert said.err == "[bold]:100:\nbyname show: a:b:c: what [i]; do\\x1bthis [BYN-101]\n"


def test_an_error_in_json_has_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    Output("show", as_json=True).fail(BadSource("it is empty"))
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "BYN-101"


def test_nothing_but_the_result_is_written_where_nobody_watches(demo: Path) -> None:
    done = run_apart("search", demo, "Tuchatschewski")
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_a_terminal_shows_how_long_it_takes_but_no_colour_where_none_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    data_of("init", tmp_path / "town", "--title", "Town")
    rows = "".join(f"Name {number},1937\n" for number in range(20_000))
    (tmp_path / "list.csv").write_text(f"name,year\n{rows}", encoding="utf-8")
    mapping = (
        "source: town\ntitle: Town\ncitation: Town\nlicence: CC0-1.0\nuniverse: everybody\nlanguage: en\n"
        "person_twice: false\nfields:\n  name: {column: name}\n"
    )
    (tmp_path / "list.yaml").write_text(mapping, encoding="utf-8")
    done = run_in_terminal("", "add", tmp_path / "town", tmp_path / "list.csv", "--mapping", tmp_path / "list.yaml")
    assert done.returncode == 0, done.stdout
    assert "left" in done.stdout
    assert not re.search(r"\x1b\[[\d;]*3\d", done.stdout)


def test_entries_are_told_with_how_many_come_in_a_second() -> None:
    bar = Progress(disable=True)
    heard = Reporter(bar)
    heard.count("list.csv", 10_000)
    assert bar.tasks[0].description.rstrip() == "list.csv: 10,000 entries"
    sleep(0.2)
    heard.count("list.csv", 20_000)
    told = re.fullmatch(r"list.csv: 20,000 entries, ([\d,]+) a second", bar.tasks[0].description.rstrip())
    assert told is not None
    assert 5_000 < int(told[1].replace(",", "")) <= 50_000
