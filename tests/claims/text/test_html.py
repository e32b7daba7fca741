from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.claims.text.html import html_text
from byname.claims.text.reading import document_of


def test_malformed_html_is_read_as_far_as_it_goes() -> None:
    document = document_of(b"<p>In 1937 they shot <b>12 men <div>and 3 women <p>&lt;end &bogus; <", "a.html")
    assert "12 men" in document.text
    assert "3 women" in document.text


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<style>p {}</style><script>var a = 5;</script><p>One", ["One"]),
        ("<html><head><title>Five</title></head><body>One", ["One"]),
        ("<p>One <b>two</b> three", ["One two three"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<p>A &amp; B &#8212; C", ["A & B \u2014 C"]),
        ("<script>if (a < b) { }</script>One", ["One"]),
        ("One<!-- <p>Two --> three", ["One three"]),
        ("One <!-- two", ["One "]),
        ("One <script>two", ["One "]),
        ("<script src='a.js'/>One", ["One"]),
        ('<a title="b > c">One</a>', ["One"]),
        ("<p title='b>One</p><p>Two", ["One", "Two"]),
        ("One < two <b", ["One < two <b"]),
        ("<!DOCTYPE html><?xml version='1'?>One", ["One"]),
        ("AT&T &nosuch; &amp", ["AT&T &nosuch; &"]),
    ],
)
def test_blocks_are_lines_and_scripts_are_silent(source: str, lines: list[str]) -> None:
    assert [line for line in html_text(source)[0].split("\n") if line.strip()] == lines


@given(st.text(alphabet="ab <>/p&;\n5", max_size=60))
def test_every_character_has_a_place_in_the_source_and_plain_ones_their_own(source: str) -> None:
    text, places = html_text(source)
    assert len(text) == len(places)
    for char, place in zip(text, places, strict=True):
        assert 0 <= place < max(1, len(source))
        assert char == source[place] or char == "\n" or source[place] == "&"
