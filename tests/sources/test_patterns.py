from __future__ import annotations

import pytest

from byname.sources.patterns import LONGEST, compile_pattern


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("(x", "missing \\), unterminated subpattern"),
        ("[b-a]", "bad character range"),
        ("x{99999999999}", "the repetition number is too large"),
        ("(?P<a>x)(?P<a>y)", "redefinition of group name 'a'"),
        ("(" * 5_000 + ")" * 5_000, "nested too deeply"),
        ("x" * (LONGEST + 1), "longer than 20,000 characters"),
    ],
)
def test_what_is_no_pattern_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        compile_pattern(text)


def test_a_pattern_may_be_as_long_as_allowed() -> None:
    assert compile_pattern("x" * LONGEST).fullmatch("x" * LONGEST)
    assert compile_pattern("x" * (LONGEST + 1), longest=LONGEST + 1).pattern == "x" * (LONGEST + 1)


def test_what_python_only_warns_of_is_taken_without_a_word(recwarn: pytest.WarningsRecorder) -> None:
    assert compile_pattern("[[a]").search("[")
    assert compile_pattern("x[a&&b]").groups == 0
    assert list(recwarn) == []
