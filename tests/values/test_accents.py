from __future__ import annotations

import pytest

from byname.values.accents import without_accents


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Katyń", "Katyn"),
        ("Fecha de desaparición", "Fecha de desaparicion"),
        ("łódź", "łodz"),
        ("ﬁlm №", "film No"),
        ("", ""),
    ],
)
def test_marks_are_left_out_and_strokes_are_kept(text: str, bare: str) -> None:
    assert without_accents(text) == bare
