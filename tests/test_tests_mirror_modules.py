"""Each module of these rooms has a test file of its own name at the same place under `tests`."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent / "src" / "byname"
ROOMS = ("statistics", "casualties", "motive", "consequences", "people", "values", "site", "access")


@pytest.mark.parametrize("room", ROOMS)
def test_each_module_has_a_test_file_of_its_name(room: str) -> None:
    modules = [path.relative_to(ROOT) for path in (ROOT / room).rglob("*.py") if path.stem != "__init__"]
    assert len(modules) > 5
    missing = [str(module) for module in modules if not (TESTS / module.parent / f"test_{module.name}").is_file()]
    assert missing == []
