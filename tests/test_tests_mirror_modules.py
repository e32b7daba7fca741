"""Each module has its tests at the same place under `tests`, in a file of its name."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent / "src" / "byname"


def test_each_module_has_a_test_file_of_its_name() -> None:
    modules = [path.relative_to(ROOT) for path in ROOT.rglob("*.py") if not path.stem.startswith("__")]
    assert len(modules) > 270
    assert [str(path) for path in modules if not (TESTS / path.parent / f"test_{path.name}").is_file()] == []
