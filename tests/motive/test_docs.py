from __future__ import annotations

import re
from pathlib import Path

import pytest

from byname.motive.evidence import TESTS
from byname.motive.explanations import read_explanations

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", ["motive", "consequences"])
def test_the_examples_of_the_page_run(page: str) -> None:
    path = DOCS / f"{page}.md"
    examples = re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    assert examples
    for example in examples:
        exec(compile(example, str(path), "exec"), {})


def test_every_test_is_used_by_an_explanation() -> None:
    used = {expected.test for one in read_explanations() for expected in one.expectations}
    assert used == set(TESTS)
