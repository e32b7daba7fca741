"""Each module of the claims has its own tests at the same place, and no tests are left of a module that is gone."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent
CLAIMS = TESTS.parents[1] / "src" / "byname" / "claims"
OF_ALL = {"docs", "subject_stays_in_data", "tests_mirror_modules"}  # tests of no one module


def test_every_module_has_its_tests_and_every_test_its_module() -> None:
    modules = {path.relative_to(CLAIMS).with_suffix("") for path in CLAIMS.rglob("*.py") if path.stem != "__init__"}
    tests = {
        path.relative_to(TESTS).with_name(path.stem.removeprefix("test_"))
        for path in TESTS.rglob("test_*.py")
        if path.parent != TESTS or path.stem.removeprefix("test_") not in OF_ALL
    }
    assert len(modules) > 50
    assert tests == modules
