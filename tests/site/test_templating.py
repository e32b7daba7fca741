from __future__ import annotations

import base64
import hashlib

import pytest
from jinja2 import UndefinedError

from byname.site.charts.style import Picture
from byname.site.templating import page_environment


def test_text_is_escaped_and_a_drawing_is_not() -> None:
    environment = page_environment("style.css")
    picture = Picture("<svg>wide</svg>", "<svg>narrow</svg>")
    template = environment.from_string("{{ text }} {{ picture|drawn('wide') }} {{ picture|drawn('narrow') }}")
    made = template.render(text="<script>", picture=picture)
    assert made == "&lt;script&gt; <svg>wide</svg> <svg>narrow</svg>"


def test_what_would_turn_or_hide_the_text_around_it_is_written_out_on_every_way_into_a_page() -> None:
    environment = page_environment("style.css")
    ways = (
        "{{ text }}",
        "{{ text|upper }}",
        "{{ text|safe }}",
        '<a title="{{ text }}">',
        "{% trans name=text %}Of {{ name }}{% endtrans %}",
        "{% macro told(it) %}{{ it }}{% endmacro %}{{ told(text) }}",
    )
    environment.install_null_translations()  # type: ignore[attr-defined]
    for way in ways:
        for turning in "\u202e\u202a\u2066\u2069\x1b\x9b":
            made = environment.from_string(way).render(text=f"<Ян>{turning}")
            assert turning not in made
            assert turning.encode("unicode_escape").decode() in made.replace("\\U202E", "\\u202e").lower()
            assert ("&lt;" in made) != ("safe" in way)
    shown = environment.from_string("{{ text }}").render(text="שלום\u200f, two\nlines")
    assert shown == "שלום\u200f, two\nlines"


def test_a_value_that_is_not_there_is_an_error_and_no_gap() -> None:
    with pytest.raises(UndefinedError):
        page_environment("style.css").from_string("{{ nobody }}").render()


def test_the_policy_allows_the_style_sheets_of_the_page_in_order() -> None:
    both, one = page_environment("style.css", "audit.css"), page_environment("style.css")
    style = str(both.globals["style"])
    assert style.startswith(str(one.globals["style"]))
    assert len(style) > len(str(one.globals["style"]))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert both.globals["style_hash"] == f"sha256-{digest}"


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("https://example.org/report", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("see https://example.org", False),
        ("data:text/html,x", False),
        ("", False),
    ],
)
def test_only_an_address_of_the_web_is_one(text: str, is_address: bool) -> None:
    template = page_environment("style.css").from_string("{{ text is webaddress }}")
    assert template.render(text=text) == str(is_address)
