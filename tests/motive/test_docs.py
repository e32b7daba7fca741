from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from byname.motive.observations import OBSERVATIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", ["motive", "consequences"])
def test_the_examples_of_the_page_run(page: str) -> None:
    path = DOCS / f"{page}.md"
    examples = re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    assert examples
    for example in examples:
        exec(compile(example, str(path), "exec"), {})


def test_the_page_names_every_test_of_explanations_with_its_parameters() -> None:
    page = (DOCS / "motive.md").read_text(encoding="utf-8")
    for name, test in OBSERVATIONS.items():
        assert f"`{name}`" in page
        parameters = set(inspect.signature(test).parameters) - {"words"}
        assert parameters
        assert [one for one in parameters if f"`{one}`" not in page] == []
