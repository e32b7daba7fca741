from __future__ import annotations

import time

import mwparserfromhell
import pytest

from byname.sources.tangles import is_tangled

PAGE = "{{Officer|name=[[Rykov|A. I.]]|note=<b>x</b><!-- y --> [http://example.org z]<br>}} "


def test_a_page_that_closes_what_it_opens_is_read_however_long_it_is() -> None:
    assert not is_tangled(PAGE * 5_000)
    assert not is_tangled("{{a|" * 3_000 + "}}" * 3_000)


@pytest.mark.parametrize("opening", ["{{a|b=", "[[a|", "<!-- x", "<b a=", "[http://example.org ", "<div>"])
def test_a_page_that_opens_without_end_is_not_read(opening: str) -> None:
    assert is_tangled(opening * 20_000)
    assert not is_tangled(opening * 20)


@pytest.mark.parametrize("sign", ["<br>", "<li>", "<p>", "<BR>", "[1] ", "a < b > c "])
def test_what_may_stay_open_tangles_nothing(sign: str) -> None:
    assert not is_tangled(sign * 20_000)


def test_what_is_opened_at_the_end_costs_little_and_at_the_beginning_much() -> None:
    text, open_ = "x" * 400_000, "{{a|" * 10
    assert is_tangled(open_ + text)
    assert not is_tangled(text + open_)


def test_an_element_that_closes_itself_is_not_open() -> None:
    assert not is_tangled("<ref name=a />" * 20_000)
    assert is_tangled("<ref name=a >" * 20_000)


def test_what_is_let_through_is_parsed_in_seconds() -> None:
    """The most tangled text of its kind that is let through, found by doubling."""
    count = 100
    while not is_tangled("{{a|b=" * (count * 2)):
        count *= 2
    began = time.process_time()
    mwparserfromhell.parse("{{a|b=" * count)
    assert time.process_time() - began < 20
