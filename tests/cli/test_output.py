from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.cli.output import Output, json_text, printable
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
    assert said.err == "[bold]:100:\nbyname show: a:b:c: what [i]; do\\x1bthis\n"
