from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.sources.source_ids import LONGEST, MOST_BYTES, is_source_id, proposed_id


@pytest.mark.parametrize(
    "text",
    ["R1", "moscow-shot", "Список_1", "名单", "شهداء", "1937", "x" * LONGEST, "Ё", "console", "com", "lpt10", "nul-1"],
)
def test_letters_of_all_scripts_digits_and_two_signs_make_an_id(text: str) -> None:
    assert is_source_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-a",
        "_a",
        "a.b",
        "a b",
        "a/b",
        "a:b",
        "a\n",
        "x" * (LONGEST + 1),
        "😀",
        "½",
        "con",
        "NUL",
        "Com1",
        "lpt³",
        "\udcff",
    ],
)
def test_what_is_no_safe_name_of_a_file_is_no_id(text: str) -> None:
    assert not is_source_id(text)


def test_a_letter_written_in_two_signs_is_no_id_and_its_proposal_is_written_in_one() -> None:
    apart = unicodedata.normalize("NFD", "Йыги")
    assert not is_source_id(apart)
    assert proposed_id(apart) == "Йыги"


def test_an_id_fits_the_bytes_of_a_file_name_in_any_script() -> None:
    assert is_source_id("名" * LONGEST)  # three bytes each, 192 together
    wide = "\U00020000" * 64  # four bytes each
    assert not is_source_id(wide)
    assert proposed_id(wide) == "\U00020000" * (MOST_BYTES // 4)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("my list/1.csv", "my-list-1-csv"),
        ("--a  b--", "a-b"),
        ("CON", "CON-list"),
        ("...", "source"),
        ("", "source"),
        ("a" * 63 + " bcd", "a" * 63),
    ],
)
def test_an_id_is_proposed_for_what_is_none(text: str, proposed: str) -> None:
    assert proposed_id(text) == proposed


@given(st.text(max_size=90))
def test_every_proposal_is_an_id_and_is_proposed_again(text: str) -> None:
    proposed = proposed_id(text)
    assert is_source_id(proposed)
    assert proposed_id(proposed) == proposed
