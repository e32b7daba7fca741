from __future__ import annotations

import pytest

from byname.site.web.audit_forms import audit_form, number_of, without
from byname.site.web.problems import Problem


@pytest.mark.parametrize("text", ["", "many", "1e9", "-5", "1-2-3", "9" * 16, "0x10", "١٢", "nan", "inf", "--"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        number_of(text)
    assert refused.value.status == 400


def test_numbers_are_read_with_spaces_and_commas_of_thousands() -> None:
    assert number_of("681\u202f692") == [681692.0, 681692.0]
    assert number_of("1,5") == [1.5, 1.5]
    assert number_of("1,500") == [1500.0, 1500.0]


def test_a_form_holds_text_and_corrections_up_to_a_length() -> None:
    assert audit_form({"text": " a ", "corrections": '[{"words": "a"}]', "edit": "c1"}).corrections == ({"words": "a"},)
    with pytest.raises(Problem):
        audit_form({"text": "a" * 60_001})


def test_a_correction_is_taken_out_by_its_place() -> None:
    rows = ({"words": "a"}, {"words": "b"})
    assert without(rows, "0") == ({"words": "b"},)
    for place in ("2", "-1", "x", "9" * 30):
        with pytest.raises(Problem):
            without(rows, place)
