from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.writable import control_problem, with_controls_shown
from byname.sources.entry import Cell, Entry

TURNING_TOO = st.characters() | st.sampled_from("\x80\x9b\u202a\u202e\u2066\u2069")


@pytest.mark.parametrize(("code", "picture"), [(0, "␀"), (7, "␇"), (8, "␈"), (0x0E, "␎"), (0x1B, "␛"), (0x7F, "␡")])
def test_a_control_character_is_shown_by_its_picture(code: int, picture: str) -> None:
    entry = Entry("T", "0", "f", f"Рыков{chr(code)}А.")
    assert with_controls_shown(entry).text == f"Рыков{picture}А."
    assert control_problem(entry) == f"holds control characters (U+{code:04X}), shown as {picture}"


@pytest.mark.parametrize("text", ["a\tb", "a\r\nb", "a\x0bb\x0cc", "a\x1cb\x1fc", "a\u2028c", "plain"])
def test_line_ends_tabulators_and_separators_stay(text: str) -> None:
    entry = Entry("T", "0", "f", text)
    assert control_problem(entry) is None
    assert with_controls_shown(entry) == entry


def test_the_cells_of_a_table_are_shown_with_their_places_and_named_once() -> None:
    cells = {"name": Cell("\x1bРыков\x00", "name", 3), "note": Cell("\x00\x00", "note")}
    entry = Entry("T", "7", "f", cells=cells, problems=("the row is empty",))
    shown = with_controls_shown(entry)
    assert shown.cells == {"name": Cell("␛Рыков␀", "name", 3), "note": Cell("␀␀", "note")}
    assert (shown.record_id, shown.problems) == ("T:7", ("the row is empty",))
    assert control_problem(entry) == "holds control characters (U+0000, U+001B), shown as ␀ ␛"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u200d"])
def test_the_marks_of_arabic_and_hebrew_are_no_problem(mark: str) -> None:
    assert control_problem(Entry("T", "0", "f", f"محمد{mark} 1937")) is None


@given(st.text(TURNING_TOO, max_size=30))
def test_spans_stay_and_a_problem_is_told_exactly_where_a_text_is_changed(text: str) -> None:
    entry = Entry("T", "0", "f", text)
    shown = with_controls_shown(entry)
    assert len(shown.text) == len(text)
    problem = control_problem(entry)
    assert ("shown as" in (problem or "")) == (shown.text != text)
    assert ("its encoding" in (problem or "")) == any("\x80" <= char <= "\x9f" for char in text)
    assert ("direction of text" in (problem or "")) == bool(
        set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(text)
    )
    assert "shown as" not in (control_problem(shown) or "")
