from __future__ import annotations

import re
from pathlib import Path

from byname.casualties import diagnostics as doubts
from byname.casualties import headline as auto
from byname.casualties.estimate import METHODS

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


def test_the_page_gives_the_thresholds_of_the_headline() -> None:
    words = " ".join(TEXT.split())
    assert f"{doubts.LEANING} standard errors" in words
    assert f"above {doubts.BLIND}" in words
    assert f"a factor {doubts.FAR_APART} apart" in words
    assert f"at least to {auto.DEPARTURE} times" in words
    assert f"at most {auto.OPEN_DEPARTURE}" in words
