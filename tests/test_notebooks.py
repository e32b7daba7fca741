"""The notebooks run from their first cell to their last, each in a kernel of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "examples" / "notebooks").glob("*.ipynb"))
# What a reader sees in one of the outputs, without tags.
SEEN = {
    "archive": "Тухачевский",
    "audit": "contradicted",
    "estimate": "cannot tell",
    "link": "7 records are taken for 5 people",
    "names-and-dates": "1916-05-12",
}


def outputs(notebook: Any) -> list[str]:
    """The outputs of all cells as text and as HTML."""
    told = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [str(one.get("text", "")) + "".join(map(str, one.get("data", {}).values())) for one in told]


@pytest.mark.filterwarnings("default")  # of the kernel's libraries
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_says(path: Path, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "demo-archive").symlink_to(demo, target_is_directory=True)
    notebook: Any = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    assert not outputs(notebook), "outputs are not kept in the repository"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert any(SEEN[path.stem] in one for one in outputs(notebook))


def test_there_are_five() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(SEEN)
