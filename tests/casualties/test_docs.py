from __future__ import annotations

import re
from pathlib import Path

from byname.casualties import diagnostics as checks
from byname.casualties.estimate import METHODS
from byname.casualties.estimators.averaging import PRIOR_DIFFER, PRIOR_LEAN
from byname.casualties.sensitivity import BOUNDS, BOUNDS_OF_TWO

PAGE = Path(__file__).resolve().parents[2] / "docs" / "casualties.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_examples_of_the_page_run_one_after_another() -> None:
    examples = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert examples
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)


def test_the_page_names_every_method() -> None:
    assert [name for name in METHODS if f"`{name}`" not in TEXT] == []


def test_the_page_gives_the_limits_of_the_checks_and_the_bounds_of_the_range() -> None:
    words = " ".join(TEXT.split())
    assert f"p < {checks.POOR_FIT:g}" in words
    assert f"a factor {checks.FAR_APART} apart" in words
    assert f"{checks.GOOD_MODEL:.0%}".replace("%", " %") + " of the weight" in words
    assert f"more than a factor {checks.LOOSE:g} apart" in words
    assert f"**{BOUNDS[0]:g} to {BOUNDS[1]:g}**" in words
    assert f"**{BOUNDS_OF_TWO[0]:g} to {BOUNDS_OF_TWO[1]:g}**" in words
    assert PRIOR_DIFFER == 1 / 4
    assert "a prior probability of 1/4" in words
    assert PRIOR_LEAN == 1 / 10
    assert "one of 1/10" in words
    assert checks.COPIED == checks.FEW_OF_ITS_OWN == 1 / 4
    assert (
        "less than a quarter of the people of its own that it should have, and less than a quarter of its length"
        in words
    )
