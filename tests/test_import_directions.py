"""A stage imports only values and stages to its left; values imports nothing of ours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

STAGES = ["values", "sources", "records", "people", "casualties", "motive", "consequences", "claims", "site"]
ROOT = Path(__file__).resolve().parents[1] / "src" / "byname"
OUTSIDE_STAGES = {"errors"}


def imported_parts(path: Path) -> set[str]:
    """The parts of byname that a module imports, by their first name below the package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            modules = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "byname" else [node.module]
            )
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        found |= {module.split(".")[1] for module in modules if module and module.startswith("byname.")}
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_stage_imports_only_to_its_left(stage: str) -> None:
    allowed = {*STAGES[: STAGES.index(stage) + 1], *OUTSIDE_STAGES}
    if stage == "values":
        allowed = {"values"}
    for path in (ROOT / stage).rglob("*.py"):
        wrong = imported_parts(path) - allowed
        assert not wrong, f"{path.relative_to(ROOT)} imports {sorted(wrong)}"


def test_every_folder_of_the_package_is_a_stage() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders <= set(STAGES)
